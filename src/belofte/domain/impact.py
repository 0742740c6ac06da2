"""When an impact assessment is needed: criteria, and what follows from those a purpose meets (Art. 35 GDPR)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from belofte.domain.policy import Text


class Weight(StrEnum):
    """What meeting a criterion says."""

    LAW = "law"  # Art. 35(3): one is enough
    AUTHORITY = "authority"  # on the authority's list, Art. 35(4): one is enough
    SIGN = "sign"  # a sign of high risk: several together are enough


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion, where it comes from and when that was last looked at. ``country`` None: everywhere."""

    name: str
    weight: Weight
    label: Text
    source: str
    seen: date
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Criteria:
    """Every criterion by name; ``signs`` is how many signs together make an assessment needed in most cases."""

    by_name: Mapping[str, Criterion]
    signs: int

    def demands(self, met: Iterable[str], country: str | None) -> bool:
        """Whether these criteria together make an assessment needed for a controller in ``country``."""
        found = [self.by_name[name] for name in met if name in self.by_name]
        here = [one for one in found if one.country in (None, country)]
        if any(one.weight is not Weight.SIGN for one in here):
            return True
        return sum(one.weight is Weight.SIGN for one in here) >= self.signs

    def only_signs(self, met: Iterable[str]) -> bool:
        """Whether all of these are signs, which a reason can outweigh, and none is decisive by itself."""
        return all(self.by_name[name].weight is Weight.SIGN for name in met if name in self.by_name)


NO_CRITERIA = Criteria({}, 1)
