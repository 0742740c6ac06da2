"""From settings to a mailer. Without a mail server nothing is lost: every letter is kept and the reason is said."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from belofte.mail.message import AddressUnusable, address_of
from belofte.mail.smtp import Server, SmtpMailer
from belofte.ports import Clock, Delivery, Letter, Mailer
from belofte.settings import Settings, SettingsError, resolve_secret
from belofte.wire.imap import Security
from belofte.wire.route import DIRECT, Route
from belofte.wire.sign_in import ClientCredentials, PasswordSignIn, SignIn, TokenSignIn


class NoMailServer:
    """The mailer of an installation that cannot send mail: it takes nothing and says what to set."""

    def send(self, message: Letter) -> Delivery:
        """Accept nothing; the letter stays where it is."""
        del message
        return Delivery(False, "", True, "No mail server is set: fill in smtp_host (docs/settings.md).")


def mailer_of(settings: Settings, home: Path, clock: Clock, *, sender: str, name: str, route: Route = DIRECT) -> Mailer:
    """The mailer these settings ask for. ``sender`` and ``name`` are the privacy office's, from the policy;
    ``mail_from`` wins. Files with secrets are counted from ``home``. Raises :class:`SettingsError`."""
    if not settings.smtp_host:
        return NoMailServer()
    try:
        origin = address_of(settings.mail_from or sender, name)
    except AddressUnusable:
        raise SettingsError("mail_from must be an address that mail can be sent from.") from None
    server = Server(
        settings.smtp_host,
        settings.smtp_port,
        Security(settings.smtp_security),
        _sign_in(settings, home, route),
        settings.smtp_timeout,
        route=route.checked(),
    )
    return SmtpMailer(server, origin, clock)


def _sign_in(settings: Settings, home: Path, route: Route) -> SignIn | None:
    ways = [way for way in ("smtp_password", "smtp_token", "smtp_oauth_url") if getattr(settings, way)]
    if len(ways) > 1:
        raise SettingsError(f"Only one way to sign in to the mail server: {' and '.join(ways)} are both set.")
    if not ways:
        return None
    if not settings.smtp_user:
        raise SettingsError(f"{ways[0]} is set, but smtp_user is not: who signs in?")
    if settings.smtp_password:
        return PasswordSignIn(settings.smtp_user, partial(resolve_secret, settings.smtp_password, beside=home))
    if settings.smtp_token:
        return TokenSignIn(settings.smtp_user, partial(resolve_secret, settings.smtp_token, beside=home))
    if not (settings.smtp_oauth_client and settings.smtp_oauth_secret):
        raise SettingsError("smtp_oauth_url needs smtp_oauth_client and smtp_oauth_secret beside it.")
    source = ClientCredentials(
        settings.smtp_oauth_url,
        settings.smtp_oauth_client,
        partial(resolve_secret, settings.smtp_oauth_secret, beside=home),
        settings.smtp_oauth_scope,
        settings.smtp_timeout,
        route,
    )
    return TokenSignIn(settings.smtp_user, source)
