"""What a backup that came back means, for the command line and the office: shown, let through by name, done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.policy import Text
from belofte.domain.replaying import Replay
from belofte.domain.system_map import SystemMap
from belofte.procedures.parts import Current, Parts
from belofte.procedures.restoring.replaying import Came, Say, carry_out, look
from belofte.store_port import DueDate, Unknown

REPLAY = "replay"
"""Due date: a list that was let through is to be done, or done again where its system was away."""
TRY_AGAIN_AFTER = timedelta(hours=1)


class ReplayDesk:
    """Backups that came back: ``belofte.desk(ReplayDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def look(self, system: str, since: datetime | None = None) -> Replay:
        """What would be done once more; nothing is changed, nothing kept. Raises ``WrongUse`` for a system nobody
        knows, or a backup from the future."""
        if since is not None and since > self._parts.now():
            raise WrongUse("That backup would be from the future.", "name the day on which it was made")
        return look(self._parts, self._system(system), since)

    def propose(self, system: str, since: datetime | None = None) -> Replay:
        """The same, kept until a named person lets it through; it takes the place of an older list."""
        shown = self.look(system, since)
        if shown.problem is None:
            with self._parts.store.transaction() as tx:
                tx.replays.forget_waiting(system)
                tx.replays.put(shown)
        return shown

    def approve(self, replay: str, by: str) -> Replay:
        """A named person lets one list through; it is done by the next tending, or at once with :meth:`carry_out`.
        Raises ``WrongUse`` for a list that is not there, ``Refused`` for one that was let through."""
        parts = self._parts
        require_name(by, "lets it through")
        with parts.store.transaction() as tx:
            try:
                waiting = tx.replays.get(replay)
            except Unknown as unknown:
                raise WrongUse(
                    "There is no such list (any more).", "belofte restore-replay makes a new one"
                ) from unknown
            if waiting.approved_by or waiting.ended_at:
                raise Refused(
                    Text({"nl": "Deze lijst is al doorgelaten.", "en": "This list was let through before."}),
                    Text(
                        {
                            "nl": "Maak een nieuwe: belofte restore-replay.",
                            "en": "make a new one: belofte restore-replay",
                        }
                    ),
                )
            approved = replace(waiting, approved_by=by.strip(), approved_at=parts.now())
            tx.replays.put(approved)
            tx.dates.put([DueDate(REPLAY, approved.id, parts.now())])
        return approved

    def carry_out(self, replay: Replay, say: Say) -> Came:
        """Do it now."""
        return _carry_out(self._parts, replay, say)

    def all(self) -> Sequence[Replay]:
        """Every list, newest first."""
        with self._parts.store.reading() as tx:
            return tx.replays.all()

    def _system(self, name: str) -> SystemMap:
        systems = self._parts.systems
        if name not in systems:
            raise WrongUse("There is no such system.", f"use: {', '.join(systems)}")
        return systems[name]


def replay_due(parts: Parts) -> int:
    """Do what was let through; returns how many lists ended."""
    with parts.store.transaction() as tx:
        due = {item.about for item in tx.dates.take(REPLAY, parts.now())}
        approved = [replay for replay in tx.replays.approved() if replay.id in due] if due else []
        tx.dates.put([DueDate(REPLAY, replay.id, parts.now() + TRY_AGAIN_AFTER) for replay in approved])
    return sum(_carry_out(parts, replay, _say_nothing).stopped is None for replay in approved)


def _carry_out(parts: Parts, replay: Replay, say: Say) -> Came:
    came = carry_out(parts, replay, say)
    with parts.store.transaction() as tx:
        tx.dates.cancel(replay.id, REPLAY)
        if came.stopped is not None:
            tx.dates.put([DueDate(REPLAY, replay.id, parts.now() + TRY_AGAIN_AFTER)])
    return came


def _say_nothing(_system: str, _done: int, _total: int) -> None:
    """Nobody looks on; the receipts tell."""
