"""The desks behind the pages on which the office runs itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from belofte.bootstrap.installation import Belofte

if TYPE_CHECKING:
    from belofte.domain.register import RegisterRow
    from belofte.web.managing_books import Managing


def managing_of(belofte: Belofte) -> Managing:
    """Accounts, tokens, webhooks, the register, backups that came back, and taking over."""
    from belofte.bootstrap.messages import sender_of
    from belofte.procedures.programs.tokens_desk import Tokens
    from belofte.procedures.programs.webhooks_desk import Webhooks
    from belofte.procedures.restoring.replay_desk import ReplayDesk
    from belofte.procedures.sign_in.accounts_desk import Accounts
    from belofte.web.managing_books import Managing

    sender = sender_of(belofte)

    def register() -> Sequence[RegisterRow]:
        with belofte.parts.store.reading() as tx:
            return tx.register.rows()

    def take_over(kind: str, table: str, by: str, write: str) -> int:
        return _take_over(belofte, kind, table.encode(), by, write)

    return Managing(
        accounts=belofte.desk(Accounts),
        tokens=belofte.desk(Tokens),
        webhooks=belofte.desk(Webhooks),
        check=sender.check,
        post=sender.post,
        register=register,
        replays=belofte.desk(ReplayDesk),
        take_over=take_over,
        address=belofte.settings.office_address,
        zone=belofte.parts.country.time_zone,
    )


def _take_over(belofte: Belofte, kind: str, table: bytes, by: str, write: str) -> int:
    from belofte.loading.importing import read_csv, rows_of
    from belofte.procedures.intake.taking_over import TakingOver
    from belofte.procedures.intake.taking_over_cases import look_at_register, look_at_requests
    from belofte.procedures.intake.taking_over_people import look_at_consents, look_at_staff

    looks = {
        "requests": look_at_requests,
        "register": look_at_register,
        "staff": look_at_staff,
        "consents": look_at_consents,
    }
    rows, desk = rows_of(read_csv(table), kind), belofte.desk(TakingOver)
    taken = desk.take(kind, looks[kind], rows, by, table) if write else desk.look(kind, looks[kind], rows, by)
    return taken.taken
