"""The interpreter: one call to a simulated vendor, answered from its file, its rows and its faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from belofte.loading.simulated import Route, SimulatedVendor
from belofte.sandbox.rest.acting import ACTIONS, Doing
from belofte.sandbox.rest.calls import note_call
from belofte.sandbox.rest.exchange import Call, Refused, Reply
from belofte.sandbox.rest.faults import Fault, strike
from belofte.sandbox.rest.filling import Names, fill
from belofte.sandbox.rest.limits import standings
from belofte.sandbox.rest.matching import Matched, Routes
from belofte.sandbox.rest.rows import State
from belofte.sandbox.rest.signing_in import check_signed_in, expire_all

Own = Callable[[Doing], Reply | None]
"""Behaviour of a vendor that is no data: takes the place of the standard way where it returns a reply."""

PAGE = b"<!doctype html><title>Service notice</title><p>We are working on it.</p>"


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
        self._routes = Routes(vendor)

    def answer(self, call: Call, at_once: int = 1) -> Sent:
        """Answer one call and count it; ``at_once`` is how many are being answered, this one included."""
        matched = self._routes.match(call.method, call.path)
        operation = matched.route.name if matched else "unknown"
        faults = strike(self.state, operation, call.method)
        headers = dict(self.vendor.headers)
        try:
            reply = self._answer(matched, call, faults, at_once, headers)
        except Refused as refused:
            reply = self.error(refused.error, call, refused.says)
        reply = Reply(reply.status, reply.body, reply.media, {**headers, **reply.headers})
        sent = _on_its_way(reply, faults)
        is_writing = matched is not None and matched.route.is_writing
        status = 0 if sent.is_dropped else sent.reply.status
        fault = next(iter(faults), None)
        note_call(self.state, operation, call.method, writes=is_writing, status=status, at_once=at_once, fault=fault)
        return sent

    def error(self, name: str, call: Call, says: str | None = None) -> Reply:
        """An error in the vendor's own form."""
        known = self.vendor.errors.get(name) or self.vendor.errors["bad-request"]
        names = self._names(call, {}).with_(status=known.status, code=known.code, says=says or known.says)
        form = known.body if known.body is not None else self.vendor.error_form.body
        body = fill(form, names)
        payload = body.encode() if isinstance(body, str) else body
        return Reply(known.status, payload, known.media or self.vendor.error_form.media)

    def _answer(
        self, matched: Matched | None, call: Call, faults: Mapping[str, Fault], at_once: int, headers: dict[str, str]
    ) -> Reply:
        if "down" in faults:
            return Reply(503)
        if matched is None:
            known = "method-not-allowed" if self._routes.knows_path(call.path) else "not-found"
            raise Refused(known)
        route = matched.route
        self._limits(route, faults, at_once, headers)
        if "500" in faults:
            raise Refused("server-error")
        if "expired-token" in faults and route.auth:
            expire_all(self.state)
            raise Refused(self.vendor.auth[route.auth].expired)
        if route.auth and self.vendor.auth:
            check_signed_in(self.state, self.vendor.auth[route.auth], call)
        names = self._names(call, matched.path)
        doing = Doing(self.vendor, self.state, route, call, matched.path, names, faults)
        with self.state.writing():
            own = self.own[route.own](doing) if route.own else None
            return own or ACTIONS[route.do](doing)

    def _limits(self, route: Route, faults: Mapping[str, Fault], at_once: int, headers: dict[str, str]) -> None:
        """Notes the vendor's headers; raises :class:`Refused` where a limit is passed or a fault says so."""
        if route.do == "grant":
            if "429" in faults:
                raise Refused("too-many")
            return
        for limit in self.vendor.limits:
            if limit.at_once is not None and at_once > limit.at_once:
                raise Refused(limit.error)
        for standing in standings(self.state, self.vendor.limits, route.name):
            headers.update(standing.headers)
            forced = "429" in faults and not standing.limit.counts
            if standing.passed or forced:
                if standing.limit.wait_header:
                    headers[standing.limit.wait_header] = str(1 if forced and not standing.passed else standing.wait)
                raise Refused(standing.limit.error)
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
