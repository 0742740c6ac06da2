"""One erasure through the whole sandbox, five hundred together, and an objection: MailChimp, AWS, a mailbox, a disk,
Google, TransIP and what else the example connects, beside the customer database.

The clock runs from the moment a request is approved until its last receipt is written, with every server up. Servers of
the sandbox run on the same machine, most of them in this very process: their work is in the figures. Calls are what the
simulators counted.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from figures import Figure
from measuring import Bench
from shop import Shop

from belofte.bootstrap import make_demo, open_belofte, open_landscape
from belofte.bootstrap.demo_world import DemoWorld
from belofte.bootstrap.shipped import shipped
from belofte.domain.system_map import Verb
from belofte.domain.wish import Wish
from belofte.engine.inline import complete
from belofte.procedures.desks import Submission
from belofte.sandbox.local.aws_kept import Kept

LONGEST = 3.0
"""Seconds for one erasure over all systems."""
SOONEST = 2.0
"""Seconds from the receipt of an objection until its purpose is stopped in every system that can be reached."""
BUSIEST = 25.0
"""Times the busy time of one person, for five hundred."""
OBJECTIONS = 3
BESIDE = 3
"""People who are erased by the command's own way, systems side by side."""
PEOPLE = 5000
ONE_BY_ONE = frozenset({"dhl", "postnl"})
"""Carriers are asked parcel by parcel, a few hundred a day: five hundred people take days there, whoever asks."""
NOT_CALLED = frozenset({"crm", "mailbox", "disk"})
"""Systems whose calls nobody counts: a database, a mail server, a disk."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What some people together came to: seconds on the clock, seconds of our processor in the systems and for the
    letters, seconds of it for searching and planning before, and calls by system."""

    seconds: float
    busy: float
    letters: float
    planning: float
    reading: dict[str, int]
    writing: dict[str, int]


