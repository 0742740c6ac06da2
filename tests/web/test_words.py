"""People see no code: every question of a plan, ground, task and event has its words in Dutch and in English."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from belofte.domain.answer import LetterKind
from belofte.domain.plan import Decision, Line, Plan, Step
from belofte.domain.system_map import Verb
from belofte.domain.webhook import TOLD
from belofte.procedures.rights.leaving_plan import LATER, OPEN_MATTERS, ORGANISATION
from belofte.store_port.records import LetterState
from belofte.web.plan_view import question_of, words_of
from belofte.web.texts import TEXTS

SOURCE = Path(__file__).parents[2] / "src" / "belofte"
FILES = [file for part in ("procedures", "domain") for file in sorted((SOURCE / part).rglob("*.py"))]
TEXT = "\n".join(file.read_text("utf-8") for file in FILES)
NAMED = dict(re.findall(r'^([A-Z_]+) = "([a-z][a-z .-]+)"$', TEXT, re.MULTILINE))
NOT_OF_A_CASE = (
    "account.",
    "breach.",
    "import.",
    "inbox.",
    "promise.",
    "token.",
    "webhook.",
    "task.new",
    "restored.",
    "sweep.",
)
"""Events that stand in no request's timeline."""


def constants(file: Path) -> dict[str, str]:
    """The module's own names for texts; two modules may use one name for two."""
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            found |= {target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)}
    return found


def task_kinds() -> set[str]:
    kinds: set[str] = set()
    for file in FILES:
        own = constants(file)
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            is_task = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Task"
            if not is_task or len(node.args) < 2:
                continue
            kind = node.args[1]
            if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                kinds.add(kind.value)
            elif isinstance(kind, ast.Name) and kind.id in {**NAMED, **own}:
                kinds.add(own.get(kind.id) or NAMED[kind.id])
    return kinds


def events() -> set[str]:
    used = set(re.findall(r'events\.add\(\s*"([a-z]+\.[a-z-]+)"', TEXT))
    for file in FILES:
        own = constants(file)
        names = re.findall(r"events\.add\(\s*([A-Z_]+)", file.read_text("utf-8"))
        used |= {own.get(name) or NAMED.get(name, "") for name in names} - {""}
    return {kind for kind in used | TOLD.keys() if "." in kind and not kind.startswith(NOT_OF_A_CASE)}


@pytest.mark.parametrize("kind", sorted(task_kinds()))
def test_every_task_has_its_words(kind: str) -> None:
    assert f"task.{kind}" in TEXTS


def needs() -> set[str]:
    """What other books add to the page of what needs a person, by kind."""
    source = (SOURCE / "procedures" / "office" / "needs_sources.py").read_text("utf-8")
    return set(re.findall(r'\bNeed\(\s*"([a-z-]+)"', source))


def test_every_kind_of_need_has_its_heading() -> None:
    assert {"reply", "sweep", "restored"} <= needs()
    assert {f"needs.{kind}" for kind in needs()} <= TEXTS.keys()


def reasons_to_wait() -> set[str]:
    """Why a mail waits for somebody: what sorting says, and what reading says of a message it could not read whole."""
    sorting = (SOURCE / "procedures" / "intake" / "inbox.py").read_text("utf-8")
    reading = (SOURCE / "mail" / "reading_mail.py").read_text("utf-8")
    found = re.findall(
        r'^        \("([a-z-]+)", |_put_aside\([^"\n]*"([a-z-]+)"|broken="([a-z ]+)"', sorting, re.MULTILINE
    )
    found += re.findall(r'_headers_only\(.*\), "([a-z ]+)"|_Read\(.*\), "([a-z ]+)"', reading)
    return {word.replace(" ", "-") for words in found for word in words if word} | {"other-address"}


def test_every_reason_why_mail_waits_has_its_words() -> None:
    assert {"unclear", "too-large", "cannot-be-read", "too-many-parts", "not-taken", "fault"} <= reasons_to_wait()
    assert {f"inbox.why.{why}" for why in reasons_to_wait()} <= TEXTS.keys()


@pytest.mark.parametrize("kind", sorted(events()))
def test_every_event_has_its_words(kind: str) -> None:
    assert f"event.{kind}" in TEXTS


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_letter_has_its_name(kind: LetterKind) -> None:
    if kind not in (LetterKind.STAFF_UNTOUCHED, LetterKind.LEFT):
        assert f"letter.{kind}" in TEXTS


def questions() -> list[str]:
    """Whatever a module calls a question, a doubt or a note of a plan."""
    marked = re.findall(
        r'^([A-Z_]+) = "([a-z -]+)"\n"""(?:Question|Doubt|Told|Ground of what is asked, and question|Note of a plan)',
        TEXT,
        re.MULTILINE,
    )
    return sorted({value for _, value in marked} | {OPEN_MATTERS, ORGANISATION, LATER})


def test_the_questions_were_found() -> None:
    assert {"weigh-first", "shared-with-another-person", "open-matters", "choose-column"} <= set(questions())


@pytest.mark.parametrize("name", questions())
def test_every_question_of_a_plan_has_its_words(name: str) -> None:
    key, _ = question_of(f"{name}: 3")
    assert key in TEXTS


@pytest.mark.parametrize("decision", list(Decision))
def test_every_decision_has_its_words(decision: Decision) -> None:
    assert f"decision.{decision}" in TEXTS


def plan(right: str, *verbs: Verb) -> Plan:
    line = Line("shop", "orders", Decision.WITHHOLD, "not-concerned", None, 2)
    steps = tuple(Step(f"s-{verb}", "case-1", "shop", verb, (line,)) for verb in verbs)
    return Plan("p-1", "case-1", right, 1, {}, datetime(2026, 11, 22, tzinfo=UTC), steps)


@pytest.mark.parametrize("right", ["restriction", "objection", "leaving", "withdrawal"])
def test_what_such_a_right_leaves_alone_is_not_called_withheld(right: str) -> None:
    assert words_of(plan(right, Verb.RESTRICT))[Decision.WITHHOLD] == "decision.left-as-it-is"
    assert words_of(plan(right, Verb.RESTRICT))[Decision.DO] == f"decision.do.{right}"


def test_a_copy_leaves_out_and_a_lifting_allows_again() -> None:
    assert words_of(plan("access", Verb.EXPORT))[Decision.WITHHOLD] == "decision.withhold"
    assert words_of(plan("objection", Verb.EXPORT))[Decision.WITHHOLD] == "decision.withhold"
    assert words_of(plan("objection", Verb.LIFT))[Decision.DO] == "decision.do.lift"


def test_every_state_of_a_letter_has_its_words() -> None:
    """A letter for the post had none, and the page of its request failed."""
    assert [state for state in LetterState if f"letters.state.{state}" not in TEXTS] == []
