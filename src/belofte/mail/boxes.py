"""From settings to mailboxes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from belofte.domain.message import OurSide
from belofte.mail.graph import GraphMailbox, GraphPlace
from belofte.mail.imap import MEGABYTE, ImapMailbox, ImapPlace
from belofte.mail.smtp import is_here
from belofte.ports import Mailbox, MailboxPurpose
from belofte.settings import MailboxSettings, SettingsError, resolve_secret
from belofte.wire.imap import ImapServer, Security
from belofte.wire.route import DIRECT, Route
from belofte.wire.sign_in import ClientCredentials, PasswordSignIn, SignIn, TokenSignIn


def mailbox_of(name: str, settings: MailboxSettings, home: Path, office: str, route: Route = DIRECT) -> Mailbox:
    """The mailbox these settings ask for. ``office`` is the privacy office's address, whose domain is ours where no
    other is named. Raises :class:`SettingsError`."""
    domains = settings.domains or ((office.rpartition("@")[2],) if "@" in office else ())
    ours, purpose = OurSide(settings.servers, domains), MailboxPurpose(settings.purpose)
    if settings.kind == "graph":
        token = _token(name, settings, home, route)
        if token is None:
            raise SettingsError(f"[mailbox.{name}]: graph needs token, or oauth_url with its client and secret.")
        folder = "Inbox" if settings.folder == MailboxSettings().folder else settings.folder
        return GraphMailbox(
            GraphPlace(
                settings.graph_url,
                settings.account,
                token,
                folder,
                settings.since_day,
                settings.timeout,
                settings.largest * MEGABYTE,
                route,
            ),
            purpose,
            ours,
        )
    security = Security(settings.security)
    if security is Security.NONE and not is_here(settings.host):
        raise SettingsError(f"[mailbox.{name}]: security none is only for a server on this computer.")
    way = _sign_in(name, settings, home, route)
    server = ImapServer(settings.host, settings.port, security, way, settings.timeout, route=route.checked())
    place = ImapPlace(server, settings.folder, settings.done_folder, settings.since_day, settings.largest * MEGABYTE)
    return ImapMailbox(place, purpose, ours)


def _sign_in(name: str, settings: MailboxSettings, home: Path, route: Route) -> SignIn | None:
    token = _token(name, settings, home, route)
    if token is not None:
        return TokenSignIn(settings.account, token)
    if settings.password:
        return PasswordSignIn(settings.account, partial(resolve_secret, settings.password, beside=home))
    raise SettingsError(f"[mailbox.{name}]: set password, token or oauth_url.")


def _token(name: str, settings: MailboxSettings, home: Path, route: Route) -> Callable[[], str] | None:
    ways = [way for way in ("password", "token", "oauth_url") if getattr(settings, way)]
    if len(ways) > 1:
        raise SettingsError(f"[mailbox.{name}]: only one way to sign in, not {' and '.join(ways)}.")
    if settings.token:
        return partial(resolve_secret, settings.token, beside=home)
    if not settings.oauth_url:
        return None
    if not (settings.oauth_client and settings.oauth_secret):
        raise SettingsError(f"[mailbox.{name}]: oauth_url needs oauth_client and oauth_secret beside it.")
    return ClientCredentials(
        settings.oauth_url,
        settings.oauth_client,
        partial(resolve_secret, settings.oauth_secret, beside=home),
        settings.oauth_scope,
        settings.timeout,
        route,
    )
