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

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from belofte.domain.policy import Text


class BelofteError(Exception):
    """A sentence for a person, and what would help. ``exit_status`` is that of the command line (design §9).

    ``message`` and ``remedy`` are English, as the command line is. What is shown on a page is given as a text in each
    language, and read with ``message_in`` and ``remedy_in``.
    """

    exit_status: ClassVar[int] = 70

    def __init__(self, message: str | Text, remedy: str | Text = "") -> None:
        self._message, self._remedy = message, remedy
        self.message, self.remedy = self.message_in("en"), self.remedy_in("en")
        super().__init__(self.message)

    def message_in(self, language: str) -> str:
        """What is wrong, in ``language`` where it was written in it."""
        return self._message if isinstance(self._message, str) else self._message.in_(language)

    def remedy_in(self, language: str) -> str:
        """What would help, in ``language`` where it was written in it."""
        return self._remedy if isinstance(self._remedy, str) else self._remedy.in_(language)

    def __str__(self) -> str:
        return f"{self.message}\n  → {self.remedy}" if self.remedy else self.message


class WrongUse(BelofteError):
    exit_status: ClassVar[int] = 2


class Refused(BelofteError):
    exit_status: ClassVar[int] = 1


class CouldNotLook(BelofteError):
    exit_status: ClassVar[int] = 3


def require_name(by: str, does: str = "decides") -> None:
    """Whoever decides, notes or reads stands behind it by name. Raises :class:`WrongUse` where nobody is named."""
    if not by.strip():
        raise WrongUse(f"Who {does} must be named.", 'for example --by "P. de Boer"')
