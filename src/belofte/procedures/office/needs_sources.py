"""What other books add to the list of what needs a person: silent recipients, documents that end, breaches, holds to be
looked at again, sweeps that wait, backups that came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from belofte.domain.clock import local_date
from belofte.domain.disclosure import Disclosure, DisclosureState
from belofte.domain.hold import to_review
from belofte.domain.notice.labels import recipient_label
from belofte.domain.policy import Text
from belofte.domain.worded import worded
from belofte.procedures.disclosing.telling import label_of
from belofte.procedures.office.what_is_needed import Need
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction

ENDS_SOON = timedelta(days=60)
"""How long before its end a document is shown: a contract takes time to renew."""
AWAITED = {
    "to-tell": Text({"nl": "{who}: nog te vertellen", "en": "{who}: still to be told"}),
    "told": Text({"nl": "{who}: nog geen antwoord", "en": "{who}: no answer yet"}),
}
BREACH = Text({"nl": "Datalek: nog niet gemeld of afgedaan", "en": "Breach: not reported or dealt with yet"})
TO_APPROVE = Text({"nl": "Vordering van {who}: wacht op akkoord", "en": "Demand by {who}: waits for approval"})
TO_HAND_OVER = Text({"nl": "Vordering van {who}: nog te verstrekken", "en": "Demand by {who}: to be handed over"})
SECRECY = Text({"nl": "Geheimhouding van {who}", "en": "Secrecy of {who}"})
HOLD, HOLD_EN = "Bewaarslot {hold} ({ground}): opnieuw bekijken", "Hold {hold} ({ground}): look again"
SWEEP = "{system}: {due} records over hun termijn wachten op akkoord (lijst {id})"
SWEEP_EN = "{system}: {due} records past their term wait for approval (list {id})"
RESTORED = "{system}: {again} gewiste of verbeterde records staan er weer zoals vroeger; wacht op akkoord (lijst {id})"
RESTORED_EN = "{system}: {again} erased or corrected records are there as before; waits for approval (list {id})"
TRANSFER = Text({"nl": "Doorgifte aan {who}: opnieuw bekijken", "en": "Transfer to {who}: review"})


def replies(parts: Parts, tx: Transaction) -> Sequence[Need]:
    """Recipients who are still to be told, or have not answered (Art. 19)."""
    return [
        Need("reply", _about(parts, AWAITED[one.state], one.recipient), None, tx.requests.reference_of(one.request))
        for one in tx.recipients.unanswered()
        if one.state in AWAITED
    ]


def documents(parts: Parts, _tx: Transaction) -> Sequence[Need]:
    """Secrecy and grounds of transfer that end, or are to be looked at again."""
    limit, needs = parts.today() + ENDS_SOON, list[Need]()
    for name, recipient in parts.policy.recipients.items():
        ends = [
            (SECRECY, recipient.secrecy.until if recipient.secrecy else None),
            (TRANSFER, recipient.transfer.review if recipient.transfer else None),
        ]
        needs += [Need("document", _about(parts, words, name), day) for words, day in ends if day and day <= limit]
    return sorted(needs, key=lambda need: need.by or limit)


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
    """Lists of what is past its term, that wait for a named person."""
    return [Need("sweep", worded(SWEEP, SWEEP_EN, system=s.system, due=s.due, id=s.id)) for s in tx.sweeps.waiting()]


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
