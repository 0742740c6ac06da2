"""A property: whatever happened since the backup, after the replay the database is as if it never came back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from tests.restore.backups import BY, backup, erase, put_back, rows_of
from tests.rights.commands import approve, crm, done_by_hand, received, told, typed
from tests.worlds import World, fresh_world

from belofte.domain.wish import Correction, Wish
from belofte.procedures.desks import Submission

BY_HAND = frozenset({"mails", "tickets"})
"""Where the map of the customer database names no mark, and no marked row covers."""
ACTS = ("erase", "rename", "new-address", "restrict", "lift")


@dataclass
class Company:
    """One company while its history is played."""

    world: World
    people: list[str]
    gone: set[int] = field(default_factory=set)
    restricted: dict[int, str] = field(default_factory=dict)
    copy: Path | None = None
    made_at: str = ""
    number: int = 0

    def play(self, act: str, who: int) -> None:
        if act == "backup":
            self.copy = backup(self.world)
            self.made_at = datetime.now(UTC).isoformat()
            return
        if who in self.gone:
            return
        address = self.people[who]
        if act == "erase" and who not in self.restricted:
            erase(self.world, address)
            self.gone.add(who)
        elif act == "rename":
            self._correct(address, "name", f"Nieuwe Naam {self.number}")
        elif act == "new-address":
            self.people[who] = f"nieuw-{who}-{self.number}@post.example"
            self._correct(address, "email", self.people[who])
        elif act == "restrict" and who not in self.restricted:
            self.restricted[who] = self._restrict(address)
        elif act == "lift" and who in self.restricted:
            self._lift(self.restricted.pop(who), address)
        self.number += 1

    def _correct(self, address: str, kind: str, should_be: str) -> None:
        column = {"name": "full_name", "email": "email"}[kind]
        (was,) = crm(self.world, f"SELECT {column} FROM customers WHERE email = ?", address)[0]
        with self.world.open() as belofte:
            wish = Wish(corrections=(Correction(kind, was, should_be),))
            reference = belofte.public.submit(Submission("rectification", address, "nl", wish=wish))
            belofte.work.tend()
            assert belofte.public.confirm(self.world.link_for(address)) == "open"
            self.world.approve(belofte, reference)

    def _restrict(self, address: str) -> str:
        reference = received(self.world, "restriction", address)
        assert typed(self.world, "request", "confirm", reference)[0] == 0
        approve(self.world, reference)
        done_by_hand(self.world)
        return reference

    def _lift(self, reference: str, address: str) -> None:
        assert typed(self.world, "request", "lift", reference, "--from", address)[0] == 0
        assert typed(self.world, "request", "lift", reference, "--token", self.world.link_for(address))[0] == 0
        done_by_hand(self.world)


def company(folder: Path) -> Company:
    world = fresh_world(folder / "home")
    found = crm(
        world,
        "SELECT email FROM customers WHERE kind = 'person' AND email IS NOT NULL "
        "GROUP BY email HAVING count(*) = 1 ORDER BY min(id) LIMIT 3",
    )
    return Company(world, [address for (address,) in found])


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@example(before=[("restrict", 0)], since=[("lift", 0), ("new-address", 0), ("erase", 0)], whole=False)
@example(before=[("erase", 0)], since=[("restrict", 1), ("lift", 1), ("rename", 1)], whole=True)
@given(
    before=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2)), max_size=2),
    since=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2)), min_size=1, max_size=3),
    whole=st.booleans(),
)
def test_after_the_replay_all_is_as_if_no_backup_had_come_back(
    before: list[tuple[str, int]], since: list[tuple[str, int]], whole: bool
) -> None:
    with TemporaryDirectory() as folder:
        played = company(Path(folder))
        for act in (*before, ("backup", 0), *since):
            played.play(*act)
        wanted = rows_of(played.world)
        assert played.copy is not None
        put_back(played.world, played.copy)
        words = ("--restored-from", "2020-01-01" if whole else played.made_at)
        done = told(played.world, "restore-replay", "crm", *words, *BY)
        asked = {line["collection"] for line in done["list"]["lines"] if line["fates"].get("asked")}
        assert asked <= BY_HAND, "what a person restricted by hand no program can look at"
        assert done["done"]["refused"] == []
        assert rows_of(played.world) == wanted
