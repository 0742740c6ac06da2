"""A line and the hosts behind it, seen from the outside: "what goes over this line cannot be read".

It only looks. Declared hosts are connected to a few times each, with short patience; other hosts of the domain that DNS
or certificates show are reported and not touched. It holds no data of anybody: a search finds nothing in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from belofte.connectors.holding_nobody import HoldsNobody
from belofte.connectors.line.declared import declared_in
from belofte.connectors.line.dialing import Dialer
from belofte.connectors.line.handshakes import Handshakes
from belofte.connectors.line.looking import Looking, Values
from belofte.connectors.line.names import Names
from belofte.connectors.line.together import why_unseen
from belofte.domain.canonical import canonical_json
from belofte.domain.observing import Encrypted, Setting, Undeclared, question_of
from belofte.domain.plan import Outcome
from belofte.domain.promise import Observation, Reach
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Ability, Clock, SystemUnreachable

SETTINGS: Mapping[str, Callable[[Looking], Values]] = {
    "https-redirect": Looking.https_redirect,
    "hsts": Looking.hsts,
    "certificate": Looking.certificate,
    "protocols": Looking.protocols,
    "mixed-content": Looking.mixed_content,
    "starttls": Looking.starttls,
    "mta-sts": Looking.mta_sts,
    "dane": Looking.dane,
    "mail-transport": Looking.mail_route,
    "plain-protocols": Looking.plain_protocols,
    "undeclared-hosts": Looking.undeclared_hosts,
    "cookies": lambda looking: looking.pages.cookies(),
    "third-parties": lambda looking: looking.pages.third_parties(),
    "trackers": lambda looking: looking.pages.trackers(),
    "payment-services": lambda looking: looking.pages.payment_services(),
    "data-in-addresses": lambda looking: looking.pages.data_in_addresses(),
    "notice-pages": lambda looking: looking.pages.notices(),
}
"""Every setting of a line, and the look that gives it."""


class LineConnector(HoldsNobody):
    """The hosts of one map. ``own_ca`` is a file with the company's own authority, ``resolver`` an address of DNS."""

    def __init__(
        self, system: SystemMap, clock: Clock, dialer: Dialer, names: Names, own_ca: Path | None = None
    ) -> None:
        self._system, self._clock, self._dialer, self._names = system, clock, dialer, names
        self._own_ca = own_ca

    @property
    def can(self) -> Mapping[Verb, Ability]:
        """Looking, and nothing else."""
        return {Verb.OBSERVE: Ability(Outcome.DONE)} if Verb.OBSERVE in self._system.allow else {}

    def reach(self) -> None:
        """Begin TLS at every declared host. Raises :class:`SystemUnreachable` where none could be reached."""
        for seen in self.observe(["setting/certificate"]):
            if seen.reach is Reach.UNREACHABLE:
                why = f"No host of {self._system.name} could be reached: {seen.why}."
                raise SystemUnreachable(why, f"look at hosts: in systems/{self._system.name}.yaml")

    @property
    def what(self) -> str:
        """A line."""
        return "a line"

    def observe(self, names: Sequence[str]) -> Iterator[Observation]:
        """One answer a name, all from one look."""
        self._may_look()
        looking = Looking(
            declared_in(self._system.settings), self._dialer, self._names, self._handshakes(), self._clock.now()
        )
        yield from [self._answer(looking, name) for name in names]

    def _handshakes(self) -> Handshakes:
        try:
            return Handshakes(self._own_ca)
        except OSError:  # ssl.SSLError is one, too: a file that holds no certificate
            raise SystemUnreachable(
                "The file of own_ca cannot be read as certificates.",
                f"let own_ca in systems/{self._system.name}.yaml name a PEM file",
                transient=False,
            ) from None

    def _answer(self, looking: Looking, name: str) -> Observation:
        match question_of(name):
            case Setting(setting) if setting in SETTINGS:
                return self._told(name, SETTINGS[setting](looking))
            case Undeclared():
                return self._absent(name, "a line holds no records; ask for setting/undeclared-hosts")
            case Encrypted():
                return self._absent(name, "ask for setting/protocols and setting/plain-protocols")
            case _:
                return self._absent(name, "a line does not have this")

    def _told(self, name: str, values: Values) -> Observation:
        if not values:
            return self._absent(name, "no declared host, domain or page has this")
        if why := _nowhere(values):
            return Observation(self._system.name, name, None, Reach.UNREACHABLE, self._clock.now(), why)
        return Observation(self._system.name, name, canonical_json(values), Reach.SEEN, self._clock.now())

    def _absent(self, name: str, why: str) -> Observation:
        return Observation(self._system.name, name, None, Reach.ABSENT, self._clock.now(), why)


def _nowhere(values: Values) -> str:
    """Why no place at all could be looked at; "" where one was."""
    unseen = [f"{place}: {why}" for place, part in values.items() if (why := why_unseen(part))]
    return "; ".join(unseen) if len(unseen) == len(values) else ""
