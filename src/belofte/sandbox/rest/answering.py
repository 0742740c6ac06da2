"""The interpreter: one call to a simulated vendor, answered from its file, its rows and its faults."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from belofte.loading.simulated import Limit, SimulatedVendor
from belofte.sandbox.rest.acting import ACTIONS, Doing
from belofte.sandbox.rest.calls import SIGN_IN, Noted, note_call
from belofte.sandbox.rest.exchange import Call, Refused, Reply
from belofte.sandbox.rest.faults import Fault, strike
from belofte.sandbox.rest.filling import Names, fill
from belofte.sandbox.rest.limits import AtOnce, part_of, refuse_where_passed, standings
from belofte.sandbox.rest.matching import Matched, Routes
from belofte.sandbox.rest.rows import State
from belofte.sandbox.rest.signing_in import check_signed_in, expire_all

Own = Callable[[Doing], Reply | None]
"""Behaviour of a vendor that is no data: takes the place of the standard way where it returns a reply."""

PAGE = b"<!doctype html><title>Service notice</title><p>We are working on it.</p>"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})  # RFC 9110, 9.2.1: what no route knows is counted by its method


@dataclass(frozen=True, slots=True)
class Sent:
    """The reply, and what a fault does to it on its way. ``wait`` is seconds before it leaves."""

    reply: Reply
    wait: float = 0.0
    is_dropped: bool = False
    is_cut: bool = False


class Answering:
    """One vendor that answers. Safe from several threads."""

    def __init__(self, vendor: SimulatedVendor, state: State, own: Mapping[str, Own]) -> None:
        self.vendor, self.state, self.own = vendor, state, own
        self._routes, self._at_once = Routes(vendor), AtOnce(vendor.limits)

    def answer(self, call: Call) -> Sent:
        """Answer one call and count it."""
        matched = self._routes.match(call.method, call.path)
        operation = matched.route.name if matched else "unknown"
        faults = strike(self.state, operation, call.method)
        path = matched.path if matched else dict[str, str]()
        with self._at_once.one_more(path) as passed:
            at_once = self._at_once.number
            reply = self._replied(matched, call, faults, passed)
            sent = _on_its_way(reply, faults)
            if sent.wait:
                time.sleep(sent.wait)
            note_call(self.state, self._noted(matched, call, sent, at_once, next(iter(faults), None)))
        return sent

    def _noted(self, matched: Matched | None, call: Call, sent: Sent, at_once: int, fault: str | None) -> Noted:
        status = 0 if sent.is_dropped else sent.reply.status
        if matched is None:
            return Noted("unknown", call.method, call.method not in _SAFE, status, at_once, None, fault)
        part = part_of(self.vendor.limits, matched.path)
        method = SIGN_IN if matched.route.is_sign_in else call.method
        return Noted(matched.route.name, method, matched.route.is_writing, status, at_once, part, fault)

    def _replied(
        self, matched: Matched | None, call: Call, faults: Mapping[str, Fault], passed: Sequence[Limit]
    ) -> Reply:
        headers = dict(self.vendor.headers)
        try:
            if passed:
                raise Refused(passed[0].error)
            reply = self._answer(matched, call, faults, headers)
        except Refused as refused:
            reply = self.error(refused.error, call, refused.says)
        return Reply(reply.status, reply.body, reply.media, {**headers, **reply.headers})

    def error(self, name: str, call: Call, says: str | None = None) -> Reply:
        """An error in the vendor's own form."""
        known = self.vendor.errors.get(name) or self.vendor.errors["bad-request"]
        names = self._names(call, {}).with_(status=known.status, code=known.code, says=says or known.says)
        form = known.body if known.body is not None else self.vendor.error_form.body
        body = fill(form, names)
        payload = body.encode() if isinstance(body, str) else body
        return Reply(known.status, payload, known.media or self.vendor.error_form.media)

    def _answer(
        self, matched: Matched | None, call: Call, faults: Mapping[str, Fault], headers: dict[str, str]
    ) -> Reply:
        if "down" in faults:
            return Reply(503)
        if matched is None:
            raise Refused("method-not-allowed" if self._routes.knows_path(call.path) else "not-found")
        route = matched.route
        self._limits(matched, faults, headers)
        if "500" in faults:
            raise Refused("server-error")
        if route.auth and self.vendor.auth:
            auth = self.vendor.auth[route.auth]
            if "expired-token" in faults:
                expire_all(self.state)
                raise Refused(auth.expired)
            check_signed_in(self.state, auth, call, is_writing=route.is_writing)
        if "refused" in faults:
            raise Refused("bad-request")
        if "no-right" in faults:
            return replace(self.error("bad-request", call), status=403)
        doing = Doing(self.vendor, self.state, route, call, matched.path, self._names(call, matched.path), faults)
        with self.state.writing():
            own = self.own.get(route.own or "")
            return (own(doing) if own else None) or ACTIONS[route.do](doing)

    def _limits(self, matched: Matched, faults: Mapping[str, Fault], headers: dict[str, str]) -> None:
        """Notes the vendor's headers; raises :class:`Refused` where a limit is passed or a fault says so."""
        if not matched.route.is_sign_in:
            for standing in standings(self.state, self.vendor.limits, part_of(self.vendor.limits, matched.path)):
                headers.update(standing.headers)
                refuse_where_passed(standing, headers, is_forced="429" in faults)
        if "429" in faults:
            raise Refused("too-many")

    def _names(self, call: Call, path: Mapping[str, str]) -> Names:
        known: dict[str, Any] = {"body": call.body, "query": call.query, "origin": call.origin, "path": path}
        return Names(self.state.clock, {**known, **path})


def _on_its_way(reply: Reply, faults: Mapping[str, Fault]) -> Sent:
    wait = faults["slow"].seconds if "slow" in faults else 0.0
    if "wrong-type" in faults and reply.status < 300:
        reply = Reply(200, PAGE, "text/html")
    is_dropped = "down" in faults or "lost-answer" in faults
    return Sent(reply, wait, is_dropped, "cut-off" in faults and reply.status < 300)
