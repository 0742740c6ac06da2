"""A named person vouches for what no connector can see: attested until the word ends, never kept."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.worlds import World, fresh_world

from belofte.cli.main import run
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.promise import Verdict, VerdictState
from belofte.loading.countries import load_countries
from belofte.procedures.watching.attesting import attest
from belofte.procedures.watching.watch import watch

CLAUSE = "TIP-5"  # rests on a document that somebody must look at every year
BY = "P. de Boer"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return fresh_world(tmp_path / "home", 50)


def verdict(world: World, clause: str = CLAUSE, now: str | None = None) -> Verdict:
    with world.open(now) as belofte:
        watched = watch(belofte.parts, load_countries(), world.made.home.policy)
    return next(verdict for verdict in watched.verdicts if verdict.clause == clause)


def vouch(world: World, clause: str = CLAUSE, until: date | None = None, by: str = BY) -> None:
    with world.open() as belofte:
        attest(belofte.parts, clause, by, until)


def test_a_word_makes_a_clause_attested_until_it_ends(world: World) -> None:
    assert verdict(world).state is VerdictState.UNKNOWN
    vouch(world)
    seen = verdict(world)
    assert seen.state is VerdictState.ATTESTED
    assert BY in seen.reason.in_("nl")
    assert BY in seen.reason.in_("en") != seen.reason.in_("nl")
    assert seen.stale_after is not None
    assert verdict(world, now=(seen.stale_after + timedelta(days=1)).isoformat()).state is VerdictState.UNKNOWN


def test_a_word_is_for_the_document_as_it_was(world: World) -> None:
    vouch(world)
    document = world.made.home.policy / "documents" / "transip-agreement.txt"
    document.write_text(document.read_text("utf-8") + "\nAmended.\n", "utf-8")
    assert verdict(world).state is VerdictState.UNKNOWN
    vouch(world)
    assert verdict(world).state is VerdictState.ATTESTED


def test_a_document_that_is_not_there_cannot_be_vouched_for(world: World) -> None:
    (world.made.home.policy / "documents" / "transip-agreement.txt").unlink()
    with pytest.raises(Refused, match="is not in the policy folder"):
        vouch(world)
    assert verdict(world).state is VerdictState.BROKEN


def test_a_word_holds_no_longer_than_the_clause_lets_it(world: World) -> None:
    with pytest.raises(Refused, match="every 1 year"):
        vouch(world, until=date(2199, 1, 1))
    with pytest.raises(WrongUse, match="says nothing"):
        vouch(world, until=date(2020, 1, 1))
    with pytest.raises(WrongUse, match="named"):
        vouch(world, by=" ")
    with pytest.raises(WrongUse, match="no clause"):
        vouch(world, "NO-1")


def test_nobody_vouches_for_what_a_check_looks_at_itself(world: World) -> None:
    with pytest.raises(Refused, match="retention-term looks for itself"):
        vouch(world, "ANA-3", date(2199, 1, 1))


def test_the_evidence_log_gets_the_clause_and_the_days_and_no_name(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = str(world.made.home.policy)
    assert run(["attest", CLAUSE, "--by", BY, "--policy", policy, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "belofte.attestation/1"
    assert (told["word"]["clause"], told["word"]["by"]) == (CLAUSE, BY)
    leaves = (world.made.home.evidence / "leaves.jsonl").read_text("utf-8")
    assert f'"until":"{told["word"]["until"]}"' in leaves
    assert "Boer" not in leaves
    assert run(["verify", "--policy", policy]) == 0
    assert run(["attest", CLAUSE, "--by", BY, "--until", "soon", "--policy", policy]) == 2
