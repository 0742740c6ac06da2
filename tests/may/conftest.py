"""A company with a policy, a store and some people; and its own program that asks ``may()``."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from belofte.domain.consent import ConsentRecord
from belofte.domain.identity import Identifier
from belofte.domain.policy import Policy
from belofte.domain.subject_state import Cause, consent_bit, objection_bit, uses_of
from belofte.loading.folder import load_policy_folder
from belofte.may import May, open_may
from belofte.storage.places import Places
from belofte.storage.store import SqlStore, open_store

ROOT = Path(__file__).parents[2]
CAUSE = Cause("test", "subject")
ANNA, BRAM = Identifier("email", "", "anna@post.example"), Identifier("email", "", "bram@post.example")


@dataclass(frozen=True)
class Company:
    """One installation without servers: its folder, its store, and its policy as it was read."""

    home: Path
    store: SqlStore
    policy: Policy
    stack: ExitStack

    def open(self, program: str = "newsletter job") -> May:
        """The company's own program."""
        return self.stack.enter_context(open_may(self.home / "policy", program))

    def person(self, who: Identifier = ANNA, on: int = 0) -> int:
        """The number of a person; known from now on."""
        with self.store.transaction() as tx:
            return tx.states.change([who], CAUSE, datetime.now(UTC), on=on).subject

    def consents(self, who: Identifier, purpose: str, at: datetime | None = None, uses: tuple[str, ...] = ()) -> int:
        """A yes to a purpose, for what it uses today unless ``uses`` says otherwise."""
        at = at or datetime.now(UTC)
        uses = uses or tuple(sorted(uses_of(self.policy.purposes[purpose])))
        with self.store.transaction() as tx:
            name = consent_bit(purpose, uses)
            number = tx.states.change([who], CAUSE, at, on=tx.states.bits([name])[name]).subject
            record = ConsentRecord(
                f"c-{purpose}-{at.timestamp()}", purpose, uses, 0, "0" * 64, "nl", "form", at, "form"
            )
            tx.consents.add(number, record)
        return number

    def withdraws(self, who: Identifier, purpose: str, at: datetime | None = None) -> None:
        at = at or datetime.now(UTC)
        with self.store.transaction() as tx:
            off = sum(bit for name, bit in tx.states.bits().items() if name.startswith(f"consent {purpose} "))
            number = tx.states.change([who], CAUSE, at, off=off).subject
            tx.consents.withdraw(number, [purpose], at, "subject")

    def objects(self, who: Identifier, purpose: str) -> None:
        with self.store.transaction() as tx:
            name = objection_bit(purpose)
            tx.states.change([who], CAUSE, datetime.now(UTC), on=tx.states.bits([name])[name])

    def closes(self, kind: str, reference: str) -> None:
        with self.store.transaction() as tx:
            tx.uses.close(kind, reference, datetime.now(UTC))


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with ExitStack() as stack:
        yield make_company(tmp_path, stack)


def make_company(folder: Path, stack: ExitStack, changed: Callable[[str], str] = lambda text: text) -> Company:
    """The reference company's policy over an empty store. ``changed``: other words in its policy."""
    policy = folder / "policy"
    policy.mkdir()
    for name in ("policy.yaml", "clauses.yaml"):
        shutil.copy(ROOT / "examples" / "linprofs" / name, policy / name)
    text = (policy / "policy.yaml").read_text()
    (policy / "policy.yaml").write_text(changed(text))
    store = open_store(Places(folder / "data"), datetime.now(UTC).date())
    stack.callback(store.close)
    return Company(folder, store, load_policy_folder(policy).policy, stack)
