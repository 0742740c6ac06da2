"""Who works at the command line has an account that may do it, outside a sandbox."""

from __future__ import annotations

from enum import EnumType
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.rights.commands import change_policy, received, told, typed
from tests.worlds import World
from typer.main import get_command

from belofte.cli.by_whom import A_PROGRAM, NO_PERSON, act_of
from belofte.cli.main import COMMANDS, app_of
from belofte.domain.account import Act
from belofte.domain.consent import METHODS


def commands_with_names() -> dict[str, list[str]]:
    """Every command that takes ``--by``, with something for all it requires."""
    found: dict[str, list[str]] = {}

    def walk(command: object, path: tuple[str, ...]) -> None:
        for name, inner in getattr(command, "commands", {}).items():
            walk(inner, (*path, name))
        parameters = getattr(command, "params", ())
        if any(one.name == "by" for one in parameters):
            given: list[str] = []
            for one in parameters:
                if one.required and one.name != "by":
                    given += something_for(one)
            found[" ".join(path)] = given

    walk(get_command(app_of(list(COMMANDS))), ())
    return found


def something_for(parameter: Any) -> list[str]:
    """A value the command line takes."""
    kind = parameter.type_descriptor.annotation
    kind = next(iter(get_args(kind)), kind)
    value = str(next(iter(kind))) if isinstance(kind, EnumType) else "1"
    if parameter.param_type_name == "argument":
        return [value]
    return [parameter.opts[0]] if parameter.is_flag else [parameter.opts[0], value]


WITH_NAMES = commands_with_names()


@pytest.fixture
def live(world: World) -> World:
    """The same company, no longer a sandbox."""
    change_policy(world, "environment: sandbox\n", "")
    return world


@pytest.mark.parametrize("words", sorted(WITH_NAMES.keys() - NO_PERSON.keys() - A_PROGRAM.keys()))
def test_a_name_without_an_account_is_refused_before_anything_happens(live: World, words: str) -> None:
    """Every command, whatever else is typed: nobody is written down who has no account."""
    status, said = typed(live, *words.split(), *WITH_NAMES[words], "--by", "P. de Boer")
    assert (status, "Nobody of that name has an account." in said) == (1, True), said


def test_what_names_no_person_is_told_why() -> None:
    assert NO_PERSON.keys() | A_PROGRAM.keys() <= WITH_NAMES.keys()


@pytest.mark.parametrize("method", METHODS)
def test_a_yes_that_no_form_took_was_noted_by_somebody_who_works_here(live: World, method: str) -> None:
    """A form of the website is named as such; on paper, by telephone or in a list it is one of ours who says so."""
    words = ("consent", "give", "iemand@post.example", "--purpose", "newsletter", "--method", method, "--by", "P. Boer")
    status, said = typed(live, *words)
    assert status == (0 if method in ("form", "double-opt-in") else 1), said
    assert (status == 0) is ("Nobody of that name has an account." not in said)
    assert typed(live, "user", "add", "P. Boer", "--role", "staff")[0] == 0
    assert typed(live, *words)[0] == 0


def test_a_token_decides_in_the_name_of_an_open_account_that_handles_requests(live: World) -> None:
    assert typed(live, "user", "add", "Ada Kok", "--role", "auditor")[0] == 0
    made = ("token", "create", "tool", "--scope", "decide", "--until", "2027-06-30", "--by", "Ada Kok")
    status, said = typed(live, *made)
    assert (status, "may not do this" in said) == (1, True), said
    assert typed(live, "user", "role", "Ada Kok", "staff")[0] == 0
    assert typed(live, *made)[0] == 0


def test_an_account_is_written_down_as_it_is_called_and_must_be_allowed_to(live: World) -> None:
    """Three accounts at one request: staff may not refuse it, a closed account may nothing, the officer may."""
    for name, role in (("Piet de Boer", "privacy-officer"), ("Ada Kok", "staff"), ("Wil Vos", "privacy-officer")):
        assert typed(live, "user", "add", name, "--role", role)[0] == 0
    assert typed(live, "user", "disable", "Wil Vos")[0] == 0
    reference = received(live, "access", "iemand@post.example")
    refuse = ("request", "refuse", reference, "--ground", "Art. 12(2) GDPR", "--by")
    status, said = typed(live, *refuse, "Ada Kok")
    assert (status, "may not do this" in said) == (1, True)
    status, said = typed(live, *refuse, "Wil Vos")
    assert (status, "closed" in said) == (1, True)
    before = told(live, "request", "show", reference)["case"]
    assert before["row"]["state"] == "received", before
    status, said = typed(live, *refuse, "piet DE boer")
    assert status == 0, said
    assert told(live, "request", "show", reference)["case"]["row"]["state"] == "refused"


def test_other_peoples_data_goes_with_a_dossier_for_who_may_decide_only(live: World, tmp_path: Path) -> None:
    for name, role in (("Piet de Boer", "privacy-officer"), ("Ada Kok", "staff")):
        assert typed(live, "user", "add", name, "--role", role)[0] == 0
    reference = received(live, "access", "iemand@post.example")
    export = ("request", "export", reference, "--reasons", "the court asked", "--to")
    assert typed(live, *export, str(tmp_path / "one.zip"), "--by", "Ada Kok")[0] == 0
    status, said = typed(live, *export, str(tmp_path / "two.zip"), "--with-others", "--by", "Ada Kok")
    assert (status, "may not do this" in said) == (1, True), said
    assert typed(live, *export, str(tmp_path / "two.zip"), "--with-others", "--by", "Piet de Boer")[0] == 0


def test_the_company_may_believe_any_name(live: World) -> None:
    """The setting turns it off."""
    (live.made.home.path / "belofte.toml").write_text('cli_accounts = "no"\n', "utf-8")
    reference = received(live, "access", "iemand@post.example")
    status, said = typed(live, "request", "refuse", reference, "--ground", "Art. 12(2) GDPR", "--by", "Wie dan ook")
    assert status == 0, said


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("request approve", Act.APPROVE),
        ("request refuse", Act.DECIDE),
        ("request read", Act.READ),
        ("hold place", Act.DECIDE),
        ("task done", Act.HANDLE),
    ],
)
def test_a_command_asks_for_what_the_same_button_asks_for(words: str, act: Act) -> None:
    assert act_of(words) is act
