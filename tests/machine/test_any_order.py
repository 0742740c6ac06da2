"""Whatever happens in whatever order: no request is lost, no copy leaves to who is not known, no register row names
anybody.

A real installation is driven at its desks by chance: requests of every right from people who are known, share an
address or are strangers; the office decides, too early and too late; days pass. What the desks refuse is refused in
words; anything else that goes wrong is a fault.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from tests.worlds import LINK, World, carry_out, fresh_world

from belofte.bootstrap import Belofte, sandbox_letters
from belofte.domain.errors import BelofteError
from belofte.domain.meant import possible
from belofte.domain.rights import names
from belofte.domain.rights.corrections import Ruling
from belofte.domain.wish import Correction, Wish
from belofte.procedures.clock.clock_desk import ClockDesk
from belofte.procedures.desks import LinkPurpose, LinkState, Submission
from belofte.procedures.identity.identity_desk import IdentityDesk
from belofte.procedures.intake.naming import STOPS
from belofte.procedures.office.needs_desk import SOON, NeedsDesk
from belofte.procedures.rights.correcting_desk import CorrectingDesk
from belofte.procedures.rights.handing_over import HandingDesk
from belofte.procedures.rights.lifting_desk import LiftingDesk
from belofte.procedures.rights.weighing_desk import WeighingDesk
from belofte.settings import Home

BY = "P. de Boer"
STRANGER = "onbekende@elders.example"
ELSEWHERE = "ander@adres.example"
PARTY = "overstap@elders.example"
OTHER_NAME = Correction("name", "", "Anna Bakker")
RIGHTS = st.sampled_from(names.HANDLED)
MORE = st.sampled_from(["", "", "number", "elsewhere", "agent", "parent"])
DAY = timedelta(days=1)


Act = Callable[[Belofte, str], object]


def desk(belofte: Belofte) -> IdentityDesk:
    return belofte.desk(IdentityDesk)


def join(belofte: Belofte, reference: str) -> None:
    """Into the oldest open request of the queue, whosever it is."""
    desk(belofte).join(reference, belofte.office.queue()[0].reference, BY)


OF_WHO_ASKS: Mapping[str, Act] = {
    "ask": lambda belofte, one: desk(belofte).ask(one, BY, "de naam is anders"),
    "ask aloud": lambda belofte, one: desk(belofte).asked_aloud(one, BY),
    "proof": lambda belofte, one: desk(belofte).keep_proof(one, BY, b"mijn laatste factuur was 83,20 euro"),
    "check": lambda belofte, one: desk(belofte).check_mandate(one, BY, "akte gezien", born=date(2020, 1, 1)),
    "choose": lambda belofte, one: desk(belofte).check_mandate(one, BY, "akte gezien", subject_chose="gebeld"),
    "elsewhere": lambda belofte, one: desk(belofte).redirect(one, BY, "gebeld", other_address=ELSEWHERE),
    "withdrawn": lambda belofte, one: desk(belofte).close(one, BY, "withdrawn", "brief van 3 mei"),
    "unidentified": lambda belofte, one: desk(belofte).close(one, BY, "unidentified", "geen antwoord"),
    "bounced": lambda belofte, one: desk(belofte).bounced(one, BY),
    "extend": lambda belofte, one: belofte.desk(ClockDesk).extend(one, BY, "complexity", "zeven systemen"),
    "join": join,
}
"""What the office does about who asks and by when, at any moment: refused in words, or done."""


OF_THE_RIGHT: Mapping[str, Act] = {
    "uphold": lambda belofte, one: belofte.desk(WeighingDesk).uphold(one, BY, "geen dwingende gronden"),
    "reject": lambda belofte, one: belofte.desk(WeighingDesk).reject(one, BY, "dwingende gronden"),
    "lift": lambda belofte, one: belofte.desk(LiftingDesk).ask_or_lift(one, BY, "het is uitgezocht"),
    "correct": lambda belofte, one: belofte.desk(CorrectingDesk).correct(one, OTHER_NAME, BY),
    "state": lambda belofte, one: belofte.desk(CorrectingDesk).state(one, "zo is het niet gegaan", BY),
    "dispute": lambda belofte, one: belofte.desk(CorrectingDesk).dispute(one, 1, BY, "dat klopt niet"),
    "rule": lambda belofte, one: belofte.desk(CorrectingDesk).decide(one, 1, Ruling.STATEMENT, BY, "blijft staan"),
    "party": lambda belofte, one: belofte.desk(HandingDesk).name_party(one, PARTY, BY),
    "told": lambda belofte, one: belofte.desk(NeedsDesk).finish(_task_of(belofte, one), BY),
}
"""What is decided or done of one right, at any moment and of any request: refused in words, or done."""


def _task_of(belofte: Belofte, reference: str) -> str:
    """The oldest open task of a request; one that is none where it has none."""
    return next((one.id for one in belofte.desk(NeedsDesk).needs().tasks if one.reference == reference), "no-task")


@pytest.fixture(scope="module", autouse=True)
def one_company(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The company every run gets a copy of."""
    AnyOrder.company = fresh_world(tmp_path_factory.mktemp("machine") / "home", 50)


