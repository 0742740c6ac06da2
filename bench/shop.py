"""The web shop as Belofte sees it: a home folder, and requests made before the clock runs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from belofte.bootstrap import Belofte, open_belofte
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.plan import Plan
from belofte.domain.request import Request, RequestState
from belofte.domain.system_map import Verb
from belofte.procedures.parts import CONTACT, IDENTIFIERS, encode_identifiers
from belofte.procedures.planning import approving
from belofte.procedures.planning.drafting import draft_plans
from belofte.store_port import Secret

SYSTEM = "shop"
VERBS = {"access": Verb.EXPORT, "erasure": Verb.ERASE}
TOGETHER = 1000
"""People planned, and carried out, in one pass."""
Planned = tuple[Request, Plan]


@dataclass
class Shop:
    """One installation over the shop's database."""

    belofte: Belofte

    def plan(self, right: str, addresses: Sequence[str]) -> list[Planned]:
        """Confirmed and planned requests, as after the people pressed their buttons."""
        parts = self.belofte.parts
        made = [self._request(right) for _ in addresses]
        parts.store.open_cases([request.id for request in made])
        with parts.store.transaction() as tx:
            tx.requests.add_many([(request, request.id) for request in made])
            for request, address in zip(made, addresses, strict=True):
                tx.vault.put_many(
                    [
                        Secret(request.id, CONTACT, address.encode()),
                        Secret(request.id, IDENTIFIERS, encode_identifiers([_email(address)])),
                    ]
                )
        plans: dict[str, Plan] = {}
        for start in range(0, len(made), TOGETHER):
            plans.update(draft_plans(parts, made[start : start + TOGETHER]))
        with parts.store.reading() as tx:
            stored = tx.requests.get_many([request.id for request in made])
        return [(stored[request.id], plans[request.id]) for request in made]

    def planned(self, count: int) -> list[Planned]:
        """Requests another process has planned."""
        with self.belofte.parts.store.reading() as tx:
            requests = tx.requests.in_states([RequestState.PLANNED], count)
            plans = [(request, tx.plans.newest(request.id)) for request in requests]
        return [(request, plan) for request, plan in plans if plan is not None]

    def approve(self, request: Request, plan: Plan) -> None:
        """As the office does it for one plan, its free text read."""
        self.approve_many([(request, plan)])

    def approve_many(self, planned: Sequence[Planned]) -> None:
        """As the office does it for many, their free text read."""
        approving.approve_many(self.belofte.parts, planned, "bench")

    def drive(self, right: str) -> int:
        """One drive: at most a thousand requests. Returns how many were receipted."""
        return self.belofte.work.drive(SYSTEM, VERBS[right], TOGETHER).receipted

    def _request(self, right: str) -> Request:
        now = self.belofte.parts.now()
        return Request(
            id=self.belofte.parts.new_id("case"),
            right=right,
            channel="api",
            received_at=now,
            registered_at=now,
            language="nl",
            policy_version=1,
            state=RequestState.IDENTIFIED,
            identified_by="email",
        )


def _email(address: str) -> Identifier:
    return Identifier("email", "", normalise("email", address))


@contextmanager
def open_shop(home: Path, address: str) -> Generator[Shop]:
    """A home folder with the bench's policy over one database, made at the first use."""
    if not home.exists():
        shutil.copytree(Path(__file__).parent / "shop", home / "policy")
    os.environ["BENCH_URL"] = address
    with open_belofte(home / "policy") as belofte:
        yield Shop(belofte)
