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


class BelofteError(Exception):
    """A sentence for a person, and what would help. ``exit_status`` is that of the command line (design §9)."""

    exit_status: ClassVar[int] = 70

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy

    def __str__(self) -> str:
        return f"{self.message}\n  → {self.remedy}" if self.remedy else self.message


class WrongUse(BelofteError):
    exit_status: ClassVar[int] = 2


class Refused(BelofteError):
    exit_status: ClassVar[int] = 1


class CouldNotLook(BelofteError):
    exit_status: ClassVar[int] = 3
