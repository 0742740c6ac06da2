"""Lines of logs: whose they are, and how they go."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

import pytest
from tests.connectors.files.folder import JAN, PIET, ask, connector, logs, order, put, text_of

from belofte.connectors.files.local import LocalFiles
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import EraseClear, FoundBy
from belofte.ports import Order, OrderLine, PlanOutdated, SystemUnreachable

ACCESS = """\
192.0.2.1 - - [22/Nov/2026:10:00:00 +0100] "GET /?mail=jan%40x.example HTTP/1.1" 200 10023
192.0.2.10 - - [22/Nov/2026:10:00:01 +0100] "GET /?mail=wijan@x.example HTTP/1.1" 200 5
2001:DB8:0:0::1 - - [23/Nov/2026:10:00:02 +0100] "GET / HTTP/1.1" 200 5 "JAN@X.example"
"""


def test_lines_are_counted_by_whole_tokens_in_plain_and_packed_logs(tmp_path: Path) -> None:
    put(tmp_path / "log/access.log", ACCESS)
    put(tmp_path / "log/access.log.1.gz", ACCESS)
    [found] = connector(logs(tmp_path)).find([ask("r1", email=JAN)])
    assert (found.count, found.key, found.via, found.shared) == (4, (), "email → access_logs", False)


@pytest.mark.parametrize(
    ("address", "count"),
    [("192.0.2.1", 1), ("192.0.2.10", 1), ("192.0.2.100", 0), ("2001:db8::1", 1), ("2001:db8::10", 0), ("0.2.1", 0)],
)
def test_an_ip_address_alone_makes_a_candidate_and_nothing_more(tmp_path: Path, address: str, count: int) -> None:
    path = put(tmp_path / "log/access.log", ACCESS)
    server, who = connector(logs(tmp_path)), ask("r1", ip=address)
    found = list(server.find([who]))
    assert [(one.candidate, one.count, one.key) for one in found] == [(True, 1, (str(path),))] * count
    [acted] = server.erase([order(who, "access_logs", Decision.DELETE, None)])
    assert (acted.outcome, acted.lines[0].acted) == (Outcome.DONE, 0)
    assert path.read_text() == ACCESS


def test_an_ipv4_address_written_as_ipv6_is_the_same(tmp_path: Path) -> None:
    put(tmp_path / "log/access.log", "::ffff:192.0.2.1 - -\n[::ffff:192.0.2.1]:443 - -\nclient: 192.0.2.1, server\n")
    assert [one.count for one in connector(logs(tmp_path)).find([ask("r1", ip="192.0.2.1")])] == [3]


def test_a_line_with_somebody_elses_address_is_shared(tmp_path: Path) -> None:
    text = f"from=<{JAN}> to=<{PIET}>\nfrom=<{JAN}> to=<info@linprofs.example>\n"
    path = put(tmp_path / "log/mail.log", text)
    server, who = connector(logs(tmp_path)), ask("r1", email=JAN)
    assert sorted((one.shared, one.count) for one in server.find([who])) == [(False, 1), (True, 1)]
    lines = (OrderLine("access_logs", Decision.DELETE, None), OrderLine("access_logs", Decision.ASK, None, "shared"))
    approved = Order("r1", who.identifiers, lines)
    [acted] = server.erase([approved])
    assert [(line.decision, line.acted) for line in acted.lines] == [(Decision.DELETE, 1), (Decision.ASK, 0)]
    assert path.read_text().strip() == f"from=<{JAN}> to=<{PIET}>"
    assert [r.outcome for r in server.read_back([approved])] == [Outcome.DONE]


def test_what_is_shared_since_the_plan_sends_it_back(tmp_path: Path) -> None:
    put(tmp_path / "log/mail.log", f"from=<{JAN}> to=<{PIET}>\n")
    server, who = connector(logs(tmp_path)), ask("r1", email=JAN)
    [acted] = server.erase([order(who, "access_logs", Decision.DELETE, None)])
    assert acted.outcome is Outcome.FAILED
    with pytest.raises(PlanOutdated):
        list(server.export([order(who, "access_logs", Decision.EXPORT, None)]))


@pytest.mark.parametrize("held_open", ["true", "false"])
@pytest.mark.parametrize("name", ["access.log", "access.log.1.gz"])
def test_erased_lines_are_gone_and_the_others_as_they_were(tmp_path: Path, held_open: str, name: str) -> None:
    path = put(tmp_path / "log" / name, ACCESS)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    path.chmod(0o640)
    server, who = connector(logs(tmp_path, at={"held_open": (held_open,)})), ask("r1", email=JAN)
    approved = order(who, "access_logs", Decision.DELETE, None)
    assert [line.remains for r in server.read_back([approved]) for line in r.lines] == [2]
    [acted] = server.erase([approved])
    assert (acted.outcome, acted.lines[0].acted, acted.lines[0].planned) == (Outcome.DONE, 2, 2)
    assert [line.remains for r in server.read_back([approved]) for line in r.lines] == [0]
    assert [line for line in text_of(path).splitlines() if line.strip()] == [ACCESS.splitlines()[1]]
    assert (path.stat().st_mtime, path.stat().st_mode & 0o777) == (1_700_000_000, 0o640)
    assert [one.name for one in path.parent.iterdir()] == [name]


@pytest.mark.parametrize(("held_open", "filled"), [("true", "0.0.0.0--"), ("false", "0.0.0.0")])
def test_values_are_replaced_where_the_map_says_so(tmp_path: Path, held_open: str, filled: str) -> None:
    path = put(tmp_path / "log/access.log", ACCESS)
    rule = EraseClear({"ip": "0.0.0.0", "email": None})
    server = connector(logs(tmp_path, erase=rule, at={"held_open": (held_open,)}))
    who = ask("r1", email=JAN)
    approved = order(who, "access_logs", Decision.CLEAR, None)
    [acted] = server.erase([approved])
    assert (acted.outcome, acted.lines[0].acted) == (Outcome.DONE, 2)
    first, second, third = path.read_text().splitlines()
    assert first.startswith(f"{filled} - - [22/Nov/2026:10:00:00 +0100]")
    assert second == ACCESS.splitlines()[1]
    assert "2001" not in third.partition(" ")[0]
    assert "jan" not in (first + third).lower()
    assert [line.remains for r in server.read_back([approved]) for line in r.lines] == [0]


def test_a_line_that_stays_found_by_what_is_not_cleared_is_not_left_over(tmp_path: Path) -> None:
    put(tmp_path / "log/access.log", ACCESS)
    server = connector(logs(tmp_path, erase=EraseClear({"ip": "0.0.0.0"}), at={"held_open": ("false",)}))
    approved = order(ask("r1", email=JAN), "access_logs", Decision.CLEAR, None)
    assert [line.remains for r in server.read_back([approved]) for line in r.lines] == [2]
    assert [r.lines[0].acted for r in server.erase([approved])] == [2]
    assert [line.remains for r in server.read_back([approved]) for line in r.lines] == [0]
    assert [r.lines[0].acted for r in server.erase([approved])] == [0]


def test_a_number_counts_only_in_the_words_that_the_map_gives(tmp_path: Path) -> None:
    put(tmp_path / "log/app.log", "order customer=10023 ok\nbytes 10023\ncustomer=100234\ncustomer=10023-2\n")
    by = (FoundBy("number", "customer-number"),)
    with pytest.raises(SystemUnreachable, match="does not say how a customer-number stands in a line"):
        connector(logs(tmp_path, kinds={"customer-number": ("number",)}, found_by=by))
    server = connector(
        logs(tmp_path, kinds={"customer-number": ("number",)}, found_by=by, at={"number": ("customer={}",)})
    )
    assert [one.count for one in server.find([ask("r1", number="10023")])] == [1]


def test_copies_are_lines_with_their_time_one_request_after_the_other(tmp_path: Path) -> None:
    put(tmp_path / "log/access.log", ACCESS + ACCESS.replace("jan", "els"))
    server = connector(logs(tmp_path, at={"time": ("%d/%b/%Y:%H:%M:%S %z",)}, clock={"visited": "time"}))
    asks = [ask("r1", email=JAN), ask("r2", email="els@x.example")]
    found = {one.request: one for one in server.find(asks)}
    assert str(found["r1"].events["visited"]) == "2026-11-23"
    records = list(server.export([order(one, "access_logs", Decision.EXPORT, None) for one in asks]))
    assert [one.request for one in records] == ["r1", "r1", "r1", "r2"]
    assert records[0].fields["line"] == ACCESS.splitlines()[0]
    assert records[0].fields["time"] == "2026-11-22T10:00:00+01:00"
    assert len({(one.collection, one.key) for one in records if one.request == "r1"}) == 3


def test_five_hundred_people_share_one_pass(tmp_path: Path) -> None:
    put(tmp_path / "log/access.log", "".join(f"192.0.2.1 p{n}@x.example\n" for n in range(500)))

    class Counted(LocalFiles):
        opens = 0

        def opened(self, path: str) -> IO[bytes]:
            Counted.opens += 1
            return super().opened(path)

    server = connector(logs(tmp_path), storage=Counted())
    asks = [ask(f"r{n}", email=f"p{n}@x.example") for n in range(500)]
    assert len(list(server.find(asks))) == 500
    assert Counted.opens == 1
    results = list(server.erase([order(one, "access_logs", Decision.DELETE, None) for one in asks]))
    assert [(r.request, r.lines[0].acted) for r in results] == [(one.request, 1) for one in asks]
    assert (tmp_path / "log/access.log").read_text().strip() == ""


def test_a_log_nobody_can_read_is_never_passed_over(tmp_path: Path) -> None:
    put(tmp_path / "log/access.log", ACCESS)
    damaged = put(tmp_path / "log/access.log.2.gz", ACCESS)
    damaged.write_bytes(damaged.read_bytes()[:-20])
    with pytest.raises(SystemUnreachable, match="cannot be read to its end"):
        list(connector(logs(tmp_path)).find([ask("r1", email=JAN)]))
    damaged.unlink()
    (tmp_path / "log/linked.log").symlink_to("/etc/hostname")
    with pytest.raises(SystemUnreachable, match="is a link"):
        list(connector(logs(tmp_path)).find([ask("r1", email=JAN)]))


def test_observed_by_day_and_what_nobody_declared(tmp_path: Path) -> None:
    put(tmp_path / "log/access.log", ACCESS + "no time here\n")
    put(tmp_path / "log/other.txt", "x")
    server = connector(logs(tmp_path, at={"time": ("%d/%b/%Y:%H:%M:%S %z",)}, clock={"visited": "time"}))
    names = [
        "rows/access_logs", "oldest/access_logs/visited", "past-term/access_logs/visited/2026-11-22",
        "without-start/access_logs/visited", "undeclared", "encrypted",
        "oldest/access_logs/visited/2026-11-21", "oldest/access_logs/visited/2026-11-22",
        "oldest/access_logs/visited/2026-11-23",
    ]  # fmt: skip
    assert [one.value for one in server.observe(names)] == [
        4, "2026-11-22", 2, 1, 1, True, "2026-11-22", "2026-11-23", None,
    ]  # fmt: skip
    seen = list(server.observe(["setting/retention", "rows/nothing", "oldest/access_logs/left"]))
    assert [one.reach.value for one in seen] == ["absent", "unreachable", "unreachable"]
