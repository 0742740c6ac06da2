"""Tokens and webhooks from the command line, the way whoever runs the machine uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.rights.commands import told, typed
from tests.worlds import World

from belofte.bootstrap import DemoWorld, make_demo


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    made: DemoWorld = make_demo(tmp_path_factory.mktemp("commands") / "home", 50)
    return World(made)


def test_a_token_is_shown_once_listed_and_taken_back(world: World) -> None:
    made = told(world, "token", "create", "portal", "--scope", "receive", "--until", "2027-06-30")
    assert made["schema"] == "belofte.token.made/1"
    assert made["secret"].startswith("belofte_")
    assert made["token"]["scopes"] == ["receive"]
    listed = told(world, "token", "list")
    assert [(row["name"], row["live"]) for row in listed["tokens"]] == [("portal", True)]
    assert made["secret"] not in json.dumps(listed)
    assert typed(world, "token", "revoke", "portal")[0] == 0
    assert not told(world, "token", "list")["tokens"][0]["live"]
    assert typed(world, "token", "revoke", "portal")[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        ["x", "--scope", "read", "--until", "2020-01-01"],
        ["x", "--scope", "read", "--until", "2099-01-01"],
        ["x", "--scope", "read", "--until", "soon"],
        ["x", "--scope", "everything", "--until", "2027-06-30"],
        ["x", "--until", "2027-06-30"],
        ["x", "--scope", "decide", "--until", "2027-06-30"],
        ["x", "--scope", "decide", "--by", "Nobody", "--until", "2027-06-30"],
        ["x", "--scope", "read", "--by", "Nobody", "--until", "2027-06-30"],
        ["x", "--scope", "assert-identity", "--until", "2027-06-30"],
        ["x", "--scope", "calendar", "--scope", "read", "--until", "2027-06-30"],
    ],
)
def test_a_token_that_cannot_be_is_refused(world: World, words: list[str]) -> None:
    status, said = typed(world, "token", "create", *words)
    assert status == 2
    assert "belofte_" not in said


def test_a_token_that_decides_belongs_to_an_account(world: World) -> None:
    assert typed(world, "user", "add", "Mieke de Boer", "--role", "privacy-officer")[0] == 0
    words = ("token", "create", "robot", "--scope", "decide", "--by", "mieke de boer", "--until", "2027-06-30")
    assert told(world, *words)["token"]["by"] == "Mieke de Boer"


def test_a_calendars_address_is_printed(world: World) -> None:
    status, said = typed(world, "token", "create", "agenda", "--scope", "calendar", "--until", "2027-06-30")
    assert status == 0
    assert "/calendar/belofte_" in said


def settings(world: World, line: str) -> None:
    file = Path(world.made.home.path) / "belofte.toml"
    file.write_text(line + "\n" + (file.read_text("utf-8") if file.exists() else ""), "utf-8")


def test_a_webhook_within_the_own_network_needs_its_setting(world: World) -> None:
    url = "http://127.0.0.1:1/in"
    status, said = typed(world, "webhook", "add", "crm", url)
    assert (status, "whsec_" in said) == (1, False)
    settings(world, 'webhook_private = "yes"')
    made: dict[str, Any] = told(world, "webhook", "add", "crm", url, "--event", "request.received")
    assert made["secret"].startswith("whsec_")
    assert typed(world, "webhook", "add", "crm", url)[0] == 2
    status, said = typed(world, "webhook", "test", "crm")
    assert (status, "was not taken" in said) == (1, True)
    listed = told(world, "webhook", "list")["webhooks"]
    assert [(row["name"], row["events"]) for row in listed] == [("crm", ["request.received"])]
    assert told(world, "webhook", "replay", "crm")["messages"] == 0
    assert told(world, "webhook", "end", "crm")["webhook"]["ended_at"]
    assert typed(world, "webhook", "replay", "crm")[0] == 1
    assert typed(world, "webhook", "replay", "nobody")[0] == 2
    assert typed(world, "webhook", "add", "x", url, "--event", "account.signed-in")[0] == 2
