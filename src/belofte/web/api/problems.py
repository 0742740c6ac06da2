"""What is wrong, as RFC 9457 problem details. A problem names fields and ids, and repeats nothing that was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from litestar import Response

from belofte.domain.errors import BelofteError, CouldNotLook, Refused, WrongUse

MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[str, tuple[int, str]] = {
    "wrong-request": (400, "The request cannot be carried out as it was sent."),
    "not-signed-in": (401, "A live token is needed."),
    "not-allowed": (403, "This token may not do that."),
    "not-found": (404, "There is nothing under this address (any more)."),
    "wrong-method": (405, "This address does not take this method."),
    "refused": (409, "Law, policy or state forbids it."),
    "under-way": (409, "The same request was begun and not ended."),
    "too-large": (413, "The body is too large."),
    "not-json": (415, "The body must be JSON."),
    "key-used": (422, "This idempotency key was used for something else."),
    "too-many": (429, "This token calls too often."),
    "our-fault": (500, "Belofte itself failed."),
    "could-not-look": (503, "A system that is needed cannot be seen now."),
}
"""Every problem by its name: status and title."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One field that is wrong, by its JSON pointer or parameter name, and what would be right."""

    where: str
    detail: str


@dataclass(eq=False)
class Problem(Exception):
    """What is wrong: ``name`` is one of :data:`TITLES`; ``remedy`` says what would help."""

    name: str
    detail: str = ""
    remedy: str = ""
    wrong: tuple[Wrong, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def status(self) -> int:
        return TITLES[self.name][0]

    def body(self) -> dict[str, object]:
        """The members of the problem details object."""
        status, title = TITLES[self.name]
        members: dict[str, object] = {"type": f"/api/v1/problems#{self.name}", "title": title, "status": status}
        if self.detail:
            members["detail"] = self.detail
        if self.remedy:
            members["remedy"] = self.remedy
        if self.wrong:
            members["errors"] = [{"pointer": one.where, "detail": one.detail} for one in self.wrong]
        return members

    def answer(self) -> Response[bytes]:
        """The problem as an answer."""
        body = json.dumps(self.body(), ensure_ascii=False).encode()
        headers = {"Cache-Control": "no-store", **self.headers}
        return Response(body, status_code=self.status, media_type=MEDIA_TYPE, headers=headers)


def problem_of(error: BelofteError) -> Problem:
    """One of our own errors as a problem; its sentence holds no personal data."""
    name = {WrongUse: "wrong-request", Refused: "refused", CouldNotLook: "could-not-look"}
    found = next((known for kind, known in name.items() if isinstance(error, kind)), "our-fault")
    return Problem(found, error.message, error.remedy)
