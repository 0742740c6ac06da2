"""What MariaDB says of rights: each right of an account or role at each place, as ``SHOW GRANTS`` tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

_GRANT = re.compile(
    r"GRANT (?P<rights>.+?) ON (?:TABLE )?(?P<place>\*\.\*|`[^`]*`\.\*|`[^`]*`\.`[^`]*`) TO ", re.DOTALL
)
_RIGHT = re.compile(r"([A-Z ]+?)(?:\s*\(([^)]*)\))?\s*(?:,|$)")


@dataclass(frozen=True, slots=True)
class Held:
    """One right at one place; ``columns`` as the server writes them, "" for all."""

    place: str  # *.*, `crm`.* or `crm`.`customers`
    right: str
    columns: str = ""

    @property
    def written(self) -> str:
        return f"{self.right} ({self.columns})" if self.columns else self.right


def held_by(owner: Connection, who: str) -> Iterator[Held]:
    """What ``SHOW GRANTS`` says, one right at a time."""
    for (line,) in owner.exec_driver_sql(f"SHOW GRANTS FOR {who}"):
        match = _GRANT.match(str(line))
        if match is None:
            continue
        for right, columns in _RIGHT.findall(match["rights"]):
            yield Held(match["place"], right.strip(), columns.strip())


def account_of(owner: Connection, account: str) -> str:
    """A role as it is written, or an account with its host."""
    user, at, host = account.partition("@")
    if at:
        return f"{quoted(user)}@{quoted(host)}"
    if is_role(owner, account):
        return quoted(account)
    found = owner.exec_driver_sql("SELECT host FROM mysql.user WHERE user = %s", (account,)).scalars().first()
    return f"{quoted(account)}@{quoted(str(found or '%'))}"


def is_role(owner: Connection, account: str) -> bool:
    """Whether this name is a role's."""
    asked = "SELECT count(*) FROM mysql.user WHERE user = %s AND is_role = 'Y'"
    return bool(owner.exec_driver_sql(asked, (account,)).scalar_one())


def quoted(value: str) -> str:
    """A text as the server takes it; for the driver, a percent sign is doubled."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''").replace("%", "%%") + "'"
