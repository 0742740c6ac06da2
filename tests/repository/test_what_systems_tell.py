"""What a connector tells people has its Dutch: every sentence in their code is looked up, as the office does."""

from __future__ import annotations

import re
from pathlib import Path

from tests.repository.told_sentences import told_in

from belofte.domain.said import SAID, said_in, sentences

SRC = Path(__file__).parents[2] / "src" / "belofte"
PLACES = (
    *sorted(SRC.glob("connectors/**/*.py")),
    *sorted(SRC.glob("sandbox/local/*.py")),
    SRC / "bootstrap" / "connecting.py",
    SRC / "bootstrap" / "not_made.py",
    SRC / "settings" / "secret.py",
    SRC / "wire" / "imap.py",
    SRC / "wire" / "route.py",
)
NOT_TOLD = {
    "connectors/sql/mirror.py": "belofte uses views, on the command line",
    "connectors/aws/permissions.py": "names of rights, as AWS has them",
    "connectors/aws/readers.py": "names of who can read, as AWS has them",
    "connectors/files/rights.py": "parts of the sentences about rights, which stand whole in said/files.py",
    "connectors/http/connecting.py": "belofte connect tells it on the command line",
    "connectors/http/contract.py": "the linter of connector files tells it to who writes one",
    "connectors/http/loopback.py": "a page in both languages",
    "connectors/linux/commands.py": "commands",
    "connectors/linux/facts.py": "never told: an answer that cannot be read",
    "connectors/linux/log_retention.py": "never told: an answer that cannot be read",
    "connectors/linux/outgoing.py": "names of programs; what is told stands in said/servers.py",
    "connectors/linux/rights.py": "belofte doctor tells it on the command line; what lacks is a command",
    "connectors/sql/draft.py": "a map that belofte init drafts",
    "connectors/sql/wall_mariadb_leaks.py": "in both languages",
    "connectors/sql/wall_parts.py": "in both languages",
    "connectors/sql/wall_postgres_leaks.py": "in both languages",
    "sandbox/local/linux_answers.py": "what the server of the sandbox answers",
}
"""Modules whose texts nobody reads in the office, and why."""
NOT_TOLD_ALONE = {
    "{}: the map allows nothing that needs it": "belofte doctor --grants, on the command line",
    "System {} {} that is read here": "filled with NO_LOG, and so it stands in said/anywhere.py",
    "make and remove files in these folders": "belofte doctor --grants, on the command line",
    "at: {paths: [/srv/scans/{customer-number}/*.pdf]}": "a key of the map, to be written as it stands",
    "format: whole (a file a person), or format: lines (a log)": "a key of the map, to be written as it stands",
    "erase: row, or {keep: ground}": "a key of the map, to be written as it stands",
    "held_open: true, or false": "a key of the map, to be written as it stands",
    "{} of {} calls left today": "belofte doctor, on the command line",
    "{} calls left, says the vendor": "belofte doctor, on the command line",
    "an RSA key is needed": "never told: the sign-in is refused",
    "folders that the map leaves alone": "part of a sentence that stands whole in said/mail.py",
    "{} is looked at one by one": "in both languages",
    ", or let erase of {} clear {}": "part of a sentence that stands whole in said/databases.py",
    "{}, such as 'erased-{}'": "part of a sentence that stands whole in said/databases.py",
    "{} of that type": "part of a sentence that stands whole in said/databases.py",
    "{}, a shorter one: {} takes {}": "part of a sentence that stands whole in said/databases.py",
    "{} with {} in it": "part of a sentence that stands whole in said/databases.py",
    "database is locked": "what SQLite says, never told",
    "database table is locked": "what SQLite says, never told",
    "unable to open database file": "what SQLite says, never told",
    "no such table": "what SQLite says, never told",
    "no such column": "what SQLite says, never told",
    "{} {} (collection, record, cause) {}{}": "part of a statement",
    "may create databases": "belofte doctor, on the command line",
    "may create accounts": "belofte doctor, on the command line",
    "passes by row security": "belofte doctor, on the command line",
    "apt-get install dovecot-imapd": "a command",
    "belofte sandbox break {} {}": "a command",
    "{}": "all of it is filled in",
}
"""Texts that nobody reads in the office by themselves, and why."""


def test_every_sentence_of_a_connector_has_its_dutch() -> None:
    lacking = [
        f"{file.relative_to(SRC)}:{line}: {one}"
        for file in PLACES
        if str(file.relative_to(SRC)) not in NOT_TOLD
        for line, text in told_in(file)
        for one in sentences(text)
        if one not in NOT_TOLD_ALONE and said_in("nl", filled := _filled(one)) == filled
    ]
    assert not lacking, "put them into belofte.domain.said"


def test_what_is_passed_over_is_there() -> None:
    assert not [name for name in NOT_TOLD if not (SRC / name).is_file()]
    told = {one for file in PLACES for _, text in told_in(file) for one in sentences(text)}
    assert not NOT_TOLD_ALONE.keys() - told


def test_no_sentence_stands_there_twice_or_is_filled_with_another_name() -> None:
    assert len({english for english, _ in SAID}) == len(SAID)
    assert not [pair for pair in SAID if _names(pair[0]) != _names(pair[1])]


def _names(told: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", told)) - {"random", "column", "kolom"}


def _filled(told: str) -> str:
    return re.sub(r"\{\w*\}", "zeven", told)
