"""Mail servers that do not take a letter: refused for good, or not now."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from tests.ports import free_port
from tests.worlds import World


class _Answers:
    """Says ``answer`` to each recipient, and counts them."""

    def __init__(self, answer: str) -> None:
        self._answer, self.seen = answer, list[str]()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        self.seen.append(address)
        if self._answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self._answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        del server, session, envelope
        return self._answer


@contextmanager
def mail_answers(world: World, answer: str) -> Generator[list[str]]:
    """While this lasts, every letter meets ``answer`` (550 for good, 451 not now); yields who was written to."""
    answers = _Answers(answer)
    port = free_port()
    controller = Controller(answers, hostname="127.0.0.1", port=port, ready_timeout=120)
    settings = world.made.home.path / "belofte.toml"
    before = settings.read_text("utf-8") if settings.exists() else None
    controller.start()
    try:
        lines = f'smtp_host = "127.0.0.1"\nsmtp_port = {port}\nsmtp_security = "none"\n'
        settings.write_text(f"{before or ''}{lines}", "utf-8")
        yield answers.seen
    finally:
        controller.stop()
        settings.unlink()
        if before is not None:
            settings.write_text(before, "utf-8")
