"""The office's door, put together from the settings: sessions, ways in, and the company's own sign-in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from belofte.bootstrap.installation import Belofte
from belofte.domain.sign_in import Provider
from belofte.settings import Settings, SettingsError, resolve_secret

if TYPE_CHECKING:
    from litestar.handlers import HTTPRouteHandler

    from belofte.web.signing.door import Door
    from belofte.web.signing.provider import ProviderClient
    from belofte.web.site import Site

ENTRA = ("login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn", "sts.windows.net")
"""Hosts of Microsoft Entra (learn.microsoft.com/entra/identity-platform/authentication-national-cloud, 2026-11-22).
They sign in the accounts of every organisation there is, so the tenant must be pinned."""


def office_door(belofte: Belofte, site: Site) -> tuple[Door, list[HTTPRouteHandler]]:
    """The guard around the office's app, and the routes before it. Raises ``SettingsError`` for a provider that is
    described by half, or lets in more than one organisation."""
    from belofte.procedures.sign_in.signing_in import SessionLimits, SignIn
    from belofte.web.signing.address import OfficeAddress
    from belofte.web.signing.door import Door
    from belofte.web.signing.pages import sign_in_routes
    from belofte.web.signing.parts import Before, Ways

    settings = belofte.settings
    limits = SessionLimits(
        idle=timedelta(minutes=settings.office_idle),
        longest=timedelta(hours=settings.office_session),
        fresh=timedelta(minutes=settings.office_proof),
    )
    address = OfficeAddress(settings.office_address)
    sign_in = SignIn(belofte.current, limits)
    before = Before(site, address, Ways.of(sign_in, _client(belofte, address.url)))
    return Door(sign_in, site, address), sign_in_routes(before)


def provider_of(settings: Settings) -> Provider | None:
    """The sign-in provider of the settings; None where there is none. Raises ``SettingsError``."""
    issuer, client, tenant = settings.oidc_issuer, settings.oidc_client, settings.oidc_tenant
    if not issuer and not client:
        return None
    if not issuer or not client:
        raise SettingsError("A sign-in provider needs both oidc_issuer and oidc_client.")
    if urlsplit(issuer).hostname in ENTRA and (not tenant or tenant not in urlsplit(issuer).path.split("/")):
        raise SettingsError(
            "At Microsoft Entra oidc_tenant must be set, and oidc_issuer must be that tenant's own: "
            "https://login.microsoftonline.com/TENANT-ID/v2.0."
        )
    return Provider(issuer, client, tenant)


def _client(belofte: Belofte, url: str) -> ProviderClient | None:
    from belofte.web.signing.pages import PROVIDER_BACK
    from belofte.web.signing.provider import ProviderClient, ProviderSettings

    provider = provider_of(belofte.settings)
    if provider is None:
        return None
    reference, home = belofte.settings.oidc_secret, belofte.home.path

    def secret() -> str:
        return resolve_secret(reference, beside=home) if reference else ""

    settings = ProviderSettings(provider, secret, f"{url}{PROVIDER_BACK}")
    return ProviderClient(settings, lambda: belofte.parts.now().timestamp())