class AnyOrder(RuleBasedStateMachine):
    """One installation and the requests made in it."""

    company: World
    requests = Bundle("requests")

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="belofte-machine-")
        home = Home(Path(self._folder.name) / "home")
        shutil.copytree(self.company.made.home.path, home.path)
        self.world = World(replace(self.company.made, home=home))
        self.now = datetime.now(UTC)
        self.made: dict[str, str] = {}  # reference -> address
        self.vouched: set[str] = set()  # references whose copy may go elsewhere: a named person said so
        self._open = ExitStack()
        self.belofte: Belofte

    @initialize()
    def begin(self) -> None:
        self.belofte = self._open.enter_context(self.world.open(self.now.isoformat()))

    def teardown(self) -> None:
        self._open.close()
        self._folder.cleanup()

    @property
    def people(self) -> list[str]:
        made = self.world.made
        return [made.asks, made.leaves, made.couple_address, STRANGER]

    @rule(target=requests, right=RIGHTS, who=st.integers(0, 3), channel=st.sampled_from(["web", "mail"]), more=MORE)
    def somebody_asks(self, right: str, who: int, channel: str, more: str) -> str:
        """``more``: what else they say: another customer's number, another address, that they ask for somebody."""
        address, number = self.people[who], ""
        if more in ("number", "agent", "parent"):
            number = self.world.made.number_of(self.world.made.leaves)
        wish = Wish(represents=more if more in ("agent", "parent") else "")
        if more == "elsewhere":
            wish = Wish(other_address=ELSEWHERE)
        if channel == "mail" and right in STOPS:  # its words name no purpose, so whoever takes it in says which
            wish = replace(wish, purposes=possible(self.belofte.parts.policy, right))
        asked = Submission(right, address, "nl", text="Graag.", channel=channel, number=number, wish=wish)
        reference = self.belofte.public.submit(asked)
        self.made[reference] = address
        self.belofte.work.tend()
        return reference

    @rule(reference=requests)
    def they_press_the_newest_button(self, reference: str) -> None:
        for to, text in sandbox_letters(self.world.made.home):
            found = LINK.search(" ".join(text.split()))
            if self.made[reference] in to and reference in text and found:
                self.belofte.public.confirm(found.group(1))

    @rule(reference=requests, act=st.sampled_from(sorted(OF_WHO_ASKS)))
    def the_office_settles_who_asks(self, reference: str, act: str) -> None:
        """Asked, vouched for, checked, closed, joined, made longer, came back: each at any moment."""
        try:
            OF_WHO_ASKS[act](self.belofte, reference)
        except BelofteError as refused:
            assert refused.exit_status in (1, 2, 3)
            assert str(refused)
        else:
            self.vouched |= {reference} if act in ("choose", "elsewhere") else set()

    @rule(reference=requests, act=st.sampled_from(["identify", "plan", "read", "approve", "stop", "refuse"]))
    def the_office_does_something(self, reference: str, act: str) -> None:
        office = self.belofte.office
        try:
            match act:
                case "identify":
                    office.identify(reference, BY, "teruggebeld")
                    self.vouched.add(reference)
                case "plan":
                    office.plan(reference)
                case "read":
                    office.read(reference, BY)
                case "approve":
                    if plan := office.show(reference).plan:
                        office.approve(reference, plan.id, BY)
                case "stop":
                    office.stop(reference, BY)
                case _:
                    office.refuse(reference, BY, "AVG 12(5)(b)")
        except BelofteError as refused:
            assert refused.exit_status in (1, 2, 3)
            assert str(refused)

    @rule(reference=requests, act=st.sampled_from(sorted(OF_THE_RIGHT)))
    def somebody_decides_of_the_right(self, reference: str, act: str) -> None:
        """Weighed, lifted, disputed, ruled on, a party named, a task done: each at any moment."""
        try:
            OF_THE_RIGHT[act](self.belofte, reference)
        except BelofteError as refused:
            assert refused.exit_status in (1, 2, 3)
            assert str(refused)

    @rule()
    def work_is_done(self) -> None:
        if self.belofte.work.due():
            carry_out(self.belofte)
        else:
            self.belofte.work.tend()

    @rule(days=st.integers(1, 20))
    def days_pass(self, days: int) -> None:
        self._open.close()
        self.now += days * DAY
        self._open = ExitStack()
        self.belofte = self._open.enter_context(self.world.open(self.now.isoformat()))
        self.belofte.work.tend()

    @invariant()
    def no_request_is_lost(self) -> None:
        """Each is in the queue with a day, or answered, or a row of the register: never fewer than were asked."""
        if not hasattr(self, "belofte"):
            return
        office = self.belofte.office
        queue = office.queue()
        here = {row.reference for row in queue} | {row.reference for row in office.answered()}
        if gone := set(self.made) - here:
            with self.belofte.parts.store.reading() as tx:
                rows = len(tx.register.rows())
            assert rows >= len(gone)
        needs, today = self.belofte.desk(NeedsDesk).needs(), self.belofte.parts.today()
        seen = {row.reference for row in needs.requests} | {task.reference for task in needs.tasks}
        for row in queue:
            assert row.due is not None and row.work_by is not None, f"a request in state {row.state} has no day"
            near = row.work_by < today + SOON
            assert row.reference in seen or not near, f"nobody is told of a request in state {row.state}"

    @invariant()
    def no_copy_leaves_to_who_is_not_known(self) -> None:
        if not hasattr(self, "belofte"):
            return
        for to, text in sandbox_letters(self.world.made.home):
            if not any(who in to for who in (STRANGER, ELSEWHERE, PARTY)) or any(one in text for one in self.vouched):
                continue
            for token in LINK.findall(" ".join(text.split())):
                view = self.belofte.public.link(token)
                assert (view.purpose, view.state) != (LinkPurpose.DOWNLOAD, LinkState.OPEN) or not _records(
                    self.belofte, token
                )

    @invariant()
    def no_register_row_names_anybody(self) -> None:
        if not hasattr(self, "belofte"):
            return
        with self.belofte.parts.store.reading() as tx:
            rows = json.dumps([asdict(row) for row in tx.register.rows()], default=str)
        said = [*self.made, *self.people, BY, ELSEWHERE, *(self.world.made.name_of(a) for a in self.people[:2])]
        assert [word for word in said if word in rows] == []


def _records(belofte: Belofte, token: str) -> bool:
    """Whether the copy behind a link holds anything at all."""
    parts = belofte.public.download(token)
    return parts is not None and b"customer" in b"".join(parts)


EXAMPLES, STEPS = (25, 25) if os.environ.get("EVERY_MOMENT") else (6, 25)
"""With ``EVERY_MOMENT=1``, as in ``.ci/run``, four times as many orders."""
AnyOrder.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestAnyOrder = AnyOrder.TestCase
