"""How a page is made: one Jinja environment, one set of words, one answer for every fault.

Templates hold no words of their own and no script. Every page says in which language it is, keeps nothing in the
browser, and is not stored by it: what stands on it may be somebody's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, wraps
from hashlib import sha256
from importlib.resources import files
from typing import Annotated, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Request, Response, post, route
from litestar.concurrency import sync_to_thread
from litestar.enums import HttpMethod, RequestEncodingType
from litestar.exceptions import HTTPException, NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import Body, FromPath

from belofte.domain.errors import CouldNotLook, Refused, WrongUse
from belofte.domain.said import said_in
from belofte.web.signing.present import present
from belofte.web.site import Site
from belofte.web.texts import TEXTS, chosen_language, day, moment, say

Asked = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
FileForm = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]
"""A form with a file in it."""
LARGEST_FILE = 20 * 1024 * 1024
"""Bytes such a form may have: a long order, scanned."""
LARGEST_FORM = 64 * 1024
"""Bytes a form may have. Every field at its longest, in the widest encoding, fits."""
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
"""Headers of every page that may show something of a case, or whose address holds a token."""
STAFF = {**PRIVATE, "Referrer-Policy": "same-origin"}
"""Headers of the office's forms: a browser that may name no referrer names no origin either, and the origin is how the
server knows that a post comes from the office's own page."""
OPEN = {"Cache-Control": "no-cache", "Referrer-Policy": "no-referrer", "Vary": "Accept-Language"}
"""Headers of pages that are the same for everybody."""
_KNOWN_FAULTS = (400, 404, 405, 413, 429, 500, 503)