def landscape(bench: Bench) -> Iterator[Figure]:
    """One by one, and then many in one pass."""
    together = max(2, bench.sizes.batch // 2)
    with _world(bench, together) as (world, shop):
        cast = world.company.cast
        known = [cast.anna, cast.bram, cast.debtor, cast.leaver, cast.canary]  # these lie in every system
        addresses = _people(world, len(known), together + 1 + BESIDE)
        _erased(world, shop, addresses[:1])  # opens connections, as in any process at work
        ones = [_erased(world, shop, [persona.email]) for persona in known]
        beside = [_side_by_side(shop, address) for address in addresses[-BESIDE:]]
        many = _erased(world, shop, addresses[1:-BESIDE])
        stopped = [_stopped(shop, address) for address in _readers(world, set(addresses))]
    one = statistics.median(each.seconds for each in ones)
    systems = len({name for each in ones for name in each.reading} | NOT_CALLED)
    note = f"{systems} systems; each: {', '.join(f'{each.seconds:.2f}' for each in ones)} s"
    yield Figure("one erasure over the whole sandbox", one, " s", most=LONGEST, note=note)
    note = f"systems side by side, from approved; each: {', '.join(f'{seconds:.2f}' for seconds in beside)} s"
    yield Figure("the same by belofte work, of people in fewer systems", statistics.median(beside), " s", note=note)
    busy = statistics.median(each.busy for each in ones)
    note = (
        f"{many.busy:.1f} s of the processor in all systems for {together}, {busy:.2f} s for one; a letter each takes "
        f"{many.letters:.1f} s more; {many.seconds:.0f} s on the clock, with the pauses that vendors' limits ask for"
    )
    yield Figure(f"{together} erasures together, of one", many.busy / busy, "x", most=BUSIEST, note=note)
    whole = statistics.median(each.planning + each.busy for each in ones)
    note = f"{many.planning:.1f} s of the processor more for finding and planning"
    name = f"the same with the searches for their plans, {together} of one"
    yield Figure(name, (many.planning + many.busy) / whole, "x", most=BUSIEST, note=note)
    note = f"from the receipt; each: {', '.join(f'{seconds:.2f}' for seconds in stopped)} s"
    yield Figure("one objection, stopped everywhere", statistics.median(stopped), " s", most=SOONEST, note=note)
    for system in sorted(many.reading):
        calls, of_one = many.reading[system], statistics.median(each.reading.get(system, 0) for each in ones)
        note = f"{many.writing[system]} writing; of one person {of_one:.0f} reading"
        yield Figure(f"reading calls to {system}, {together} together", float(calls), note=note)


@contextmanager
def _world(bench: Bench, together: int) -> Generator[tuple[DemoWorld, Shop]]:
    """The demo's world, in a folder that the mail server's own user may enter; every server is up."""
    bench.folder.chmod(0o755)
    home = bench.home()
    maps = {file.stem for file in (shipped("examples") / "linprofs" / "systems").glob("*.yaml")}
    people = max(4 * together, min(PEOPLE, bench.sizes.customers))
    world = make_demo(home, people, systems=frozenset(maps - ONE_BY_ONE))
    with open_belofte(home / "policy") as belofte:
        yield world, Shop(belofte)


def _people(world: DemoWorld, after: int, count: int) -> list[str]:
    """Addresses of people with one customer number each, by number; the first ``after`` of them are left out."""
    asked = (
        "SELECT email FROM customers WHERE kind = 'person' AND email LIKE '%.%@%' AND left_on IS NULL"
        " GROUP BY email HAVING count(*) = 1 ORDER BY min(id) LIMIT ? OFFSET ?"
    )
    with closing(sqlite3.connect(world.company.path)) as database:
        return [row[0] for row in database.execute(asked, (count, after))]


def _readers(world: DemoWorld, taken: set[str]) -> list[str]:
    """Addresses that read the newsletter, of people nobody erased."""
    with closing(sqlite3.connect(world.company.path)) as database:
        rows = database.execute("SELECT email FROM subscriptions WHERE status = 'subscribed' ORDER BY id").fetchall()
    return [email for (email,) in rows if email not in taken][:OBJECTIONS]


def _erased(world: DemoWorld, shop: Shop, addresses: Sequence[str]) -> Measured:
    planning = time.process_time()
    planned = shop.plan("erasure", addresses)
    planning = time.process_time() - planning
    before = _calls(world)
    begun, busy = time.perf_counter(), time.process_time()
    shop.approve_many(planned)
    work, letters, moved = shop.belofte.work, 0.0, True
    while moved:
        moved = False
        for batch in work.due():
            before_it = time.process_time()
            moved |= bool(work.drive(batch.system, batch.verb).receipted)
            letters += time.process_time() - before_it if batch.verb is Verb.TELL else 0.0
    seconds, used = time.perf_counter() - begun, time.process_time() - busy - letters
    after = _calls(world)
    of = {name: tuple(now - then for now, then in zip(after[name], before[name], strict=True)) for name in after}
    called = {name: counts for name, counts in of.items() if any(counts)}
    return Measured(
        seconds,
        used,
        letters,
        planning,
        {name: counts[0] for name, counts in called.items()},
        {name: counts[1] for name, counts in called.items()},
    )


def _side_by_side(shop: Shop, address: str) -> float:
    """Seconds from approved to the last letter, as the command line does it: a system does not wait for another."""
    planned = shop.plan("erasure", [address])
    begun = time.perf_counter()
    shop.approve_many(planned)
    with shop.belofte.bench() as place:
        done = complete(shop.belofte.work, place, lambda: not shop.belofte.work.due(), lambda _end: None)
    if done.failed or done.problems:
        raise RuntimeError("an erasure did not end: nothing was measured")
    return time.perf_counter() - begun


def _stopped(shop: Shop, address: str) -> float:
    """Seconds from the receipt of an objection to the newsletter until no step of its stop is left."""
    belofte, begun = shop.belofte, time.perf_counter()
    wish = Wish(purposes=("newsletter",))
    belofte.public.submit(Submission(right="objection", address=address, language="nl", wish=wish))
    belofte.work.tend()
    moved, stopped = True, 0
    while moved:
        done = [belofte.work.drive(batch.system, batch.verb).receipted for batch in belofte.work.due()]
        moved, stopped = any(done), stopped + sum(done)
    if not stopped:
        raise RuntimeError("an objection stopped nothing: nothing was measured")
    return time.perf_counter() - begun


def _calls(world: DemoWorld) -> dict[str, tuple[int, int]]:
    """System -> reading and writing calls until now; of AWS all of them count as reading."""
    kept = Kept(world.home.sandbox / "aws" / "account.sqlite")
    of_aws = sum(kept.calls().values())
    kept.close()
    with open_landscape(world.home.policy) as seen:
        counted = {name: seen.simulator(name).calls() for name in seen.names}
    return {"aws": (of_aws, 0), **{name: (calls.reading, calls.writing) for name, calls in counted.items()}}
