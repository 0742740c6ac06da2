"""The errors people see, each with what to do.

```
BelofteError            message, remedy, exit status
├─ WrongUse        2    the call itself cannot be carried out as given
├─ Refused         1    law, policy or state forbids it; or something is not as promised
└─ CouldNotLook    3    a system or file could not be seen: never the same as "nothing there"
```

No message holds personal data: ids, counts, names of tables and settings only.
"""

from __future__ import annotations

from typing import ClassVar

from belofte.domain.policy import Text
from belofte.domain.said import said_in


class BelofteError(Exception):
    """A sentence for a person, and what would help. ``exit_status`` is that of the command line (design §9).

    ``message`` and ``remedy`` are English, as the command line is. A page reads ``message_in`` and ``remedy_in``: a
    text in each language gives its own words; the Dutch of a plain sentence stands in ``belofte.domain.said``.
    """

    exit_status: ClassVar[int] = 70

    def __init__(self, message: str | Text, remedy: str | Text = "") -> None:
        self._message, self._remedy = message, remedy
        self.message, self.remedy = self.message_in("en"), self.remedy_in("en")
        super().__init__(self.message)

    def message_in(self, language: str) -> str:
        """What is wrong, in ``language``."""
        return _read(self._message, language)

    def remedy_in(self, language: str) -> str:
        """What would help, in ``language``; as a sentence of its own where the Dutch of it was looked up."""
        told = _read(self._remedy, language)
        if isinstance(self._remedy, Text) or told == self._remedy:
            return told
        return told[0].upper() + told[1:] + ("" if told.endswith((".", "!", "?")) else ".")

    def __str__(self) -> str:
        return f"{self.message}\n  → {self.remedy}" if self.remedy else self.message


class WrongUse(BelofteError):
    exit_status: ClassVar[int] = 2


class Refused(BelofteError):
    exit_status: ClassVar[int] = 1


class CouldNotLook(BelofteError):
    exit_status: ClassVar[int] = 3


def _read(words: str | Text, language: str) -> str:
    return said_in(language, words) if isinstance(words, str) else words.in_(language)


def require_name(by: str, does: str = "decides") -> None:
    """Whoever decides, notes or reads stands behind it by name. Raises :class:`WrongUse` where nobody is named."""
    if not by.strip():
        raise WrongUse(f"Who {does} must be named.", 'for example --by "P. de Boer"')
