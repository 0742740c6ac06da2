"""Who carries webhooks outside, and the round that does it in a lasting process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belofte.bootstrap.installation import Belofte

if TYPE_CHECKING:
    from belofte.engine.rounds import Round
    from belofte.web.api.sending import Sender

EVERY_SECONDS = 2.0


def sender_of(belofte: Belofte) -> Sender:
    """The sender of the settings."""
    from belofte.web.api.sending import Sender

    return Sender(allows_private=belofte.settings.webhook_private == "yes")


def sending_round(belofte: Belofte) -> Round:
    """Sends what is due every few seconds, in a thread of its own: a slow receiver holds up nobody's request."""
    from belofte.engine.rounds import Round
    from belofte.procedures.programs.webhooks import send_messages

    sender = sender_of(belofte)

    def send() -> None:
        send_messages(belofte.parts, sender.post)

    return Round("webhooks", EVERY_SECONDS, send)
