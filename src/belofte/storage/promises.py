"""What was observed and how each clause was judged. Past breaks stay visible beside the present verdict."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from belofte.domain.canonical import canonical_json
from belofte.domain.policy import Text
from belofte.domain.promise import Attestation, Instance, Observation, Reach, Verdict, VerdictState
from belofte.storage import tables
from belofte.storage.scope import Scope

SEEN, VERDICTS, WORDS = tables.observations, tables.verdicts, tables.attestations


class Promises:
    """Observations and verdicts, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def observe(self, observations: Sequence[Observation]) -> None:
        rows = [
            {
                "system": one.system,
                "name": one.name,
                "value": canonical_json(one.value),
                "reach": one.reach.value,
                "seen_at": one.seen_at,
                "why": one.why,
            }
            for one in observations
        ]
        if rows:
            self._connection.execute(insert(SEEN), rows)

    def observations(self, system: str, name: str, limit: int = 1) -> list[Observation]:
        """Newest first."""
        rows = self._connection.execute(
            select(SEEN).where(SEEN.c.system == system, SEEN.c.name == name).order_by(SEEN.c.number.desc()).limit(limit)
        )
        return [_observation(row) for row in rows]

    def judge(self, verdicts: Sequence[Verdict]) -> None:
        """Keep verdicts. One that says what the last one said freshens it; its ``since`` stays when it began."""
        if not verdicts:
            return
        last = {row.clause: row for row in self._newest([verdict.clause for verdict in verdicts])}
        fresh: list[dict[str, object]] = []
        for verdict in verdicts:
            before, values = last.get(verdict.clause), _verdict_row(verdict)
            if before is not None and before.state == verdict.state.value:
                values["since"] = before.since
                self._connection.execute(update(VERDICTS).where(VERDICTS.c.number == before.number).values(values))
            else:
                fresh.append(values)
        if fresh:
            self._connection.execute(insert(VERDICTS), fresh)

    def present(self) -> list[Verdict]:
        """The newest verdict of each clause, by clause id."""
        return sorted((_verdict(row) for row in self._newest(None)), key=lambda verdict: verdict.clause)

    def history(self, clause: str) -> list[Verdict]:
        """All verdicts of a clause, oldest first."""
        rows = self._connection.execute(select(VERDICTS).where(VERDICTS.c.clause == clause).order_by(VERDICTS.c.number))
        return [_verdict(row) for row in rows]

    def attest(self, word: Attestation) -> None:
        """Keep a person's word for a clause."""
        row = {"clause": word.clause, "by": word.by, "at": word.at, "until": word.until}
        self._connection.execute(insert(WORDS), [{**row, "documents": canonical_json(word.documents)}])

    def attestations(self) -> Mapping[str, Attestation]:
        """The newest word for each clause, whether it has ended or not."""
        rows = self._connection.execute(select(WORDS).order_by(WORDS.c.number))
        return {
            row.clause: Attestation(row.clause, row.by, row.at, row.until, json.loads(row.documents)) for row in rows
        }

    def _newest(self, clauses: Sequence[str] | None) -> list[Row[Any]]:
        last = select(func.max(VERDICTS.c.number)).group_by(VERDICTS.c.clause)
        if clauses is not None:
            last = last.where(VERDICTS.c.clause.in_(clauses))
        return list(self._connection.execute(select(VERDICTS).where(VERDICTS.c.number.in_(last))))


def _verdict_row(verdict: Verdict) -> dict[str, object]:
    return {
        "clause": verdict.clause,
        "state": verdict.state.value,
        "since": verdict.since,
        "reason": canonical_json(verdict.reason.by_language),
        "instances": canonical_json(verdict.instances),
        "stale_after": verdict.stale_after,
        "evidence": canonical_json(verdict.evidence),
    }


def _words(stored: str) -> Text:
    """Both languages as JSON; what an earlier Belofte kept is English alone."""
    return Text(json.loads(stored)) if stored.startswith("{") else Text({"en": stored})


def _verdict(row: Row[Any]) -> Verdict:
    return Verdict(
        clause=row.clause,
        state=VerdictState(row.state),
        since=row.since,
        reason=_words(row.reason),
        instances=tuple(Instance(**one) for one in json.loads(row.instances)),
        stale_after=row.stale_after,
        evidence=tuple(json.loads(row.evidence)),
    )


def _observation(row: Row[Any]) -> Observation:
    return Observation(
        system=row.system,
        name=row.name,
        value=json.loads(row.value),
        reach=Reach(row.reach),
        seen_at=row.seen_at,
        why=row.why,
    )