@cache
def stylesheet() -> tuple[bytes, str]:
    """The one style sheet and a short name of its content, so that a new one is never mistaken for an old one."""
    body = files("belofte.web").joinpath("static/belofte.css").read_bytes()
    return body, sha256(body).hexdigest()[:12]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("belofte.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, slots=True)
class Page:
    """One page to be shown: its template, what it shows, and where the same page stands in another language."""

    template: str
    language: str
    context: Mapping[str, Any] = field(default_factory=dict[str, Any])
    status: int = 200
    here: str | None = None  # "/{language}/status"; None: this page cannot be asked for again
    headers: Mapping[str, str] = field(default_factory=lambda: PRIVATE)


def show(site: Site, page: Page) -> Response[bytes]:
    """Render a page. Raises ``jinja2`` errors for a template that asks for what it was not given."""
    language = page.language

    def words(key: str, /, **values: object) -> str:
        return say(language, key, **values)

    def as_day(value: date) -> str:
        return day(language, value)

    def as_moment(value: datetime) -> str:
        return moment(language, value, site.time_zone)

    def as_told(value: str) -> str:
        return said_in(language, value, site.company().said)

    others = [(other, _elsewhere(site, page.here, other)) for other in site.languages if other != language]
    content = (
        _environment()
        .get_template(page.template)
        .render(
            {
                "site": site,
                "lang": language,
                "t": words,
                "has": TEXTS.__contains__,
                "day": as_day,
                "moment": as_moment,
                "told_by": as_told,
                "url": site.path,
                "style": site.path(f"/static/{stylesheet()[1]}.css"),
                "others": others,
                "present": present(),
                **page.context,
            }
        )
    )
    headers = dict(page.headers)
    return Response(content.encode(), status_code=page.status, media_type=MediaType.HTML, headers=headers)


def _elsewhere(site: Site, here: str | None, language: str) -> str:
    return site.path((here or "/{language}/").replace("{language}", language))


def language_of(site: Site, request: Asked) -> str:
    """The language of the address, else the one asked for on the page, else the one the browser likes best."""
    first = request.url.path.removeprefix(site.path_prefix).strip("/").split("/")[0]
    for language in (first, request.query_params.get("language")):
        if language in site.languages:
            return language
    return chosen_language(request.headers.get("accept-language", ""), site.languages)


def fault(site: Site, language: str, status: int, key: str | None = None) -> Response[bytes]:
    """A page that says what is wrong and what to do. ``key`` names the words where the status alone does not."""
    return _fault(site, "error.html", language, status, key)


def office_fault(
    site: Site, language: str, status: int, key: str | None = None, text: str | None = None
) -> Response[bytes]:
    """The same among the office's pages."""
    return _fault(site, "office_error.html", language, status, key, text)


def too_old(site: Site, language: str) -> Response[bytes]:
    """The answer to a form whose seal no longer fits: nothing was done, and the page is to be opened anew."""
    return office_fault(site, language, 403, "fault.403", "fault.403.token")


def _fault(
    site: Site, template: str, language: str, status: int, key: str | None = None, text: str | None = None
) -> Response[bytes]:
    known = status if status in _KNOWN_FAULTS else (400 if status < 500 else 500)
    name = key or f"fault.{known}"
    lost = name in ("fault.link", "fault.used", "fault.expired")
    context = {"name": name, "text": text or f"{name}.text", "lost": lost}
    return show(site, Page(template, language, context, status))


Faults = Mapping[int | type[Exception], Callable[..., Any]]


def fault_pages(site: Site) -> Faults:
    """Exception handlers for the public app: every fault is a page in plain words, and none repeats what was sent."""
    return _fault_pages(site, "error.html")


def office_fault_pages(site: Site) -> Faults:
    """The same for the office's app."""
    return _fault_pages(site, "office_error.html")


def _fault_pages(site: Site, template: str) -> Faults:
    def page(request: Asked, status: int) -> Response[bytes]:
        return _fault(site, template, language_of(site, request), status)

    def on_http(request: Asked, error: HTTPException) -> Response[bytes]:
        answer = page(request, error.status_code)
        answer.headers.update(error.headers or {})
        return answer

    def always(status: int) -> Callable[[Asked, Exception], Response[bytes]]:
        return lambda request, _: page(request, status)

    return {
        HTTPException: on_http,
        CouldNotLook: always(503),
        Refused: always(429),
        WrongUse: always(400),
        500: always(500),
    }


def style_routes() -> list[HTTPRouteHandler]:
    """The style sheet, named by its content and kept by browsers for good."""

    def style(name: FromPath[str]) -> Response[bytes]:
        body, mark = stylesheet()
        if name != f"{mark}.css":
            raise NotFoundException
        lasting = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(body, media_type="text/css; charset=utf-8", headers=lasting)

    return look(("/static/{name:str}",), style)


def look(paths: Sequence[str], shows: Callable[..., Any]) -> list[HTTPRouteHandler]:
    """Handlers for GET and HEAD, one a path: they may look and never act."""
    methods = [HttpMethod.GET, HttpMethod.HEAD]
    return [route(path, http_method=methods, status_code=200)(_in_thread(shows)) for path in paths]


def press(paths: Sequence[str], acts: Callable[..., Any]) -> list[HTTPRouteHandler]:
    """Handlers for a pressed button, one a path."""
    return [post(path, status_code=200, request_max_body_size=LARGEST_FORM)(_in_thread(acts)) for path in paths]


def press_with_file(paths: Sequence[str], acts: Callable[..., Any]) -> list[HTTPRouteHandler]:
    """The same for a form with a file in it."""
    return [post(path, status_code=200, request_max_body_size=LARGEST_FILE)(_in_thread(acts)) for path in paths]


def _in_thread(page: Callable[..., Any]) -> Callable[..., Any]:
    """The page in a thread: desks wait for databases. Litestar 2.25's own ``sync_to_thread`` wraps the handlers of a
    path that answers both GET and POST twice, and then awaits only one of the two."""

    @wraps(page)
    async def threaded(*args: Any, **kwargs: Any) -> Any:
        return await sync_to_thread(page, *args, **kwargs)

    return threaded


def in_languages(site: Site, path: str) -> list[str]:
    """``path`` below each language of the site."""
    return [f"/{language}{path}" for language in site.languages]
