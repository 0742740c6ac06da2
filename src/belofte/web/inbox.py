"""Mail that waits for a person: which right it is, to which request it belongs, whose data it is about, or nothing.

The list tells no word of a message and no address. A message is read as the answer to a pressed button, by a named
person, and that is noted; the forms stand beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from belofte.domain.errors import BelofteError
from belofte.domain.wish import Wish
from belofte.procedures.intake.inbox_desk import OPEN, InboxDesk, Take
from belofte.procedures.intake.passing_on import ToController
from belofte.web.acts import Field, Look
from belofte.web.deciding import moment_of, problem_of, refused, status_of
from belofte.web.forms import LONGEST, Problems, typed
from belofte.web.pages import (
    STAFF,
    Asked,
    Form,
    Page,
    in_languages,
    language_of,
    look,
    office_fault,
    press,
    show,
    too_old,
)
from belofte.web.picking import picked_before, picked_purposes, purposes_to_pick
from belofte.web.seal import Seal
from belofte.web.signing import signed_in
from belofte.web.signing.present import may_press
from belofte.web.site import Site

READ = "mail-read"
TAKE = "take"
ATTACHMENT = "mail-attachment"
AFTERWARDS = ("mark", "delete")
"""What is done with an attachment, where there is one; also when it was decided what the message is."""
Texts = Mapping[str, str]
TOLD = {TAKE: "mail-taken", "join": "mail-joined", "pass-on": "mail-passed-on"}
"""What the page of the request says of it, that follows (words ``told.NAME``)."""
RECEIVED = Field("received", Look.MOMENT, optional=True)


@dataclass(frozen=True, slots=True)
class Doing:
    """What can be made of a message, sent to ``.../mail-NAME``. ``carry``: desk, id, fields, who, moment of receipt;
    what it returns is the reference to go to."""

    name: str
    carry: Callable[[InboxDesk, str, Texts, str, datetime | None], str | None]
    fields: tuple[Field, ...] = ()
    tone: str = "quiet"


def _take(desk: InboxDesk, message: str, text: Texts, by: str, received: datetime | None) -> str:
    wish = Wish(purposes=tuple(text["purposes"].split()))
    return desk.take(message, Take(text["right"].removeprefix("right-"), by, received, text["address"], wish))


def _join(desk: InboxDesk, message: str, text: Texts, by: str, _received: datetime | None) -> str:
    desk.join(message, text["reference"], by)
    return text["reference"]


def _pass_on(desk: InboxDesk, message: str, text: Texts, by: str, received: datetime | None) -> str:
    return desk.pass_on(message, by, ToController(text["whose"], text["to"]), received)


def _dismiss(desk: InboxDesk, message: str, _text: Texts, by: str, _received: datetime | None) -> None:
    desk.dismiss(message, by)


def _delete(desk: InboxDesk, message: str, text: Texts, by: str, _received: datetime | None) -> None:
    desk.delete_attachment(message, _number(text), by)


def _mark(desk: InboxDesk, message: str, text: Texts, by: str, _received: datetime | None) -> None:
    desk.mark_as_proof(message, _number(text), by)


def _number(text: Texts) -> int:
    written = text["number"].strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 0


def doings(rights: tuple[str, ...]) -> tuple[Doing, ...]:
    """What can be made of a message, where these rights are offered."""
    right = Field("right", Look.PICK, options=tuple(f"right-{name}" for name in rights))
    address = Field("address", optional=True, most=LONGEST["address"])
    number = Field("number", most=3)
    to = Field("to", Look.UNLISTED, optional=True, most=LONGEST["address"])
    return (
        Doing(TAKE, _take, (right, RECEIVED, address), ""),
        Doing("join", _join, (Field("reference", most=LONGEST["number"]),)),
        Doing("pass-on", _pass_on, (Field("whose", Look.CUSTOMER, most=LONGEST["name"]), to, RECEIVED)),
        Doing("dismiss", _dismiss, tone="stern"),
        Doing("mark", _mark, (number,)),
        Doing("delete", _delete, (number,), tone="stern"),
    )


@dataclass(frozen=True, slots=True)
class _Pages:
    desk: InboxDesk
    site: Site
    seal: Seal

    def list(self, request: Asked) -> Response[bytes]:
        rows = self.desk.list()
        done = request.query_params.get("done")
        context = {
            "rows": rows,
            "stopped": self.desk.stopped(),
            "seals": {row.id: self.seal.of(f"{row.id}/{READ}") for row in rows} if may_press(READ) else {},
            "read": READ,
            "told": done if done in ("dismiss", "mark", "delete") else None,
        }
        return show(
            self.site, Page("inbox.html", language_of(self.site, request), context, 200, "/{language}/inbox", STAFF)
        )

    def act(self, request: Asked, message: FromPath[str], act: FromPath[str], data: Form) -> Any:
        language = language_of(self.site, request)
        if not self.seal.fits(f"{message}/{act}", typed(data, "seal")["seal"]):
            return too_old(self.site, language)
        if act == READ:
            return self._read(request, message, "", {}, {})
        if act == ATTACHMENT:
            return self._hand(request, message, typed(data, "number"))
        found = next((one for one in doings(self.site.rights) if act == f"mail-{one.name}"), None)
        if found is None:
            return office_fault(self.site, language, 404)
        text = typed(data, *(one.name for one in found.fields))
        wrong = {one.name: problem_of(one, text[one.name]) for one in found.fields}
        problems = {name: problem for name, problem in wrong.items() if problem is not None}
        if found.name == TAKE:
            picked = picked_purposes(text["right"].removeprefix("right-"), data, self.site.choices())
            text, problems = {**text, "purposes": " ".join(picked.purposes)}, {**problems, **picked.problems}
        if problems:
            return self._read(request, message, found.name, text, problems)
        try:
            reference = found.carry(self.desk, message, text, signed_in(request).name, self._received(text))
        except BelofteError as error:
            return self._read(request, message, found.name, text, refused(error, language))
        where = f"requests/{reference}" if reference else "inbox"
        return Redirect(self.site.path(f"/{language}/{where}?done={TOLD.get(found.name, found.name)}"), status_code=303)

    def _received(self, text: Texts) -> datetime | None:
        written = text.get("received")
        return moment_of(written, self.site.time_zone) if written else None

    def _hand(self, request: Asked, message: str, text: Texts) -> Any:
        """One attachment as it came, for whoever must judge it: a mandate, a list of what is wrong."""
        try:
            found, data = self.desk.attachment(message, _number(text), signed_in(request).name)
        except BelofteError as error:
            return self._read(request, message, "", {}, refused(error, language_of(self.site, request)))
        quoted = quote(found.name or "attachment", safe="")
        headers = {**STAFF, "Content-Disposition": f"attachment; filename*=UTF-8''{quoted}"}
        return Response(data, media_type="application/octet-stream", headers=headers)

    def _read(self, request: Asked, message: str, tried: str, text: Texts, problems: Problems) -> Response[bytes]:
        language = language_of(self.site, request)
        try:
            view = self.desk.show(message, signed_in(request).name)
        except BelofteError as error:
            context = {"told": refused(error, language)["desk"], "view": None}
            return show(self.site, Page("message.html", language, context, 409, "/{language}/inbox", STAFF))
        possible = [
            one
            for one in doings(self.site.rights)
            if may_press(f"mail-{one.name}")
            and (view.attachments if one.name in AFTERWARDS else view.row.state in OPEN)
        ]
        context = {
            "view": view,
            "by": signed_in(request).name,
            "acts": possible,
            "seals": {one.name: self.seal.of(f"{message}/mail-{one.name}") for one in possible},
            "handed": self.seal.of(f"{message}/{ATTACHMENT}") if may_press(ATTACHMENT) else "",
            "tried": tried,
            "purposes": purposes_to_pick(self.site.choices()),
            "picked": text.get("purposes", "").split() if tried == TAKE else picked_before(view),
            "given": text,
            "problems": problems,
        }
        status = status_of(problems)
        return show(self.site, Page("message.html", language, context, status, "/{language}/inbox", STAFF))


def inbox_routes(desk: InboxDesk | None, site: Site, seal: Seal) -> list[HTTPRouteHandler]:
    """The pages of mail that waits, for the office's app. ``seal``: that of the pages of requests, from which mail is
    read too."""
    if desk is None:
        return []
    pages = _Pages(desk, site, seal)
    return [
        *look(in_languages(site, "/inbox"), pages.list),
        *press(in_languages(site, "/inbox/{message:str}/{act:str}"), pages.act),
    ]
