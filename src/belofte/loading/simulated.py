"""The format of a simulated vendor: ``sandbox/vendors/<kind>.yaml``, read into frozen models.

A file says what one vendor's API does, as data: its tables, routes, envelopes, paging, sign-in, limits and errors.
Texts may hold ``{name}``: a part of the path, a query parameter, a field of the body (``{body.status}``) or of the row
(``{row.email}``), or a value that is made (``{now}``, ``{uuid}``, ``{hex:10}``, ``{md5:body.email}``). There is no
logic in a text. A key that ends in ``?`` is left out where its value is nothing.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from belofte.domain.errors import WrongUse

Doing = Literal["list", "get", "create", "update", "delete", "grant", "let-in", "device-code", "type-code", "answer"]
Json = dict[str, Any]  # JSON as a vendor writes it: its shape is the vendor's


class SimulatorFileError(WrongUse):
    """The file of a simulated vendor could not be read. The message names the file and the place."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(_Strict):
    """A page of the vendor that is imitated, or who reported what its pages leave out, and when it was read."""

    page: str
    read: date
    says: str


class Secret(_Strict):
    """One secret of the sign-in, made at random when the system is seeded: ``text`` with ``{hex:32}``, or a key pair
    of which the client holds the private half."""

    text: str | None = None
    key_pair: Literal["pem", "service-account"] | None = None


class Auth(_Strict):
    """How a call proves who makes it. ``secret`` is compared (``basic`` as the password, ``header`` as it stands);
    ``bearer`` is a token that one of the grants handed out. ``refused`` and ``expired`` name errors."""

    kind: Literal["basic", "header", "bearer"]
    secret: str | None = None
    header: str | None = None
    query: str | None = None
    refused: str = "unauthorized"
    expired: str = "unauthorized"


class Grant(_Strict):
    """What a token endpoint asks and hands out. ``lasts`` is seconds. ``rotates``: the refresh token is used up by its
    use and a new one is handed out. ``not_within``: seconds in which no second token is given (error ``too-soon``).
    ``tells``: its rights are the ``roles`` in the token (a JWT), those of a person the ``scp`` there, or the ``scope``
    of the answer (RFC 6749, 5.1). ``person``: an app that a person let in; one that is ``public`` holds no secret, and
    with ``renews`` each renewal brings a next refresh token besides."""

    kind: Literal["client-credentials", "refresh-token", "signed-assertion", "signed-body", "user-key", "person"]
    lasts: int
    rotates: bool = False
    not_within: int = 0
    tells: Literal["roles", "scp", "scope"] | None = None
    public: bool = False
    renews: bool = False


class Limit(_Strict):
    """At most ``calls`` in ``per`` seconds, or ``at_once`` at the same moment. ``counts``: only answers of these
    statuses are counted. ``each``: for every operation apart (once passed, all are closed), or for every value of a
    part of the path (``{user}``). ``headers`` go with every answer."""

    calls: int | None = None
    per: int = 60
    at_once: int | None = None
    counts: tuple[int, ...] = ()
    each: str = "all"
    error: str = "too-many"
    headers: dict[str, str] = Field(default_factory=dict[str, str])
    wait_header: str | None = None


class ErrorAnswer(_Strict):
    """One error as the vendor tells it; ``says`` fills ``{says}`` of the form."""

    status: int
    code: str = ""
    says: str = ""
    body: Any = None
    media: str | None = None


class ErrorForm(_Strict):
    media: str = "application/json"
    body: Any


class Table(_Strict):
    """Rows of one sort. ``key`` identifies one; ``index`` are fields that are searched; ``defaults`` fill a new row."""

    key: tuple[str, ...]
    index: tuple[str, ...] = ()
    defaults: Json = Field(default_factory=dict)
    other_keys: tuple[str, ...] = ()


class Query(_Strict):
    """What one query parameter does to a list. ``without``: where it is not given, rows of this value are left out."""

    equals: str | None = None
    contains: tuple[str, ...] = ()
    since: str | None = None
    before: str | None = None
    odata: bool = False
    search: dict[str, tuple[str, ...]] = Field(default_factory=dict[str, tuple[str, ...]])
    required: bool = False
    most_clauses: int | None = None
    most_rows: int | None = None
    any_of: bool = False
    without: Any = None


class Paging(_Strict):
    """``size`` rows a page unless ``size_from`` asks for another, at most ``most``. The place is a number of rows
    (``start_from``), of a page (``page_from``) or an opaque token (``token``). ``in_body``: asked in the body."""

    size: int
    most: int
    size_from: str | None = None
    start_from: str | None = None
    page_from: str | None = None
    token: str | None = None
    in_body: bool = False


