"""The desks behind the pages on which the office runs itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from belofte.bootstrap.installation import Belofte

if TYPE_CHECKING:
    from belofte.domain.register import RegisterRow
    from belofte.web.managing_shape import Managing


def managing_of(belofte: Belofte) -> Managing:
    """Accounts, tokens, webhooks, the register, backups that came back, and taking over."""
    from belofte.bootstrap.messages import sender_of
    from belofte.bootstrap.tables import TablesTaken
    from belofte.procedures.programs.tokens_desk import Tokens
    from belofte.procedures.programs.webhooks_desk import Webhooks
    from belofte.procedures.restoring.replay_desk import ReplayDesk
    from belofte.procedures.sign_in.accounts_desk import Accounts
    from belofte.web.managing_shape import Managing

    sender = sender_of(belofte)

    def register() -> Sequence[RegisterRow]:
        with belofte.parts.store.reading() as tx:
            return tx.register.rows()

    return Managing(
        accounts=belofte.desk(Accounts),
        tokens=belofte.desk(Tokens),
        webhooks=belofte.desk(Webhooks),
        check=sender.check,
        post=sender.post,
        register=register,
        replays=belofte.desk(ReplayDesk),
        tables=TablesTaken(belofte),
        address=belofte.settings.office_address,
        zone=belofte.parts.country.time_zone,
    )
