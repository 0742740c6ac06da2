"""Disclosures to authorities, for the office: received, approved by two, handed over, refused, lifted, told, closed.

Who is not named with a secret order finds nothing of it here: not in a list, not by its id, not by what is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from belofte.domain import disclosure as rules
from belofte.domain.account import Act
from belofte.domain.authority import Authorities
from belofte.domain.disclosure import Disclosure, DisclosureEvent, DisclosureState, RefusedBecause, may_see
from belofte.domain.errors import CouldNotLook, Refused, require_name
from belofte.domain.identity import Identifier
from belofte.domain.plan import Plan
from belofte.domain.policy import Text
from belofte.domain.rights.planning import Drafted
from belofte.domain.said import said
from belofte.domain.system_map import Verb
from belofte.domain.worded import worded
from belofte.loading.authorities import authorities_of
from belofte.procedures.acting.disclosing import NoLongerFits, hand_over, lines_of
from belofte.procedures.answering.package import zip_parts
from belofte.procedures.disclosing import holding
from belofte.procedures.disclosing.demand import Demand, Judged, judge
from belofte.procedures.disclosing.ending import end_one, save_ended
from belofte.procedures.disclosing.kept import Note, keep_order, keep_plan, notes_of, order_of, plan_of
from belofte.procedures.disclosing.knowing import account_of, check_known, find_for, must_have
from belofte.procedures.disclosing.planning import look_for
from belofte.procedures.disclosing.telling import address_of_subject, label_of, queue_told
from belofte.procedures.parts import IDENTIFIERS, Current, Parts, decode_identifiers, encode_identifiers
from belofte.procedures.retaining.postponing import Rerun
from belofte.store_port import Transaction


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """One disclosure for who may see it. ``as_sealed`` False: the entry is not what its leaf says. ``notes``: what was
    left out of answers. ``by_hand``: systems where a person would have to look. No personal data."""

    disclosure: Disclosure
    state: DisclosureState
    label: Text
    plan: Plan | None
    by_hand: tuple[str, ...]
    document_kept: bool
    can_fetch: bool
    as_sealed: bool
    notes: tuple[Note, ...] = ()


class DisclosureDesk:
    """Disclosures for the office: ``belofte.desk(DisclosureDesk)``. ``by`` is the name of an account wherever a secret
    order may be behind it."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def receive(self, demand: Demand, by: str) -> DisclosureView:
        """Write down what an authority asks for. What the law does not force is refused at once, and the refusal stands
        in the register. Raises ``WrongUse`` for words the folder does not know."""
        parts = self._parts
        require_name(by, "received this")
        judged = judge(parts, demand)
        entry = _entry(parts, demand, judged, by)
        check_known(parts, entry)
        if judged.because is None and demand.person is not None:
            return self._open(entry, demand, demand.person)
        parts.store.open_cases([entry.id])
        because = judged.because or RefusedBecause.NO_SCOPE
        with parts.store.transaction() as tx:
            tx.disclosures.add(entry)
        return self._refused(entry, rules.refused(entry, because, by, parts.today()), by)

    def list(self, by: str = "", only_open: bool = True) -> Sequence[Disclosure]:
        """Newest first, as far as ``by`` may see them."""
        with self._parts.store.reading() as tx:
            account = account_of(tx, by)
            return [one for one in tx.disclosures.all(only_open) if may_see(one, account)]

    def show(self, disclosure: str, by: str = "") -> DisclosureView:
        """One disclosure. Raises ``WrongUse`` where there is none, or none that ``by`` may see."""
        parts = self._parts
        with parts.store.reading() as tx:
            entry = find_for(tx, disclosure, by)
            draft = plan_of(tx, entry.id)
            steps = draft.plan.steps if draft else ()
            return DisclosureView(
                disclosure=entry,
                state=entry.state,
                label=label_of(parts, entry.authority),
                plan=draft.plan if draft else None,
                by_hand=tuple(step.system for step in steps if step.verb is Verb.ASK_PERSON),
                document_kept=order_of(tx, entry.id)[1] is not None,
                can_fetch=entry.state is DisclosureState.HANDED_OVER and bool(tx.vault.packages(entry.id)),
                as_sealed=tx.disclosures.is_as_sealed(entry),
                notes=tuple(notes_of(tx, entry.id)) if not entry.is_over else (),
            )

    def rows(self, by: str) -> Sequence[tuple[Disclosure, Text]]:
        """All that ``by`` may see, with the authority's name."""
        return [(one, label_of(self._parts, one.authority)) for one in self.list(by, only_open=False)]

    def authorities(self) -> Authorities:
        """Who can demand data in the policy's country."""
        return authorities_of(self._parts.policy.controller.country or "")

    def categories(self) -> Sequence[str]:
        """What an order can name: the policy's categories."""
        return list(self._parts.policy.data)

    def plan_again(self, disclosure: str, by: str) -> DisclosureView:
        """Look again in every system; who approved the plan before has not approved this one."""
        parts = self._parts
        with parts.store.reading() as tx:
            entry = rules.planned(find_for(tx, disclosure, by), "")
            identifiers = _identifiers(tx, entry.id)
        _, draft = look_for(parts, entry, identifiers)
        self._keep_plan(entry, draft)
        return self.show(disclosure, by)

    def approve(self, disclosure: str, plan: str, by: str) -> DisclosureView:
        """One person's yes to the newest plan; two different persons with accounts are needed."""
        parts = self._parts
        with parts.store.transaction() as tx:
            entry = find_for(tx, disclosure, by)
            account = must_have(tx, by, Act.APPROVE, "approve a disclosure")
            given = rules.approved(entry, plan, account.name, parts.today())
            _save(parts, tx, given, DisclosureEvent.APPROVED)
        return self.show(disclosure, by)

    def let_in(self, disclosure: str, who: str, by: str) -> DisclosureView:
        """Who knows of a secret order names one more person who may: the account ``who``, which must be one that may
        decide. Only the entry itself tells of it."""
        parts = self._parts
        with parts.store.transaction() as tx:
            entry = find_for(tx, disclosure, by)
            known = must_have(tx, by, Act.DECIDE, "let somebody know of a secret order")
            tx.disclosures.save(rules.let_in(entry, account_of(tx, who), known.name, parts.today()))
        return self.show(disclosure, by)

    def refuse(self, disclosure: str, by: str, reasons: str) -> DisclosureView:
        """A named person refuses, with reasons: the order is not what it seems, or asks too much."""
        with self._parts.store.reading() as tx:
            entry = find_for(tx, disclosure, by)
        return self._refused(
            entry, rules.refused(entry, RefusedBecause.BY_PERSON, by, self._parts.today(), reasons), by
        )

    def _refused(self, entry: Disclosure, refused: Disclosure, by: str) -> DisclosureView:
        """A refusal ends what may be told of; a secret one ends with its secrecy."""
        parts = self._parts
        with parts.store.transaction() as tx:
            if refused.is_over:
                save_ended(parts, tx, refused, DisclosureEvent.REFUSED)
            else:
                tx.disclosures.save(refused)
        if refused.is_over:
            end_one(parts, entry.id)
        return self.show(entry.id, by)

    def hand_over(self, disclosure: str, by: str) -> DisclosureView:
        """Write what two persons approved, and count it again. Where the systems hold something else by now, a new plan
        waits for two approvals, and nothing is handed over."""
        parts = self._parts
        with parts.store.reading() as tx:
            entry = find_for(tx, disclosure, by)
            must_have(tx, by, Act.DECIDE, "hand data over")
            rules.must_be_approved(entry)
            draft, identifiers = plan_of(tx, entry.id), _identifiers(tx, entry.id)
        if draft is None or draft.plan.id != entry.plan:
            raise Refused(
                worded("Het goedgekeurde plan is er niet.", "The plan that was approved is not there."),
                "belofte disclose plan, and approve it again",
            )
        for blind in draft.plan.blind:
            raise CouldNotLook(
                worded(
                    "In {system} kon niet gekeken worden: {why}",
                    "{system} could not be looked at: {why}",
                    system=blind.system,
                    why=said(blind.why),
                ),
                said(blind.remedy),
            )
        try:
            handed = hand_over(parts, entry, draft, identifiers)
        except NoLongerFits as other:
            self.plan_again(disclosure, by)
            raise Refused(
                worded(
                    "In de systemen staat iets anders dan is goedgekeurd: er is niets verstrekt.",
                    "The systems hold something else than was approved: nothing was handed over.",
                ),
                "read the new plan and approve it: belofte disclose show",
            ) from other
        with parts.store.transaction() as tx:
            done = rules.handed_over(find_for(tx, disclosure, by), by, parts.today(), handed.lines, handed.contents)
            _save(parts, tx, done, DisclosureEvent.HANDED_OVER)
        return self.show(disclosure, by)

    def package(self, disclosure: str, by: str) -> Iterator[bytes]:
        """What was handed over, as a zip in parts; gone once the disclosure has ended."""
        parts = self._parts
        with parts.store.reading() as tx:
            entry = find_for(tx, disclosure, by)
            must_have(tx, by, Act.DECIDE, "fetch what is handed over")
            if entry.state is not DisclosureState.HANDED_OVER or not tx.vault.packages(entry.id):
                raise Refused(
                    worded(
                        "Er is geen pakket: er is niets verstrekt, of het is gesloten.",
                        "There is no package: nothing was handed over, or it has ended.",
                    )
                )
        return zip_parts(lines_of(parts, entry.id))

    def order(self, disclosure: str, by: str) -> tuple[str, bytes]:
        """The order itself, by its name, where the file was kept."""
        with self._parts.store.reading() as tx:
            entry = find_for(tx, disclosure, by)
            must_have(tx, by, Act.READ, "read an order")
            name, content = order_of(tx, entry.id)
        if content is None:
            raise Refused(
                worded(
                    "Alleen de naam en de hash van dit stuk zijn bewaard, of het is gesloten.",
                    "Only the name and the hash of this order were kept, or it has ended.",
                )
            )
        return name, content

    def lift(self, disclosure: str, by: str, not_told_because: str = "") -> Rerun:
        """The secrecy is over: file, copies and hold go, what was postponed is done, the entry stands in the register,
        and the person is told, unless the law leaves that to somebody else or there is a reason not to."""
        parts = self._parts
        with parts.store.transaction() as tx:
            entry = find_for(tx, disclosure, by)
            must_have(tx, by, Act.DECIDE, "lift a secrecy")
            lifted = rules.lifted(entry, by, parts.today())
            lifted = _told(parts, tx, lifted, not_told_because)
            save_ended(parts, tx, lifted, DisclosureEvent.LIFTED)
        return end_one(parts, disclosure)

    def close(self, disclosure: str, by: str) -> Rerun:
        """Nothing is left to do: file, copies and hold go; the entry stays in the register."""
        parts = self._parts
        with parts.store.transaction() as tx:
            closed = rules.closed(find_for(tx, disclosure, by), by, parts.today())
            save_ended(parts, tx, closed, DisclosureEvent.ENDED)
        return end_one(parts, disclosure)

    def _open(self, entry: Disclosure, demand: Demand, person: Identifier) -> DisclosureView:
        parts = self._parts
        if demand.review_on is not None:
            entry = replace(entry, hold=holding.new_hold(parts), review_on=demand.review_on)
        located, draft = look_for(parts, entry, (person,))
        entry = rules.planned(entry, draft.plan.id)
        parts.store.open_cases([entry.id])
        with parts.store.transaction() as tx:
            tx.disclosures.add(entry)
            known = (person, *located.identifiers)
            tx.vault.put(entry.id, IDENTIFIERS, encode_identifiers(known))
            if demand.document is not None:
                keep_order(tx, entry.id, demand.document)
            keep_plan(tx, entry.id, draft)
            holding.place(parts, tx, entry, located, known)
            _save(parts, tx, entry, DisclosureEvent.RECEIVED)
        holding.follow(parts, entry)
        return self.show(entry.id, entry.received_by)

    def _keep_plan(self, entry: Disclosure, draft: Drafted) -> None:
        with self._parts.store.transaction() as tx:
            keep_plan(tx, entry.id, draft)
            _save(self._parts, tx, rules.planned(entry, draft.plan.id), DisclosureEvent.PLANNED)


