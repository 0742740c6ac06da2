"""How letters leave this installation: over the mail server of the settings, or in a sandbox to one that delivers
nowhere."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from belofte.bootstrap.network import Network
from belofte.domain.policy import Policy
from belofte.mail.connect import mailer_of
from belofte.ports import Clock, Delivery, Letter, Mailer
from belofte.settings import Home, Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from belofte.sandbox.mailsink import MailSink


def mailer_for(
    home: Home, settings: Settings, policy: Policy, clock: Clock, stack: ExitStack, *, is_sandbox: bool
) -> Mailer:
    """The mail route of the settings; in a sandbox without one, a server of our own that delivers nowhere and ends with
    ``stack``. Raises ``SettingsError``, and ``WrongUse`` for authorities that cannot be read."""
    office, name = policy.privacy_office.email or "", policy.controller.name or ""
    route = (Network() if is_sandbox else Network.of(settings)).route(home.path)
    made = partial(mailer_of, home=home.path, clock=clock, sender=office, name=name, route=route)
    if not is_sandbox or settings.smtp_host:
        return made(settings)
    from belofte.sandbox.mailsink import MailSink

    sink = MailSink(home.sandbox / "mail")
    stack.callback(sink.stop)
    return _FromTheFirst(
        sink, lambda: made(replace(settings, smtp_host=sink.host, smtp_port=sink.port, smtp_security="none"))
    )


class _FromTheFirst:
    """The sandbox's own mail server listens from the first letter on: most commands send none."""

    def __init__(self, sink: MailSink, made: Callable[[], Mailer]) -> None:
        self._sink, self._made = sink, made
        self._lock = Lock()
        self._mailer: Mailer | None = None

    def send(self, message: Letter) -> Delivery:
        """Hand over one letter."""
        with self._lock:
            if self._mailer is None:
                self._sink.start()
                self._mailer = self._made()
        return self._mailer.send(message)
