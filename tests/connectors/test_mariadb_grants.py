"""What MariaDB answers to SHOW GRANTS, as servers of two ages write it."""

from __future__ import annotations

from typing import cast

import pytest
from sqlalchemy import Connection

from belofte.connectors.sql.mariadb_rights import held_by, passed_on_to


class Says:
    """A server that answers with these lines."""

    def __init__(self, *lines: str) -> None:
        self._rows = [(line,) for line in lines]

    def exec_driver_sql(self, _statement: str) -> list[tuple[str]]:
        return self._rows


@pytest.mark.parametrize("quote", ["`", "'"])
def test_a_right_is_read_whichever_way_the_server_quotes_whose_it_is(quote: str) -> None:
    """Older servers use single quotes: a right that is not read would be a way past the wall that nobody names."""
    who, role = f"{quote}staff{quote}@{quote}%{quote}", f"{quote}desk{quote}"
    server = cast(
        "Connection",
        Says(
            f"GRANT {role} TO {who}",
            f"GRANT SELECT, INSERT ON `crm`.`customers` TO {who}",
            f"GRANT SELECT ON `crm`.* TO {role}",
        ),
    )
    assert [(one.place, one.right) for one in held_by(server, "'staff'@'%%'")] == [
        ("`crm`.`customers`", "SELECT"),
        ("`crm`.`customers`", "INSERT"),
    ]
    assert [(name, one.place) for name, one in passed_on_to(server, "'staff'@'%%'")] == [("desk", "`crm`.*")]
