"""How a connector looks: who is found and who is not, what a copy holds, what is observed; and it changes nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from belofte.domain.identity import Identifier
from belofte.domain.kinds import KINDS, Strength
from belofte.domain.located import Found
from belofte.domain.plan import Decision, Outcome
from belofte.domain.promise import Reach
from belofte.domain.system_map import SystemMap, Verb
from belofte.ports import Ask, PlanOutdated
from belofte.testing.orders import ACTS, LOOKING, NOBODY, found_of, must, order, places, refusal
from belofte.testing.world import World


class Looks:
    """The behaviours of looking, one test each."""

    def test_only_what_is_allowed_is_offered(self, world: World) -> None:
        for allow in (LOOKING, frozenset(Verb)):
            offered = world.connector(allow).can
            must(set(offered) <= allow, "can offers a verb that the map does not allow")
            must(all(ability.best is not Outcome.FAILED for ability in offered.values()), "no ability is to fail")

    def test_a_person_is_found_with_the_path_and_nobody_else(self, world: World) -> None:
        connector = world.connector(LOOKING)
        mine, theirs = found_of(connector, world.person), found_of(connector, world.other)
        must(bool(mine) == bool(world.person) and bool(theirs) == bool(world.other), "both people are found")
        must(all(found.via for found in mine), "every record says by which path it was found")
        own = places(one for one in mine if one.key and not one.shared)
        must(not own & places(theirs), "records of one are found for the other")

    def test_each_kind_of_identifier_finds_by_itself(self, world: World) -> None:
        connector, given = world.connector(LOOKING), {one.kind for one in world.person}
        if world.person:
            must(finding_kinds(world.system) <= given, f"the world lacks {finding_kinds(world.system) - given}")
        for one in world.person:
            must(bool(found_of(connector, (one,))), f"nothing is found by a person's {one.kind}")

    def test_nobody_is_found_who_is_not_there(self, world: World) -> None:
        must(found_of(world.connector(LOOKING), NOBODY) == [], "a stranger is found")

    def test_who_is_nearly_called_so_is_not_found(self, world: World) -> None:
        connector = world.connector(LOOKING)
        for one in world.person:
            longer = (f"x{one.value}", f"{one.value}x", f"not.{one.value}", f"{one.value}.org")
            nearly = (*longer, one.value[1:], one.value[:-1], one.value.replace("e", "_", 1))
            for value in (value for value in nearly if value != one.value):
                alike = Identifier(one.kind, one.scope, value)
                found = [
                    found for found in found_of(connector, (alike,)) if value not in found.key and not found.shared
                ]
                must(found == [], f"a {one.kind} that only looks like a person's finds them")

    def test_many_people_are_found_as_each_alone(self, world: World) -> None:
        connector = world.connector(LOOKING)
        asks = [Ask("one", world.person), Ask("two", world.other), Ask("none", NOBODY)]
        together: dict[str, list[Found]] = defaultdict(list)
        for found in connector.find(asks):
            together[found.request].append(found)
        for ask in asks:
            alone = list(connector.find([replace(ask, request="alone")]))
            must(_told(together[ask.request]) == _told(alone), f"{ask.request} is not found as alone")

    def test_looking_changes_nothing(self, world: World) -> None:
        before, state, connector = world.writing_calls(), world.state(), world.connector(LOOKING)
        found = found_of(connector, world.person)
        if Verb.EXPORT in connector.can:
            list(connector.export([order(found, world.person, Decision.EXPORT, Verb.EXPORT)]))
        if Verb.READ_BACK in connector.can:
            list(connector.read_back([order(found, world.person, Decision.KEEP, Verb.ERASE)]))
        if Verb.OBSERVE in connector.can:
            list(connector.observe([*world.facts, "undeclared", "encrypted"]))
        connector.fingerprint()
        must(world.writing_calls() == before, "looking made a writing call")
        must(world.state() == state, "looking changed something")

    def test_a_connector_that_may_only_look_never_writes(self, world: World) -> None:
        connector, before, state = world.connector(LOOKING), world.writing_calls(), world.state()
        found = found_of(connector, world.person)
        for verb in ACTS:
            decision = Decision.DELETE if verb in (Verb.ERASE, Verb.PURGE) else Decision.DO
            refusal(connector, verb, [order(found, world.person, decision, verb)])
        must(world.writing_calls() == before, "a connector that may only look made a writing call")
        must(world.state() == state, "a connector that may only look changed something")

    def test_a_copy_has_every_record_once_and_whole(self, world: World) -> None:
        connector = world.connector(LOOKING)
        if Verb.EXPORT not in connector.can:
            return
        found = [one for one in found_of(connector, world.person) if not one.shared]
        copied = [one for one in found if world.system.does(Verb.EXPORT, one.collection)]
        asked = order(found_of(connector, world.person), world.person, Decision.EXPORT, Verb.EXPORT)
        lines = tuple(x for x in asked.lines if world.system.does(Verb.EXPORT, x.collection))
        records = list(connector.export([replace(asked, lines=lines)]))
        at = [str((r.collection, r.key)) for r in records]
        listed = {str((one.collection, one.key)) for one in copied if one.key}
        must(listed <= set(at), "a record is missing in the copy")
        must(len(at) == len(set(at)) or any(not one.key for one in copied), "a record stands twice in the copy")
        must({r.collection for r in records} <= {one.collection for one in copied}, "a copy holds what was not ordered")
        for record in records:
            must(bool(record.fields) or bool(record.files), "a record is copied without anything in it")
            must(json.loads(json.dumps(dict(record.fields))) == dict(record.fields), "a copy is no JSON without loss")
            must(all(record.files.values()), "an empty original")
        told = [str(record) for record in records]
        must(not any(one.value in each for one in world.other for each in told), "a copy holds a value of another")

    def test_a_plan_that_is_outdated_spoils_no_other_copy(self, world: World) -> None:
        connector = world.connector(LOOKING)
        if Verb.EXPORT not in connector.can or not world.other:
            return
        theirs = order(found_of(connector, world.other), world.other, Decision.EXPORT, Verb.EXPORT, "two")
        fits = replace(theirs, lines=tuple(x for x in theirs.lines if world.system.does(Verb.EXPORT, x.collection)))
        alone = [(r.collection, r.key) for r in connector.export([fits])]
        stale = replace(fits, request="one", identifiers=world.person, lines=())
        copied: list[tuple[str, str, object]] = []
        outdated: set[str] = set()
        try:
            copied.extend((r.request, r.collection, r.key) for r in connector.export([stale, fits]))
        except PlanOutdated as said:
            outdated |= set(said.failures)
        must(outdated == ({"one"} if world.person else set()), "it is not said whose plan no longer fits")
        must(copied == [("two", *one) for one in alone], "an outdated plan spoils another's copy")

    def test_every_name_is_answered_once_and_none_is_guessed(self, world: World) -> None:
        connector = world.connector(LOOKING)
        names = [*world.facts, "setting/none-such", "no-such-question", "undeclared", "encrypted"]
        if Verb.OBSERVE not in world.system.allow:
            return
        answers = list(connector.observe(list(dict.fromkeys(names))))
        must(sorted(a.name for a in answers) == sorted(set(names)), "one answer a name")
        for answer in answers:
            must((answer.reach is Reach.SEEN) == (answer.value is not None), f"{answer.name} is guessed at")
            must(answer.reach is Reach.SEEN or bool(answer.why), f"{answer.name} is not seen, and does not say why")
            must(answer.system == world.system.name, f"{answer.name} is told of another system")
        reach = {a.name: a.reach for a in answers}
        must(all(reach[name] is Reach.SEEN for name in world.facts), "a fact of this system is not seen")
        must({reach["setting/none-such"], reach["no-such-question"]} == {Reach.ABSENT}, "what nobody knows is absent")

    def test_the_fingerprint_stays_while_nothing_changes(self, world: World) -> None:
        first, second = world.connector(LOOKING), world.connector(LOOKING)
        must(first.fingerprint() == first.fingerprint() == second.fingerprint(), "the fingerprint changes by itself")
        other = world.connect(replace(world.system, hash="another-map"))
        must(other.fingerprint() != first.fingerprint(), "another map has the same fingerprint")


def finding_kinds(system: SystemMap) -> frozenset[str]:
    """The kinds of identifier that find records by this map, other than those that only show candidates."""
    own = {found_by.kind for c in system.collections.values() for found_by in c.found_by if c.controller}
    return frozenset(
        kind for kind in own | set(system.sure) if kind in KINDS and KINDS[kind].strength is Strength.STRONG
    )


def _told(found: Iterable[Found]) -> list[str]:
    return sorted(str((one.collection, one.key, one.via, one.shared, one.candidate, one.count)) for one in found)
