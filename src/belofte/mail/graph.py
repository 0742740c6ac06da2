"""A mailbox of Microsoft 365 over Microsoft Graph v1.0, read by the application's own permission.

The application needs Mail.ReadWrite (Mail.Read for a shared mailbox), limited in Exchange to the mailboxes named here
(RBAC for applications): Graph itself would open every mailbox of the tenant. Messages are never deleted or moved; what
was taken in gets the category :data:`CATEGORY`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from urllib.parse import quote, urlsplit

import httpx

from belofte.domain.message import OurSide
from belofte.ports import Arrived, MailboxPurpose, MailboxUnreachable
from belofte.settings import SecretMissing
from belofte.wire.route import DIRECT, Route
from belofte.wire.sign_in import TokenRefused

CATEGORY = "Belofte"
PAGE = 50
NOT_FOUND, WAIT, NOT_ALLOWED = 404, 429, (401, 403)
OVERLAP = timedelta(minutes=15)
"""Messages can appear a little after later ones; that much is listed again, and the category leaves out what is in."""


@dataclass(frozen=True, slots=True)
class GraphPlace:
    """Where Graph is and which mailbox is meant. ``token`` gives an access token that is good now."""

    url: str
    address: str
    token: Callable[[], str]
    folder: str = "Inbox"
    since: date | None = None
    timeout: float = 20.0
    largest: int = 25_000_000
    route: Route = DIRECT


class GraphMailbox:
    """The :class:`belofte.ports.Mailbox` over Microsoft Graph."""

    def __init__(self, place: GraphPlace, purpose: MailboxPurpose, ours: OurSide) -> None:
        self._place, self._purpose, self._ours = place, purpose, ours

    @property
    def purpose(self) -> MailboxPurpose:
        return self._purpose

    @property
    def ours(self) -> OurSide:
        return self._ours

    def fetch(self, mark: str, limit: int) -> Iterator[tuple[Arrived, str]]:
        """See :class:`belofte.ports.Mailbox`. The mark is the moment of the newest message that was handed out."""
        with self._session() as graph:
            folder = self._folder(graph)
            if limit <= 0:
                return
            for found in self._listed(graph, mark, folder, limit):
                arrived = self._read(graph, str(found["id"]), _moment(found.get("receivedDateTime")))
                if arrived is not None:
                    yield arrived, str(found.get("receivedDateTime") or mark)

    def get(self, uid: str) -> Arrived | None:
        """See :class:`belofte.ports.Mailbox`."""
        with self._session() as graph:
            return self._read(graph, uid, None)

    def taken(self, uids: Sequence[str]) -> None:
        """See :class:`belofte.ports.Mailbox`: the category is added to those the message has."""
        if self._purpose is MailboxPurpose.SHARED:
            return
        with self._session() as graph:
            for uid in uids:
                place = f"messages/{quote(uid, safe='')}"
                held = self._json(graph.get(place, params={"$select": "id,categories"}))
                categories = [str(one) for one in cast("list[object]", held.get("categories") or [])]
                if CATEGORY not in categories:
                    _check(graph.patch(place, json={"categories": [*categories, CATEGORY]}))

    def _listed(self, graph: httpx.Client, mark: str, folder: str, limit: int) -> Iterator[Mapping[str, Any]]:
        params: dict[str, str] = {
            "$select": "id,receivedDateTime,parentFolderId,isDraft,categories",
            "$orderby": "receivedDateTime asc",
            "$top": str(PAGE),
        }
        if since := self._since(mark):
            params["$filter"] = f"receivedDateTime ge {since:%Y-%m-%dT%H:%M:%SZ}"
        page, count = self._json(graph.get("messages", params=params)), 0
        while True:
            for one in cast("list[Mapping[str, Any]]", page.get("value") or []):
                ours = CATEGORY in (one.get("categories") or [])
                if one.get("parentFolderId") != folder or one.get("isDraft") or ours:
                    continue
                count += 1
                yield one
                if count >= limit:
                    return
            following = str(page.get("@odata.nextLink") or "")
            if not following:
                return
            if urlsplit(following)[:2] != urlsplit(self._place.url)[:2]:
                raise MailboxUnreachable("Graph points to another server for its next page.", "check graph_url")
            page = self._json(graph.get(following))

    def _since(self, mark: str) -> datetime | None:
        moment = _moment(mark)
        if moment is not None:
            return moment - OVERLAP
        return datetime.combine(self._place.since, datetime.min.time(), UTC) if self._place.since else None

    def _folder(self, graph: httpx.Client) -> str:
        page = self._json(graph.get("mailFolders", params={"$select": "id,displayName", "$top": "200"}))
        for one in cast("list[Mapping[str, Any]]", page.get("value") or []):
            if str(one.get("displayName", "")).casefold() == self._place.folder.casefold():
                return str(one["id"])
        raise MailboxUnreachable("The folder is not in this mailbox.", "check folder in [mailbox.…]")

    def _read(self, graph: httpx.Client, uid: str, arrived_at: datetime | None) -> Arrived | None:
        raw = bytearray()
        with graph.stream("GET", f"messages/{quote(uid, safe='')}/$value") as answer:
            if answer.status_code == NOT_FOUND:
                return None
            _check(answer)
            for piece in answer.iter_bytes(64 * 1024):
                raw += piece
                if len(raw) > self._place.largest:
                    return Arrived(uid, bytes(raw[: self._place.largest]), arrived_at, whole=False)
        return Arrived(uid, bytes(raw), arrived_at)

    def _session(self) -> _Session:
        return _Session(self._place)

    def _json(self, answer: httpx.Response) -> Mapping[str, Any]:
        _check(answer)
        try:
            body: object = answer.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise MailboxUnreachable("Graph answered with something that is not JSON.", "check graph_url")
        return cast("dict[str, Any]", body)


class _Session:
    """A connection to one mailbox; faults on it come out as :class:`MailboxUnreachable`."""

    def __init__(self, place: GraphPlace) -> None:
        self._place = place
        self._graph: httpx.Client | None = None

    def __enter__(self) -> httpx.Client:
        try:
            token = self._place.token()
        except (SecretMissing, TokenRefused) as missing:
            raise MailboxUnreachable(str(missing), "check the secret of [mailbox.…]") from None
        base = f"{self._place.url}/users/{quote(self._place.address, safe='@')}/"
        headers = {"Authorization": f"Bearer {token}", "Prefer": 'IdType="ImmutableId"'}
        route = self._place.route
        self._graph = httpx.Client(
            base_url=base,
            headers=headers,
            timeout=self._place.timeout,
            verify=route.trusting(),
            proxy=route.proxy() if route.proxy else None,
        )
        return self._graph

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: object) -> None:
        if self._graph is not None:
            self._graph.close()
        if isinstance(error, httpx.HTTPError):
            raise MailboxUnreachable(f"Graph cannot be reached ({type(error).__name__}).", "try again later") from None


def _check(answer: httpx.Response) -> None:
    """Raises for what is not a success; the answer's own words may quote a person, so only its number is told."""
    if answer.is_success:
        return
    code = answer.status_code
    if code == WAIT:
        raise MailboxUnreachable("Graph asks us to wait (429).", "it is tried again at the next round")
    if code in NOT_ALLOWED:
        raise MailboxUnreachable(
            f"Graph refuses us this mailbox ({code}).", "check the application's permission for it"
        )
    raise MailboxUnreachable(f"Graph answered {code}.", "try again later, and check account in [mailbox.…]")


def _moment(written: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(written).replace("Z", "+00:00")) if written else None
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC) if moment else None
