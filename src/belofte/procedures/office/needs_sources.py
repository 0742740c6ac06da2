"""What other books add to the list of what needs a person: silent recipients, documents that end, breaches, holds to be
looked at again, sweeps that wait, backups that came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from belofte.domain.clock import local_date
from belofte.domain.disclosure import Disclosure, DisclosureState
from belofte.domain.ending import ENDS_SOON, Ending, EndingKind, endings
from belofte.domain.hold import to_review
from belofte.domain.notice.labels import recipient_label
from belofte.domain.policy import Text
from belofte.domain.worded import worded
from belofte.loading.published import PublishedChanged
from belofte.procedures.disclosing.telling import label_of
from belofte.procedures.office.what_is_needed import Need
from belofte.procedures.parts import Parts
from belofte.procedures.rights.sub_processors import later_version, with_those_announced
from belofte.store_port import Transaction

AWAITED = {
    "to-tell": Text({"nl": "{who}: nog te vertellen", "en": "{who}: still to be told"}),
    "told": Text({"nl": "{who}: nog geen antwoord", "en": "{who}: no answer yet"}),
}
BREACH = Text({"nl": "Datalek: nog niet gemeld of afgedaan", "en": "Breach: not reported or dealt with yet"})
TO_APPROVE = Text({"nl": "Vordering van {who}: wacht op akkoord", "en": "Demand by {who}: waits for approval"})
TO_HAND_OVER = Text({"nl": "Vordering van {who}: nog te verstrekken", "en": "Demand by {who}: to be handed over"})
ENDINGS = {
    EndingKind.SECRECY: Text({"nl": "Geheimhouding van {who}", "en": "Secrecy of {who}"}),
    EndingKind.AGREEMENT: Text({"nl": "Overeenkomst met {who}", "en": "Agreement with {who}"}),
    EndingKind.AGREEMENT_REVIEW: Text(
        {"nl": "Overeenkomst met {who}: opnieuw bekijken", "en": "Agreement with {who}: review"}
    ),
    EndingKind.TRANSFER: Text({"nl": "Doorgifte aan {who}: opnieuw bekijken", "en": "Transfer to {who}: review"}),
    EndingKind.RECIPIENT: Text({"nl": "Laatste dag van {who}", "en": "Last day of {who}"}),
    EndingKind.OBJECTION: Text({"nl": "Bezwaar tegen {who}: laatste dag", "en": "Objection to {who}: last day"}),
    EndingKind.ASSESSMENT: Text(
        {"nl": "Effectbeoordeling {who}: opnieuw bekijken", "en": "Impact assessment {who}: review"}
    ),
    EndingKind.ON_BEHALF: Text({"nl": "Wat wij voor {who} verwerken", "en": "What we process for {who}"}),
    EndingKind.WORD: Text({"nl": "Iemands woord voor {who}", "en": "Somebody's word for {who}"}),
}
HOLD, HOLD_EN = "Bewaarslot {hold} ({ground}): opnieuw bekijken", "Hold {hold} ({ground}): look again"
TOUCHED = (
    "Versie {version} van het beleid is niet meer wat is gepubliceerd: wie er volgens die versie voor onze verwerkers "
    "gaat werken, is niet gelezen. Zet die versie terug uit een kopie; op haar dag kan zij zo niet ingaan"
)
TOUCHED_EN = (
    "Version {version} of the policy is no longer what was published: who is to work for our processors by it was not "
    "read. Restore it from a copy; as it is, it cannot come into force on its day"
)
SWEEP = "{system}: {due} records over hun termijn wachten op akkoord (lijst {id})"
SWEEP_EN = "{system}: {due} records past their term wait for approval (list {id})"
RESTORED = "{system}: {again} gewiste of verbeterde records staan er weer zoals vroeger; wacht op akkoord (lijst {id})"
RESTORED_EN = "{system}: {again} erased or corrected records are there as before; waits for approval (list {id})"


def replies(parts: Parts, tx: Transaction) -> Sequence[Need]:
    """Recipients who are still to be told, or have not answered (Art. 19)."""
    return [
        Need("reply", _about(parts, AWAITED[one.state], one.recipient), None, tx.requests.reference_of(one.request))
        for one in tx.recipients.unanswered()
        if one.state in AWAITED
    ]


def documents(parts: Parts, tx: Transaction) -> Sequence[Need]:
    """What ends soon or is over: agreements, secrecy, grounds of transfer, days of review, words that were given."""
    limit = parts.today() + ENDS_SOON
    try:
        policy, touched = with_those_announced(parts), list[Need]()
    except PublishedChanged:
        policy, touched = parts.policy, _touched(parts)
    ends = [*endings(policy, parts.on_behalf), *_words(parts, tx)]
    soon = [one for one in ends if one.day <= limit and (one.day >= parts.today() or one.kind not in ENDINGS_WITH_TASK)]
    needs = [Need("document", _called(parts, one), one.day) for one in soon]
    return [*touched, *sorted(needs, key=lambda need: (need.by or limit, need.about.in_("nl")))]


def _touched(parts: Parts) -> list[Need]:
    """A version whose day is still to come is no longer what was published: whom it announces is not read."""
    later = later_version(parts)
    return [Need("policy", worded(TOUCHED, TOUCHED_EN, version=later.number), later.starts())] if later else []


ENDINGS_WITH_TASK = frozenset({EndingKind.OBJECTION, EndingKind.RECIPIENT})
"""Once their day is past a task says what is to be done."""


def _words(parts: Parts, tx: Transaction) -> Iterator[Ending]:
    """A person's word for a clause, while the clause is still there."""
    for clause, word in tx.promises.attestations().items():
        if clause in parts.policy.clauses:
            yield Ending(EndingKind.WORD, clause, word.until)


