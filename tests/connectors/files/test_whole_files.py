"""Files that belong to a person by their path."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.connectors.files.folder import JAN, ask, connector, keys, order, put, scans

from belofte.domain.plan import Decision, Outcome
from belofte.domain.policy import Period, Unit
from belofte.domain.system_map import EraseClear, Verb
from belofte.ports import SystemUnreachable


def test_the_files_under_a_persons_number_are_found_copied_and_erased(tmp_path: Path) -> None:
    own = put(tmp_path / "scans/10023/contract.pdf", "contract")
    put(tmp_path / "scans/100234/contract.pdf", "ander")
    put(tmp_path / "scans/10023/notes.txt", "geen pdf")
    own_text, server, who = tmp_path / "scans/10023", connector(scans(tmp_path)), ask("r1", number="10023")
    [found] = server.find([who])
    assert (found.key, found.via, found.shared, found.candidate) == (
        (str(own),), "customer-number → scans", False, False,
    )  # fmt: skip
    assert found.events["collected"] is not None
    [copied] = server.export([order(who, "scans", Decision.EXPORT, [found.key])])
    assert copied.files == {"original": b"contract"}
    assert (copied.fields["name"], copied.fields["number"]) == ("contract.pdf", "10023")
    approved = order(who, "scans", Decision.DELETE, [found.key])
    assert [line.remains for r in server.read_back([approved]) for line in r.lines] == [1]
    [acted] = server.erase([approved])
    [looked] = server.read_back([approved])
    assert (acted.outcome, acted.lines[0].acted) == (Outcome.DONE, 1)
    assert (looked.outcome, looked.lines[0].remains) == (Outcome.DONE, 0)
    assert own_text.is_dir(), "something else lies there"
    assert (tmp_path / "scans/100234/contract.pdf").exists()


def test_a_folder_named_after_somebody_goes_with_its_last_file(tmp_path: Path) -> None:
    put(tmp_path / "scans/10023/a.pdf", "a")
    put(tmp_path / "scans/10023/b.pdf", "b")
    server, who = connector(scans(tmp_path)), ask("r1", number="10023")
    [acted] = server.erase([order(who, "scans", Decision.DELETE, keys(server.find([who])))])
    assert acted.lines[0].acted == 2
    assert list((tmp_path / "scans").iterdir()) == []
    [again] = server.erase([order(who, "scans", Decision.DELETE, [(str(tmp_path / "scans/10023/a.pdf"),)])])
    assert (again.outcome, again.lines[0].acted) == (Outcome.DONE, 0)


def test_a_link_or_another_name_for_a_file_is_told_and_never_followed(tmp_path: Path) -> None:
    put(tmp_path / "scans/10023/a.pdf", "a")
    elsewhere = put(tmp_path / "elsewhere/secret.pdf", "van een ander")
    (tmp_path / "scans/10023/b.pdf").symlink_to(elsewhere)
    server, who = connector(scans(tmp_path)), ask("r1", number="10023")
    with pytest.raises(SystemUnreachable, match="1 of the files of server") as told:
        list(server.find([who]))
    assert "10023" not in told.value.why
    (tmp_path / "scans/10023/b.pdf").unlink()
    os.link(tmp_path / "scans/10023/a.pdf", tmp_path / "elsewhere/a-again.pdf")
    [acted] = server.erase([order(who, "scans", Decision.DELETE, keys(server.find([who])))])
    assert acted.outcome is Outcome.FAILED
    assert acted.problem is not None
    assert "hard link" in acted.problem.remedy
    assert (tmp_path / "scans/10023/a.pdf").exists()


def test_a_folder_that_is_not_there_is_not_the_same_as_nothing_found(tmp_path: Path) -> None:
    server = connector(scans(tmp_path))
    with pytest.raises(SystemUnreachable, match="is not there"):
        list(server.find([ask("r1", number="10023")]))
    (tmp_path / "scans").mkdir()
    assert list(server.find([ask("r1", number="10023")])) == []


def test_values_that_look_like_paths_or_patterns_lead_nowhere_else(tmp_path: Path) -> None:
    put(tmp_path / "scans/10023/a.pdf", "a")
    server = connector(scans(tmp_path))
    hostile = ("../elsewhere", "*", "10023/..", ".", "", "[0-9]*")
    assert list(server.find([ask(f"r{n}", number=value) for n, value in enumerate(hostile)])) == []


def test_many_people_have_one_result_each(tmp_path: Path) -> None:
    for n in range(50):
        put(tmp_path / f"scans/{n}/a.pdf", "a")
    server = connector(scans(tmp_path))
    asks = [ask(f"r{n}", number=str(n)) for n in range(50)]
    found = list(server.find(asks))
    assert len(found) == 50
    orders = [order(a, "scans", Decision.DELETE, [f.key]) for a, f in zip(asks, found, strict=True)]
    assert [r.request for r in server.erase(orders)] == [a.request for a in asks]
    assert list((tmp_path / "scans").iterdir()) == []


def test_what_files_cannot_do_is_not_done(tmp_path: Path) -> None:
    server, who = connector(scans(tmp_path)), ask("r1", number="10023")
    assert set(server.can) == {Verb.FIND, Verb.EXPORT, Verb.READ_BACK, Verb.OBSERVE, Verb.ERASE, Verb.PURGE}
    for act in (server.rectify, server.restrict, server.lift):
        assert [r.outcome for r in act([order(who, "scans", Decision.DO, None)])] == [Outcome.IMPOSSIBLE]
    [unknown] = server.purge([order(who, "scans", Decision.DELETE, None)])
    assert unknown.outcome is Outcome.MANUAL
    dated = connector(scans(tmp_path), backups=Period(4, Unit.WEEKS)).purge(
        [order(who, "scans", Decision.DELETE, None)]
    )
    assert [(r.outcome, str(r.until)) for r in dated] == [(Outcome.PENDING, "2026-12-20")]
    with pytest.raises(SystemUnreachable, match="does not allow erase"):
        list(connector(scans(tmp_path), allow=[Verb.FIND]).erase([]))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"at": {}}, "where its files lie"),
        ({"at": {"paths": ("/a/*.pdf",), "format": ("pdf",)}}, "what a file is"),
        ({"at": {"paths": ("/a/*.pdf",), "format": ("whole",)}}, "whose the file is"),
        ({"at": {"paths": ("a/{customer-number}",), "format": ("whole",)}}, "begin at the root"),
        ({"at": {"paths": ("/a/../{customer-number}",), "format": ("whole",)}}, "begin at the root"),
        ({"at": {"paths": ("/a/{klantnummer}",), "format": ("whole",)}}, "no kind of data"),
        ({"erase": EraseClear({"number": None})}, "clears a whole file"),
    ],
)
def test_a_map_that_no_files_can_follow_is_refused(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    with pytest.raises(SystemUnreachable, match=words):
        connector(scans(tmp_path, **changes))


def test_an_address_in_a_path_is_compared_as_an_address(tmp_path: Path) -> None:
    put(tmp_path / "cv/Jan@X.example.pdf", "cv")
    put(tmp_path / "cv/wijan@x.example.pdf", "cv")
    at = {"paths": (f"{tmp_path}/cv/{{email}}.pdf",), "format": ("whole",)}
    cv = scans(tmp_path, name="cv", kinds={"email": ("email",)}, at=at)
    assert len(list(connector(cv).find([ask("r1", email=JAN)]))) == 1