def _entry(parts: Parts, demand: Demand, judged: Judged, by: str) -> Disclosure:
    """What was asked, before anything is decided. Only an order on paper can forbid to speak of it."""
    article, document = judged.article, demand.document
    secret = demand.secret.strip() or (article.secret if article else "")
    return Disclosure(
        id=parts.new_id("disclosure"),
        authority=demand.authority.strip(),
        article=article.article if article else demand.article.strip(),
        ground=article.ground if article else demand.ground.strip(),
        channel=demand.channel,
        received_on=demand.received_on or parts.today(),
        received_by=by.strip(),
        scope=demand.scope,
        authority_because=demand.authority_because.strip(),
        digest=sha256(document.content).hexdigest() if document else "",
        secret=secret if document else "",
        known_to=tuple(dict.fromkeys((by.strip(), *demand.known_to))) if secret and document else (),
    )


def _told(parts: Parts, tx: Transaction, lifted: Disclosure, because: str) -> Disclosure:
    """Tell the person what went to the authority, or say why not. Nothing went: there is nothing to tell."""
    known = authorities_of(parts.policy.controller.country or "").get(lifted.authority)
    article = known.article(lifted.article) if known else None
    if because.strip() or lifted.handed_on is None:
        return replace(lifted, not_told_because=because.strip())
    if article is not None and article.tells is not None:
        return replace(lifted, not_told_because=article.tells.in_("en"))
    queue_told(parts, tx, lifted, address_of_subject(tx, lifted.id))
    return replace(lifted, told_on=parts.today())


def _save(parts: Parts, tx: Transaction, entry: Disclosure, event: DisclosureEvent) -> None:
    """Saved; sealed as well, unless nobody may know of it."""
    if entry.is_secret:
        tx.disclosures.save(entry)
    else:
        tx.disclosures.seal(entry, event, parts.today())


def _identifiers(tx: Transaction, disclosure: str) -> tuple[Identifier, ...]:
    return decode_identifiers(tx.vault.newest(IDENTIFIERS, [disclosure]).get(disclosure, b"[]"))