def _called(parts: Parts, one: Ending) -> Text:
    """What ends, by the names people know."""
    who = {language: _who(parts, one, language) for language in ("nl", "en")}
    return Text({language: ENDINGS[one.kind].in_(language).format(who=who[language]) for language in who})


def _who(parts: Parts, one: Ending, language: str) -> str:
    recipient, _, sub = one.name.partition(" ")
    if recipient not in parts.policy.recipients or one.kind in (EndingKind.WORD, EndingKind.ASSESSMENT):
        return one.name
    label = recipient_label(parts.policy, recipient, language)
    return f"{sub} ({label})" if sub else label


def breaches(parts: Parts, tx: Transaction) -> Sequence[Need]:
    """Breaches whose hours are running (Art. 33)."""
    zone = parts.country.time_zone
    waiting = [one for one in tx.breaches.all(only_open=True) if not one.is_told]
    return [Need("breach", BREACH, local_date(one.tell_by, zone), breach=one.id) for one in waiting]


def holds(parts: Parts, tx: Transaction) -> Sequence[Need]:
    """Holds whose day of review has come."""
    return [
        Need("hold", worded(HOLD, HOLD_EN, hold=hold.id, ground=hold.ground), hold.review_on)
        for hold in to_review(tx.holds.all(), parts.today())
    ]


def disclosures(parts: Parts, tx: Transaction) -> Sequence[Need]:
    """Demands of authorities that wait for approval or for the package; never a secret one: the list is everybody's."""
    return [
        Need("disclosure", _disclosure(parts, one), disclosure=one.id)
        for one in tx.disclosures.all(only_open=True)
        if not one.is_secret and one.handed_on is None
    ]


def _disclosure(parts: Parts, one: Disclosure) -> Text:
    who = label_of(parts, one.authority)
    words = TO_HAND_OVER if one.state is DisclosureState.APPROVED else TO_APPROVE
    return Text({name: text.format(who=who.in_(name)) for name, text in words.by_language.items()})


def sweeps(_parts: Parts, tx: Transaction) -> Sequence[Need]:
    """Lists of what is past its term, that wait for a named person. One that was put off asks nobody."""
    waiting = [one for one in tx.sweeps.waiting() if one.put_off is None]
    return [Need("sweep", worded(SWEEP, SWEEP_EN, system=s.system, due=s.due, id=s.id)) for s in waiting]


def restored(_parts: Parts, tx: Transaction) -> Sequence[Need]:
    """Backups that came back, or what a sync wrote anew, to be done once more."""
    return [
        Need("restored", worded(RESTORED, RESTORED_EN, system=one.system, again=one.again, id=one.id))
        for one in tx.replays.waiting()
        if one.again
    ]


def _about(parts: Parts, words: Text, recipient: str) -> Text:
    labelled = {
        language: text.format(who=recipient_label(parts.policy, recipient, language))
        for language, text in words.by_language.items()
    }
    return Text(labelled)


SOURCES = (breaches, disclosures, replies, documents, holds, sweeps, restored)
