"""How long data is kept, category by category, and what stays in copies for a while (Art. 5(1)(e), 13(2)(a) GDPR)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from belofte.domain.notice.page import Page, Part, Said, part, said
from belofte.domain.notice.vocabulary import AFTER, ROLES, TAGS, UNTIL, word
from belofte.domain.notice.wording import Both, capital, day, listed, term
from belofte.domain.policy import RetentionRule

STAFF_ACCESS = {
    "ends": Both(
        "Gaat u bij ons weg, dan kunnen onze medewerkers deze gegevens niet meer zien.",
        "When you leave us, our staff can no longer see this data.",
    ),
    "ends-at-once": Both(
        "Gaat u bij ons weg, dan kunnen onze medewerkers deze gegevens meteen niet meer zien.",
        "When you leave us, our staff can no longer see this data from that moment on.",
    ),
    "custodian-only": Both(
        "Gaat u bij ons weg, dan kan alleen de bewaarder van het archief deze gegevens nog zien.",
        "When you leave us, only the keeper of the archive can still see this data.",
    ),
    "goes-on": Both(
        "Gaat u bij ons weg, dan kunnen onze medewerkers deze gegevens blijven zien zolang wij ze bewaren.",
        "When you leave us, our staff can still see this data for as long as we keep it.",
    ),
}

THEN = {
    "erase": Both("Daarna wissen wij deze gegevens.", "After that we erase this data."),
    "anonymise": Both(
        "Daarna maken wij deze gegevens anoniem: niemand kan u er nog in herkennen.",
        "After that we make this data anonymous: nobody can recognise you in it any more.",
    ),
    **dict.fromkeys(
        ("pseudonymise", "hash", "mask"),
        Both(
            "Daarna vervangen wij wat naar u wijst door een code; wie de code kan maken, kan u erin herkennen.",
            "After that we replace what points at you with a code; who can make the code can recognise you in it.",
        ),
    ),
}


def keeping(page: Page) -> Part:
    """How long each category is kept."""
    parts = [_rule(page, name, rule) for name, rule in page.policy.retention.items()]
    heading = ("Hoe lang wij gegevens bewaren", "How long we keep data")
    return part("retention", *heading, _copies(page), parts)


def _rule(page: Page, name: str, rule: RetentionRule) -> Part:
    label = page.category(name)
    said_ = (*_term(page, name, rule), *_by_purpose(page, name, rule), *_tagged(page, name, rule))
    said_ += tuple(_afterwards(name, rule))
    return part(f"retention-{name}", capital(label.nl), capital(label.en), said_)


def _by_purpose(page: Page, name: str, rule: RetentionRule) -> Iterator[Said]:
    """Each use with its own end; the last one ends the keeping."""
    path = f"retention.{name}.by_purpose"
    for purpose, part_ in rule.by_purpose.items():
        use, own = page.purpose(purpose), f"{path}.{purpose}"
        lead = Both(f"Voor {use.nl} bewaren wij ze", f"For {use.en} we keep it")
        yield from _lengths(page, own, part_, lead)
        if part_.begins:
            begins = word(part_.begins, AFTER)
            yield said(
                f"Dat geldt vanaf dit moment: {begins.nl}.",
                f"This holds from this moment: {begins.en}.",
                f"{own}.begins",
            )
    if rule.by_purpose:
        yield said(
            "Voor een doel gebruiken wij ze niet langer dan daar staat; als het laatste doel eindigt, wissen wij ze.",
            "We use data for a purpose no longer than stated there, and erase it when the last purpose ends.",
            path,
        )


def _tagged(page: Page, name: str, rule: RetentionRule) -> Iterator[Said]:
    """What is kept longer than the rest of its category."""
    for tag, part_ in rule.tagged.items():
        own = f"retention.{name}.tagged.{tag}"
        kind = word(tag, TAGS) if part_.label is None else Both(part_.label.in_("nl"), part_.label.in_("en"))
        lead = Both(f"Gaat het om {kind.nl}, dan bewaren wij dit", f"Where it concerns {kind.en}, we keep it")
        yield from _lengths(page, own, part_, lead)


def _term(page: Page, name: str, rule: RetentionRule) -> Iterator[Said]:
    label = page.category(name)
    keep = Both(f"Wij bewaren uw {label.nl}", f"We keep your {label.en}")
    yield from _lengths(page, f"retention.{name}", rule, keep)
    yield from _besides(page, f"retention.{name}", rule, keep)


def _lengths(page: Page, path: str, rule: RetentionRule, keep: Both) -> Iterator[Said]:
    """How long, from when, and which statute demands it."""
    start = word(rule.after, AFTER) if rule.after else Both("", "")
    begins = Both(f" {start.nl}", f" {start.en}") if rule.after else start
    begun_by = (f"{path}.after",) if rule.after else ()
    if rule.until:
        until = word(rule.until, UNTIL)
        yield said(f"{keep.nl} {until.nl}.", f"{keep.en} {until.en}.", path, f"{path}.until")
    if rule.floor and rule.floor == rule.ceiling:
        long = term(rule.floor)
        yield said(
            f"{keep.nl} precies {long.nl}{begins.nl}: niet korter en niet langer.",
            f"{keep.en} for exactly {long.en}{begins.en}: no shorter and no longer.",
            path, f"{path}.exactly", f"{path}.at_least", f"{path}.at_most", *begun_by,
        )  # fmt: skip
    elif rule.ceiling:
        long = term(rule.ceiling)
        yield said(
            f"{keep.nl} niet langer dan {long.nl}{begins.nl}.",
            f"{keep.en} for no longer than {long.en}{begins.en}.",
            path, f"{path}.at_most", *begun_by,
        )  # fmt: skip
    if rule.floor and rule.floor != rule.ceiling:
        short = term(rule.floor)
        yield said(
            f"{keep.nl} niet korter dan {short.nl}{begins.nl}.",
            f"{keep.en} for no less than {short.en}{begins.en}.",
            path, f"{path}.at_least", *begun_by,
        )  # fmt: skip
    if rule.law:
        law = page.prose(f"{path}.law", rule.law)
        yield said(f"Dat moet van de wet: {law.nl}.", f"The law demands this: {law.en}.", f"{path}.law")


def _besides(page: Page, path: str, rule: RetentionRule, keep: Both) -> Iterator[Said]:
    if rule.applicable_term:
        yield said(
            f"{keep.nl} zo lang als de wettelijke termijn loopt.",
            f"{keep.en} for as long as the legal term runs.",
            path,
            f"{path}.applicable_term",
        )
    if rule.why:
        why = page.prose(f"{path}.why", rule.why)
        yield said(f"Waarom zo lang: {why.nl}.", f"Why this long: {why.en}.", f"{path}.why")
    if rule.reset_by_activity is not None:
        nl = "begint opnieuw" if rule.reset_by_activity else "begint niet opnieuw"
        en = "starts again" if rule.reset_by_activity else "does not start again"
        yield said(
            f"De termijn {nl} als u onze dienst weer gebruikt.",
            f"The term {en} when you use our service again.",
            f"{path}.reset_by_activity",
        )


def _afterwards(name: str, rule: RetentionRule) -> Iterator[Said]:
    path = f"retention.{name}"
    if rule.covers:
        what = listed(word(item) for item in rule.covers)
        yield said(f"Hieronder vallen ook: {what.nl}.", f"This also covers: {what.en}.", f"{path}.covers")
    if rule.then:
        then = THEN[rule.then]
        yield said(then.nl, then.en, f"{path}.then")
    if rule.staff_access:
        access = STAFF_ACCESS[rule.staff_access]
        yield said(access.nl, access.en, f"{path}.staff_access")
    if rule.seen_by:
        roles = listed(word(role, ROLES) for role in rule.seen_by)
        yield said(
            f"Wat wij na uw vertrek nog moeten bewaren, ziet alleen {roles.nl}.",
            f"What we must still keep after you have left is seen only by {roles.en}.",
            f"{path}.seen_by",
        )


def _copies(page: Page) -> Iterator[Said]:
    policy = page.policy
    if policy.controller.book_year_starts:
        first = day(date.fromisoformat(f"2001-{policy.controller.book_year_starts}"))
        yield said(
            f"Ons boekjaar begint op {first.nl.removesuffix(' 2001')}.",
            f"Our financial year starts on {first.en.removesuffix(' 2001')}.",
            "controller.book_year_starts",
        )
    for on, change in policy.controller.book_year_changes.items():
        moment, first = day(date.fromisoformat(on)), day(date.fromisoformat(f"2001-{change.before}"))
        nl = "duurde langer dan een jaar" if change.last_year == "long" else "is toen afgebroken"
        en = "ran longer than a year" if change.last_year == "long" else "was cut off then"
        yield said(
            f"Voor {moment.nl} begon ons boekjaar op {first.nl.removesuffix(' 2001')}; het laatste {nl}.",
            f"Before {moment.en} our financial year started on {first.en.removesuffix(' 2001')}; the last {en}.",
            f"controller.book_year_changes.{on}",
        )
    if policy.backups:
        longest = term(policy.backups)
        yield said(
            f"Wat wij wissen, kan nog hoogstens {longest.nl} in reservekopieën staan. Daarna is het ook daar weg.",
            f"What we erase can remain in backups for at most {longest.en}. After that it is gone there too.",
            "backups",
        )
    if policy.suppression_list:
        what = page.prose("suppression_list", policy.suppression_list)
        yield said(
            "Om te voorkomen dat gewiste gegevens uit een reservekopie terugkeren, onthouden wij tijdelijk iets: "
            f"{what.nl}.",
            f"To keep erased data from coming back out of a backup, we remember something for a while: {what.en}.",
            "suppression_list",
        )
