"""The rules of rectification by themselves: what counts as wrong, what waits for what, whatever the values are."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.located import Found
from belofte.domain.policy import Text
from belofte.domain.rights.corrections import CHOOSE_COLUMN, Ruling, Wanted, find_wrong
from belofte.domain.rights.synced import Feeds, order_by_source
from belofte.domain.system_map import Collection, Source, SystemMap, Verb
from belofte.domain.wish import Correction

WORDS = st.text(alphabet=st.characters(categories=("Lu", "Ll", "Nd", "Zs")), max_size=12)
CRM = SystemMap(
    "crm",
    "sql",
    frozenset(Verb),
    label=Text({"en": "crm"}),
    collections={
        "people": Collection("people", "profile", {"name": ("name",), "phone": ("phone", "mobile")}, person=True),
        "notes": Collection("notes", "profile", {"notes": ("body",), "name": ("about",)}, free_text=("body",)),
    },
)


def found(collection: str, key: int, *, shared: bool = False) -> Found:
    return Found("r", collection, (key,), "email", shared=shared)


@given(now=WORDS, new=WORDS, stands=st.lists(WORDS, min_size=1, max_size=4))
def test_only_values_that_are_the_named_one_change_and_never_to_themselves(
    now: str, new: str, stands: list[str]
) -> None:
    """T-37: compared after the kind's own spelling rules, written to the letter."""
    records = [found("notes", n) for n in range(len(stands))]
    held = {("crm", "notes", (n,)): {"about": value} for n, value in enumerate(stands)}
    wrong, _ = find_wrong(Wanted(Correction("name", now, new)), {"crm": CRM}, {"crm": records}, held, "31")
    for one in wrong:
        before = str(held[one.place]["about"])
        assert one.after == new != before
        assert " ".join(before.casefold().split()) == " ".join(now.casefold().split()) or not now.strip()


@given(value=WORDS, new=WORDS)
def test_what_two_people_share_is_never_changed(value: str, new: str) -> None:
    records = [found("people", 1, shared=True)]
    held = {("crm", "people", (1,)): {"name": value}}
    assert find_wrong(Wanted(Correction("name", value, new)), {"crm": CRM}, {"crm": records}, held, "")[0] == ()


def test_a_number_with_and_without_its_country_is_one_number() -> None:
    """The person writes 06-12345678; the system holds +31612345678."""
    records, held = [found("people", 1)], {("crm", "people", (1,)): {"phone": "+31612345678", "mobile": None}}
    asked = Wanted(Correction("phone", "06-12345678", "+31699999999"))
    wrong, doubts = find_wrong(asked, {"crm": CRM}, {"crm": records}, held, "31")
    assert [(one.column, one.after) for one in wrong] == [("phone", "+31699999999")]
    assert doubts == ()


def test_where_two_columns_can_be_meant_nothing_is_guessed() -> None:
    records, held = [found("people", 1)], {("crm", "people", (1,)): {"phone": "1", "mobile": "2"}}
    wrong, doubts = find_wrong(Wanted(Correction("phone", "", "3")), {"crm": CRM}, {"crm": records}, held, "")
    assert wrong == ()
    assert [doubt.why for doubt in doubts] == [CHOOSE_COLUMN]


@given(before=WORDS, words=WORDS.filter(str.strip), after=WORDS)
def test_erasing_an_opinion_takes_its_words_and_leaves_the_rest(before: str, words: str, after: str) -> None:
    """T-42: the words are gone in whatever capitals; a text without them is not touched."""
    texts = {1: f"{before}|{words}|{after}", 2: f"{before}{words}{words}{after}", 3: "|"}
    records, held = [found("notes", n) for n in texts], {("crm", "notes", (n,)): {"body": t} for n, t in texts.items()}
    wrong, _ = find_wrong(
        Wanted(Correction("notes", words, ""), Ruling.ERASE), {"crm": CRM}, {"crm": records}, held, ""
    )
    assert {one.place[2] for one in wrong} == {(1,), (2,)}
    assert all(one.opinion and one.after is not None for one in wrong)
    assert not any(re.search(re.escape(words.strip()), one.after or "", re.IGNORECASE) for one in wrong)


def test_words_that_come_to_light_by_the_erasing_go_too() -> None:
    held = {("crm", "notes", (1,)): {"body": "een llastigastig mens, STRASSE"}}
    asked = Wanted(Correction("notes", "lastig", ""), Ruling.ERASE)
    wrong, _ = find_wrong(asked, {"crm": CRM}, {"crm": [found("notes", 1)]}, held, "")
    assert [one.after for one in wrong] == ["een  mens, STRASSE"]


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.booleans()).filter(
            lambda pair: pair[0] != pair[1]
        ),
        max_size=8,
    )
)
def test_sources_come_first_and_no_plan_waits_for_itself(pairs: list[tuple[str, str, bool]]) -> None:
    """T-38: whatever feeds what, the order can be carried out; what cannot be ordered is a conflict by name."""
    feeds = [Feeds(f"{to}.t.c", to, Source(source, "t", "c"), stays) for to, source, stays in pairs]
    after, conflicts = order_by_source(feeds, list("abcd"))
    done: set[str] = set()
    for _ in range(5):
        done |= {name for name in "abcd" if set(after.get(name, ())) <= done}
    assert done == set("abcd")
    ordered = {(to, source) for to, before in after.items() for source in before}
    assert all((to, source) in ordered or conflicts for to, source, _ in pairs)
