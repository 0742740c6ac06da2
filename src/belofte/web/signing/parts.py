"""What the pages before the door share: what they are made of, how they answer, and where a browser goes afterwards."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from litestar import MediaType, Response
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from belofte.domain.errors import BelofteError, CouldNotLook, WrongUse
from belofte.domain.sign_in import own_place
from belofte.procedures.sign_in.enrolling import Enrolling
from belofte.procedures.sign_in.sign_in_refusals import TooManyAttempts
from belofte.procedures.sign_in.signing_in import SignIn
from belofte.procedures.sign_in.signing_in_passkeys import Challenge, PasskeySignIn, RelyingParty
from belofte.procedures.sign_in.signing_in_provider import ProviderSignIn
from belofte.web.pages import PRIVATE, Asked, look
from belofte.web.signing.address import SESSION, UNDER_WAY, OfficeAddress
from belofte.web.signing.provider import ProviderClient
from belofte.web.site import Site

UNDER_WAY_SECONDS = 600
log = logging.getLogger("belofte.sign_in")


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways in. ``client``: the company's own sign-in; None where none is set."""

    sign_in: SignIn
    passkeys: PasskeySignIn
    enrolling: Enrolling
    provider: ProviderSignIn
    client: ProviderClient | None = None

    @classmethod
    def of(cls, sign_in: SignIn, client: ProviderClient | None = None) -> Ways:
        """All ways over one set of sessions."""
        enrolling = Enrolling(sign_in)
        return cls(sign_in, PasskeySignIn(sign_in), enrolling, ProviderSignIn(sign_in, enrolling), client)


@dataclass(frozen=True, slots=True)
class Before:
    """The pages before the door."""

    site: Site
    address: OfficeAddress
    ways: Ways

    def party(self, request: Asked) -> RelyingParty | None:
        """For whom passkeys are, under the name the office was asked for by; None where there can be none."""
        found = self.address.passkeys_at(request.headers.get("host", ""), request.scope["scheme"])
        return RelyingParty(found[0], found[1], self.site.controller) if found else None

    def token(self, request: Asked) -> str:
        """The session's token that the browser has, valid or not."""
        return request.cookies.get(self.address.name(SESSION), "")

    def let_in(self, session: str, place: str) -> Redirect:
        """To the page that was wanted, with the session; what was under way is over."""
        cookies = [self.address.cookie(SESSION, session), self.address.no_cookie(UNDER_WAY)]
        return Redirect(own_place(place), status_code=303, cookies=cookies, headers=PRIVATE)

    def to_provider(self, begun: tuple[str, str]) -> Redirect:
        """To the company's own sign-in, with what finds the way back. ``begun``: that token, and the address."""
        cookie = self.address.cookie(UNDER_WAY, begun[0], UNDER_WAY_SECONDS)
        return Redirect(begun[1], status_code=303, cookies=[cookie], headers=PRIVATE)

    def back_to_provider(self, language: str, place: str, enrolment: str = "", *, again: bool = False) -> Redirect:
        """Begin at the provider. Raises what the provider's client raises; 404 where there is none."""
        if self.ways.client is None:
            raise NotFoundException
        token, begun = self.ways.provider.begin(language, place, enrolment, again=again)
        return self.to_provider((token, self.ways.client.address(begun)))


def challenge_json(challenge: Challenge) -> Response[bytes]:
    """A challenge as the script takes it."""
    body = json.dumps({"token": challenge.token, "options": json.loads(challenge.options)}).encode()
    return Response(body, media_type=MediaType.JSON, headers=PRIVATE)


def status_of(error: BelofteError) -> int:
    """The status of a page that says ``error``."""
    if isinstance(error, TooManyAttempts):
        return 429
    return 503 if isinstance(error, CouldNotLook) else 422 if isinstance(error, WrongUse) else 403


def told(error: BelofteError, language: str) -> Mapping[str, str]:
    """An error as the page shows it."""
    return {"message": error.message_in(language), "remedy": error.remedy_in(language)}


@cache
def script() -> tuple[bytes, str]:
    """The one script before the door, and a short name of its content."""
    body = files("belofte.web").joinpath("static/passkey.js").read_bytes()
    return body, sha256(body).hexdigest()[:12]


def script_address(site: Site) -> str:
    """Where the script stands."""
    return site.path(f"/sign-in/script/{script()[1]}.js")


def script_routes() -> list[HTTPRouteHandler]:
    """The script, named by its content."""

    def passkey(name: FromPath[str]) -> Response[bytes]:
        body, mark = script()
        if name != f"{mark}.js":
            raise NotFoundException
        lasting = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(body, media_type="text/javascript; charset=utf-8", headers=lasting)

    return look(("/sign-in/script/{name:str}",), passkey)


def answers(request: Asked) -> dict[str, str]:
    """The way back from the provider: what stands in the address, each name once."""
    query: Mapping[str, Any] = request.query_params
    return {name: str(query[name]) for name in ("code", "state", "iss", "error") if name in query}