class Refuse(_Strict):
    """Where the row holds one of these values (or the body does), this error is the answer."""

    when: dict[str, tuple[Any, ...]] = Field(default_factory=dict)
    body: dict[str, tuple[Any, ...]] = Field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    exists: dict[str, dict[str, str]] = Field(default_factory=dict)
    error: str


class Also(_Strict):
    """A second change that goes with a call: a row put into, changed in or deleted from another table."""

    table: str
    put: Json | None = None
    delete: dict[str, str] | None = None


class Answer(_Strict):
    status: int = 200
    body: Any = None
    headers: dict[str, str] = Field(default_factory=dict[str, str])
    media: str | None = None


class Route(_Strict):
    """One operation. ``call`` counts from the vendor's base, or from the root with ``root: true``. ``grants``: other
    ways to get a token at the same place, by the ``grant_type`` that asks for it."""

    name: str
    call: str
    do: Doing = "answer"
    root: bool = False
    auth: str | None = "default"
    table: str | None = None
    key: dict[str, str] = Field(default_factory=dict[str, str])
    where: dict[str, Any] = Field(default_factory=dict)
    query: dict[str, Query] = Field(default_factory=dict[str, Query])
    paging: Paging | None = None
    order: str | None = None
    order_from: str | None = None
    refuse: tuple[Refuse, ...] = ()
    set: Json = Field(default_factory=dict)
    takes: Literal["body", "nothing"] = "body"
    also: tuple[Also, ...] = ()
    own: str | None = None
    grant: Grant | None = None
    grants: dict[str, Grant] = Field(default_factory=dict[str, Grant])
    writes: bool | None = None
    parent: dict[str, dict[str, str]] = Field(default_factory=dict)
    missing: str = "not-found"
    fields_from: str | None = None
    answer: Answer = Answer()

    @property
    def method(self) -> str:
        return self.call.split(" ", 1)[0]

    @property
    def path(self) -> str:
        return self.call.split(" ", 1)[1]

    @property
    def is_writing(self) -> bool:
        """Whether a call changes something at the vendor; looking with POST and signing in do not."""
        if self.writes is not None:
            return self.writes
        return self.method not in ("GET", "HEAD") and not self.is_sign_in

    @property
    def is_sign_in(self) -> bool:
        """Whether it is a part of signing in: nothing of the company's data is seen or changed by it."""
        return self.do in ("grant", "let-in", "device-code", "type-code")


class SimulatedVendor(_Strict):
    """One vendor. ``limits`` are all looked at, in their order. ``held_as``: under which keys of a system's map a
    connector holds the secrets."""

    vendor: str
    imitates: tuple[Page, ...] = Field(min_length=1)
    base: str = ""
    dates: Literal["iso", "ms"] = "iso"
    secrets: dict[str, Secret] = Field(default_factory=dict[str, Secret])
    held_as: dict[str, str] = Field(default_factory=dict[str, str])
    auth: dict[str, Auth] = Field(default_factory=dict[str, Auth])
    limits: tuple[Limit, ...] = ()
    headers: dict[str, str] = Field(default_factory=dict[str, str])
    error_form: ErrorForm
    errors: dict[str, ErrorAnswer]
    tables: dict[str, Table]
    routes: tuple[Route, ...]

    @model_validator(mode="before")
    @classmethod
    def _repeated(cls, written: Any) -> Any:
        """``repeat``: the same routes for several things; ``<name>`` in them is each thing's own text."""
        if not isinstance(written, dict):
            return cast("object", written)
        fields = dict(cast("dict[str, Any]", written))
        routes: list[Any] = list(fields.get("routes", []))
        for block in fields.pop("repeat", []):
            for thing in block["over"]:
                kept = [route for route in block["routes"] if route["do"] in thing.get("only", (route["do"],))]
                routes += [_with(route, thing) for route in kept]
        return {**fields, "routes": routes}


def _with(written: Any, thing: dict[str, Any]) -> Any:
    if isinstance(written, str):
        for name, value in thing.items():
            written = written.replace(f"<{name}>", str(value))
        return written
    if isinstance(written, dict):
        return {_with(key, thing): _with(value, thing) for key, value in cast("dict[str, Any]", written).items()}
    if isinstance(written, list):
        return [_with(item, thing) for item in cast("list[Any]", written)]
    return written


def read_simulated(path: Path) -> SimulatedVendor:
    """Read one vendor's file. Raises :class:`SimulatorFileError` with the first thing that is wrong in it."""
    yaml: Any = YAML(typ="safe", pure=True)  # ruamel.yaml carries no types
    try:
        return SimulatedVendor.model_validate(yaml.load(path.read_text("utf-8")))
    except YAMLError as error:
        raise SimulatorFileError(f"{path.name} is not YAML.", "see the line the reader names") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SimulatorFileError(f"{path.name}: {place}: {first['msg']}", "compare it with another vendor") from error
