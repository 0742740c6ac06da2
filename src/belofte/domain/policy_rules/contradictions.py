"""Facts that cannot be true together: Art. 5(1)(a) GDPR. Only facts are compared, never wording."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.policy import ClauseId, LegalBasis, Purpose, RecipientRole
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.observed import uses_only_observed
from belofte.domain.policy_rules.recipients import private_recipients
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import names


@rule(
    "processor-own-use",
    Severity.ERROR,
    "Art. 5(1)(a), 28(3)(a), 28(10) GDPR",
    nl="‘{recipient}’ heet verwerker, maar houdt zich eigen gebruik van de gegevens voor.",
    en="‘{recipient}’ is called a processor, but reserves its own use of the data.",
    mend_nl="Sluit eigen gebruik uit in het contract, of noem recipients.{recipient} zelf verantwoordelijk.",
    mend_en="Rule out own use in the contract, or call recipients.{recipient} a controller of its own.",
)
def processor_own_use(world: World) -> Iterator[Hit]:
    """Who uses data for itself is not a processor for that use, whatever the text says it never does."""
    for recipient in private_recipients(world):
        bound = recipient.role in (RecipientRole.PROCESSOR, None) or bool(recipient.never_uses)
        if bound and recipient.own_use not in (None, "never"):
            yield hit(f"recipients.{recipient.name}.own_use", recipient=recipient.name)


@rule(
    "sharing-contradiction",
    Severity.ERROR,
    "Art. 5(1)(a) GDPR",
    nl="De belofte over delen ({promise}) klopt niet met wat er over deze ontvangers staat: {recipients}.",
    en="The promise about sharing ({promise}) does not agree with what is said of these recipients: {recipients}.",
    mend_nl="Verander de belofte of de ontvanger; kan dat niet, leg dan bij de zin vast wat besloten is (decide).",
    mend_en="Change the promise or the recipient; if neither can be, record at the clause what was decided (decide).",
)
def sharing_contradiction(world: World) -> Iterator[Hit]:
    """One promises "never for commercial ends" or "only for bookkeeping"; another may share on, or sends mail."""
    policy = world.policy
    sharers = [r.name for r in policy.recipients.values() if r.shares_on]
    if "commercial-sharing" in policy.never and sharers:
        paths = [f"recipients.{name}.shares_on" for name in sharers]
        yield hit("never.commercial-sharing", *paths, promise="never: commercial-sharing", recipients=names(sharers))
    allowed = set(policy.sharing.only_for)
    others = [r.name for r in policy.recipients.values() if not allowed.issuperset(r.does) or r.only_if]
    if allowed and others:
        paths = [f"recipients.{name}" for name in others]
        promise = f"sharing.only_for: {names(policy.sharing.only_for)}"
        yield hit("sharing.only_for", *paths, promise=promise, recipients=names(others))


@rule(
    "all-bound-contradiction",
    Severity.ERROR,
    "Art. 5(1)(a), 28(3)(b) GDPR",
    nl="De tekst zegt dat iedereen tot geheimhouding verplicht is, maar van {recipients} staat dat nergens.",
    en="The text says that everyone is bound to secrecy, but of {recipients} nothing shows it.",
    mend_nl="Regel de geheimhouding van elk van hen, of haal die zin weg.",
    mend_en="Settle the secrecy of each of them, or take that sentence out.",
)
def all_bound_contradiction(world: World) -> Iterator[Hit]:
    """A promise about all of them is a promise about each of them."""
    unbound = [r.name for r in private_recipients(world) if r.secrecy is None]
    if world.policy.sharing.all_bound_to_secrecy and unbound:
        paths = [f"recipients.{name}.secrecy" for name in unbound]
        yield hit("sharing.all_bound_to_secrecy", *paths, recipients=names(unbound))


@rule(
    "purpose-tie-contradiction",
    Severity.ERROR,
    "Art. 5(1)(a) and (b) GDPR",
    nl="De tekst zegt dat elk doel rust op {tied}; het doel ‘{purpose}’ doet dat niet.",
    en="The text says that every purpose rests on {tied}; the purpose ‘{purpose}’ does not.",
    mend_nl="Noem bij limits.tied_to (of tied_to_order) waar ‘{purpose}’ op rust, of stop met dit doel.",
    mend_en="Name at limits.tied_to (or tied_to_order) what ‘{purpose}’ rests on, or stop this purpose.",
)
def purpose_tie_contradiction(world: World) -> Iterator[Hit]:
    """A visitor gave no order, and a subscriber neither."""
    tied = world.policy.limits.tied_to
    for purpose in world.policy.purposes.values():
        ground = _ground(world, purpose)
        if purpose.tied_to_order and ground != "order":
            yield hit(f"purposes.{purpose.name}.tied_to_order", purpose=purpose.name, tied="order")
        elif tied and ground not in tied:
            yield hit("limits.tied_to", f"purposes.{purpose.name}", purpose=purpose.name, tied=names(tied))


def _ground(world: World, purpose: Purpose) -> str:
    """What a purpose rests on, in the words of ``limits.tied_to``; an unstated basis is judged by what is used."""
    if purpose.basis is not None:
        return _GROUNDS.get(purpose.basis, str(purpose.basis))
    if purpose.law:
        return "legal-duty"
    if purpose.ask:
        return "consent"
    return "legitimate-interest" if uses_only_observed(world.policy, purpose) else "order"


_GROUNDS = {LegalBasis.CONTRACT: "order"}


@rule(
    "metadata-called-not-personal",
    Severity.ERROR,
    "Art. 4(1), recital 30 GDPR",
    nl="Van ‘{recipient}’ heet gebruiksinformatie geen persoonsgegeven, terwijl een IP-adres elders wel zo geldt.",
    en="Usage metadata at ‘{recipient}’ is called not personal, while an IP address counts as personal elsewhere.",
    mend_nl="Noem gebruiksinformatie met IP-adressen persoonsgegevens: recipients.{recipient}.metadata: personal.",
    mend_en="Call metadata with IP addresses personal data: recipients.{recipient}.metadata: personal.",
    decidable=False,
)
def metadata_called_not_personal(world: World) -> Iterator[Hit]:
    """The same address cannot be about a person on one line and about nobody on the next."""
    policy = world.policy
    held = {kind for category in policy.data.values() for kind in category.kinds} | set(policy.website.collects)
    if "ip-address" in held:
        for recipient in policy.recipients.values():
            if recipient.metadata == "not-personal":
                yield hit(f"recipients.{recipient.name}.metadata", recipient=recipient.name)


@rule(
    "never-but-declared",
    Severity.ERROR,
    "Art. 5(1)(a) GDPR",
    nl="De tekst belooft nooit ‘{promise}’, maar ontvanger ‘{recipient}’ is er juist voor.",
    en="The text promises never ‘{promise}’, but recipient ‘{recipient}’ is there for just that.",
    mend_nl="Haal de belofte weg bij never, of de ontvanger bij recipients.",
    mend_en="Take the promise out of never, or the recipient out of recipients.",
)
def never_but_declared(world: World) -> Iterator[Hit]:
    """A negative promise is broken by one line further on."""
    for recipient in world.policy.recipients.values():
        is_payment = recipient.role is RecipientRole.PAYMENT or "payment" in recipient.does
        sells = bool({"advertising", "resale"} & set(recipient.does))
        for promise, broken in (("online-payment", is_payment), ("commercial-sharing", sells)):
            if promise in world.policy.never and broken:
                yield hit(f"never.{promise}", f"recipients.{recipient.name}", promise=promise, recipient=recipient.name)


@rule(
    "never-word-unclear",
    Severity.INFORMATION,
    "Art. 12(1) GDPR",
    nl="‘Nooit {promise}’ is dubbelzinnig terwijl er goederen bezorgd worden: gaat het over gegevens of over waren.",
    en="“Never {promise}” is ambiguous while goods are delivered: it may be about data or about goods.",
    mend_nl="Zeg bij never_means.{promise} wat het betekent.",
    mend_en="Say at never_means.{promise} what it means.",
)
def never_word_unclear(world: World) -> Iterator[Hit]:
    """A promise that can be read in two ways is kept in one of them only."""
    policy = world.policy
    delivers = any(r.role is RecipientRole.CARRIER for r in policy.recipients.values())
    if "resale" in policy.never and delivers and "resale" not in policy.never_means:
        yield hit("never.resale", promise="resale")


@rule(
    "clauses-contradict",
    Severity.ERROR,
    "Art. 5(1)(a) GDPR",
    nl="De zinnen {clause} en {other} kunnen niet allebei waar zijn, en er is niets besloten.",
    en="The clauses {clause} and {other} cannot both be true, and nothing has been decided.",
    mend_nl="Schrap een van beide, of leg bij {clause} vast wat besloten is (decide).",
    mend_en="Drop one of them, or record at {clause} what was decided (decide).",
    decidable=False,
)
def clauses_contradict(world: World) -> Iterator[Hit]:
    """The company itself has marked two of its sentences as contradicting each other."""
    pairs: set[frozenset[ClauseId]] = set()
    for clause in world.policy.clauses.values():
        for other in clause.contradicts:
            decided = clause.decide or _decision_of(world, other)
            if not decided and frozenset((clause.id, other)) not in pairs:
                pairs.add(frozenset((clause.id, other)))
                yield hit(f"clauses.{clause.id}", f"clauses.{other}", clause=clause.id, other=other)


def _decision_of(world: World, clause: ClauseId) -> str | None:
    known = world.policy.clauses.get(clause)
    return known.decide if known else None


@rule(
    "clause-without-fact",
    Severity.WARNING,
    "Art. 5(2) GDPR",
    nl="Zin {clause} rust op geen enkel feit en zegt niet waarom hij niet te controleren is.",
    en="Clause {clause} rests on no fact and does not say why it cannot be checked.",
    mend_nl="Noem in clauses.yaml de feiten waarop {clause} rust, of not_checkable met de reden.",
    mend_en="Name in clauses.yaml the facts that {clause} rests on, or not_checkable with the reason.",
)
def clause_without_fact(world: World) -> Iterator[Hit]:
    """A sentence without a fact can be carried out by nobody."""
    for clause in world.policy.clauses.values():
        if not clause.facts and not clause.not_checkable:
            yield hit(f"clauses.{clause.id}", clause=clause.id)


@rule(
    "right-denied-by-retention",
    Severity.WARNING,
    "Art. 7(3), 17(1)(b) GDPR",
    nl="‘{category}’ rust alleen op toestemming, maar het bewaren eindigt niet als die wordt ingetrokken.",
    en="‘{category}’ rests on consent alone, but keeping it does not end when that is withdrawn.",
    mend_nl="Zet retention.{category}.until op consent-withdrawn, of noem een termijn.",
    mend_en="Set retention.{category}.until to consent-withdrawn, or give a term.",
)
def right_denied_by_retention(world: World) -> Iterator[Hit]:
    """Data held on a yes go with the no."""
    policy = world.policy
    for category in policy.data:
        bases = {p.basis for p in policy.purposes.values() if any(use.category == category for use in p.uses)}
        kept = policy.retention.get(category)
        ends = {kept.until, "consent-withdrawn"} if kept and kept.until and not kept.ceiling else set[str]()
        if bases == {LegalBasis.CONSENT} and len(ends) > 1:
            yield hit(f"retention.{category}.until", category=category)


RULES = (
    processor_own_use,
    sharing_contradiction,
    all_bound_contradiction,
    purpose_tie_contradiction,
    metadata_called_not_personal,
    never_but_declared,
    never_word_unclear,
    clauses_contradict,
    clause_without_fact,
    right_denied_by_retention,
)
