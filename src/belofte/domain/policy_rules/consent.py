"""Consent, cookies and mail: Art. 4(11), 7, 21(4) GDPR; Art. 5(3) ePrivacy (in the Netherlands Tw 11.7 and 11.7a)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from belofte.domain.kinds import CONTACT_KINDS
from belofte.domain.policy import LegalBasis, Policy
from belofte.domain.policy_rules.finding import Severity
from belofte.domain.policy_rules.marketing import marketing_purposes
from belofte.domain.policy_rules.observed import is_observed, uses_only_observed
from belofte.domain.policy_rules.rule import Hit, World, hit, rule
from belofte.domain.policy_rules.words import kinds, names


def _cookie_setters(world: World) -> list[str]:
    """Recipients whose product sets cookies, as far as is known."""
    behind = ((r.name, world.vendors.behind(r)) for r in world.policy.recipients.values())
    return [name for name, vendor in behind if vendor and vendor.sets_cookies]


@rule(
    "cookies-not-described",
    Severity.ERROR,
    "Art. 5(3) ePrivacy Directive; Tw 11.7a",
    nl="Over cookies en volgen staat er te weinig: welke, waarvoor, hoe lang, en dat u vooraf om een ja vraagt.",
    en="Too little is said on cookies and tracking: which, what for, how long, and that consent is asked before.",
    mend_nl="Noem de cookies bij website.cookies (een lege lijst als er geen zijn), zet cookie_consent op before,"
    " en tracking bij de ontvanger op asked of off.",
    mend_en="Name the cookies at website.cookies (an empty list if there are none), set cookie_consent to before,"
    " and tracking at the recipient to asked or off.",
    decidable=False,
)
def cookies_not_described(world: World) -> Iterator[Hit]:
    """Telling people is not asking them."""
    website = world.policy.website
    if website.cookies is None:
        yield hit("website.cookies")
    elif website.cookie_consent != "before" and (_cookie_setters(world) or _asks_consent(world.policy)):
        yield hit("website.cookie_consent")
    for name in website.cookies or ():
        cookie = website.cookie_facts.get(name)
        if cookie is None or not cookie.purpose or not cookie.lifetime:
            yield hit(f"website.cookies.{name}")
    for recipient in world.policy.recipients.values():
        if recipient.tracking == "disclosed":
            yield hit(f"recipients.{recipient.name}.tracking")


def _asks_consent(policy: Policy) -> bool:
    """Whether some cookie is not strictly needed: it does not serve a contract or a duty."""
    exempt = {p.name for p in policy.purposes.values() if p.basis in (LegalBasis.CONTRACT, LegalBasis.LEGAL_DUTY)}
    facts = policy.website.cookie_facts
    served = (facts[name].purpose if name in facts else None for name in policy.website.cookies or ())
    return any(purpose is not None and purpose not in exempt for purpose in served)


@rule(
    "statistics-without-consent",
    Severity.ERROR,
    "Art. 5(3) ePrivacy Directive; Tw 11.7a; Art. 6(1)(a) GDPR",
    nl="Het doel ‘{purpose}’ rust op {basis}, maar ‘{recipient}’ plaatst daarvoor cookies: dat mag alleen na een ja.",
    en="The purpose ‘{purpose}’ rests on {basis}, but ‘{recipient}’ sets cookies for it: that needs consent first.",
    mend_nl="Zet purposes.{purpose}.basis op consent, of neem een product zonder cookies.",
    mend_en="Set purposes.{purpose}.basis to consent, or use a product without cookies.",
    decidable=False,
)
def statistics_without_consent(world: World) -> Iterator[Hit]:
    """A legitimate interest does not open somebody's device."""
    setters = set(_cookie_setters(world))
    for recipient in world.policy.recipients.values():
        if recipient.name not in setters or "statistics" not in recipient.does:
            continue
        for purpose in world.policy.purposes.values():
            shared = {use.category for use in purpose.uses} & set(recipient.gets)
            consented = purpose.basis in (LegalBasis.CONSENT, None)
            if shared and not consented and uses_only_observed(world.policy, purpose):
                path, basis = f"purposes.{purpose.name}.basis", str(purpose.basis)
                yield hit(path, purpose=purpose.name, basis=basis, recipient=recipient.name)


@rule(
    "consent-bundled",
    Severity.WARNING,
    "Art. 7(2) and (4), recital 43 GDPR",
    nl="Voor {purposes} wordt één toestemming gevraagd: men kan niet op het een ja en op het ander nee zeggen.",
    en="One consent is asked for {purposes}: one cannot say yes to one and no to the other.",
    mend_nl="Geef elk doel een eigen vraag (ask) en laat bundled_with weg.",
    mend_en="Give each purpose a question (ask) of its own and drop bundled_with.",
)
def consent_bundled(world: World) -> Iterator[Hit]:
    """A yes counts for one purpose."""
    asked: dict[str, list[str]] = defaultdict(list)
    for purpose in world.policy.purposes.values():
        if purpose.bundled_with:
            yield hit(f"purposes.{purpose.name}.bundled_with", purposes=names((purpose.name, purpose.bundled_with)))
        elif purpose.ask:
            asked[purpose.ask].append(purpose.name)
    for together in asked.values():
        if len(together) > 1:
            yield hit(*(f"purposes.{name}.ask" for name in together), purposes=names(together))


@rule(
    "needed-unexplained",
    Severity.WARNING,
    "Art. 5(1)(c), 7(4) GDPR",
    nl="Voor ‘{purpose}’ heten deze gegevens nodig: {kinds}. Waarom zij niet gemist kunnen worden staat er niet.",
    en="For ‘{purpose}’ these data are called needed: {kinds}. Why they cannot be left out is not said.",
    mend_nl="Maak ze optional, of zeg waarom bij data.{category}.why_needed.",
    mend_en="Make them optional, or say why at data.{category}.why_needed.",
)
def needed_unexplained(world: World) -> Iterator[Hit]:
    """To be reached, one address is enough; whoever asks for more says why."""
    for purpose in marketing_purposes(world.policy):
        for category in (world.policy.data.get(use.category) for use in purpose.uses if use.part != "optional"):
            more = [kind for kind in category.needed if kind not in CONTACT_KINDS] if category else []
            if category and more and not category.why_needed:
                path = f"data.{category.name}.needed"
                yield hit(path, purpose=purpose.name, category=category.name, kinds=kinds(more))


@rule(
    "consent-not-asked",
    Severity.WARNING,
    "Art. 4(11), 7(1) GDPR",
    nl="Het doel ‘{purpose}’ rust op toestemming, maar er is geen vraag waarmee die gegeven wordt.",
    en="The purpose ‘{purpose}’ rests on consent, but there is no question by which it is given.",
    mend_nl="Geef de vraag een naam bij purposes.{purpose}.ask.",
    mend_en="Name the question at purposes.{purpose}.ask.",
)
def consent_not_asked(world: World) -> Iterator[Hit]:
    """Consent that was never asked cannot be shown."""
    for purpose in world.policy.purposes.values():
        if purpose.basis is LegalBasis.CONSENT and not purpose.ask:
            yield hit(f"purposes.{purpose.name}.ask", purpose=purpose.name)


@rule(
    "consent-records-not-held",
    Severity.WARNING,
    "Art. 5(2), 7(1), 13(2)(a) GDPR",
    nl="Er wordt toestemming gevraagd, maar geen categorie houdt bij wie waarmee instemde, en hoe lang.",
    en="Consent is asked, but no category holds who agreed to what, and for how long.",
    mend_nl="Maak onder data een categorie met consent-record, met een doel en een termijn.",
    mend_en="Make a category under data that holds consent-record, with a purpose and a term.",
)
def consent_records_not_held(world: World) -> Iterator[Hit]:
    """Whoever relies on consent must be able to show it, and the proof is about people too."""
    asked = any(purpose.basis is LegalBasis.CONSENT for purpose in world.policy.purposes.values())
    if asked and not any("consent-record" in category.kinds for category in world.policy.data.values()):
        yield hit("data")


@rule(
    "asked-but-not-consent",
    Severity.WARNING,
    "Art. 5(1)(a), 7 GDPR",
    nl="Voor het doel ‘{purpose}’ wordt toestemming gevraagd, maar de rechtsgrond is {basis}.",
    en="Consent is asked for the purpose ‘{purpose}’, but its legal basis is {basis}.",
    mend_nl="Maak de grond toestemming, of vraag niet wat u toch al mag.",
    mend_en="Make the basis consent, or do not ask for what you may do anyway.",
)
def asked_but_not_consent(world: World) -> Iterator[Hit]:
    """Whoever is asked believes that a no will be heard."""
    for purpose in world.policy.purposes.values():
        if purpose.ask and purpose.basis not in (LegalBasis.CONSENT, None):
            yield hit(f"purposes.{purpose.name}.basis", purpose=purpose.name, basis=str(purpose.basis))


@rule(
    "unsubscribe-not-told",
    Severity.WARNING,
    "Art. 21(2) GDPR; Tw 11.7(4)",
    nl="Er zijn e-mails die mensen niet vroegen ({purposes}), maar een afmeldlink wordt niet beloofd.",
    en="There is mail that people did not ask for ({purposes}), but no unsubscribe link is promised.",
    mend_nl="Zet website.unsubscribe_link op in-every-mail of in-newsletters.",
    mend_en="Set website.unsubscribe_link to in-every-mail or in-newsletters.",
)
def unsubscribe_not_told(world: World) -> Iterator[Hit]:
    """Each message carries the way out of the next one."""
    marketing = marketing_purposes(world.policy)
    if marketing and not world.policy.website.unsubscribe_link:
        yield hit("website.unsubscribe_link", purposes=names(p.name for p in marketing))


@rule(
    "channels-not-named",
    Severity.WARNING,
    "Art. 4(11), 7(2) GDPR; Art. 13 ePrivacy Directive",
    nl="‘{purpose}’ is reclame waarvoor toestemming wordt gevraagd, maar niet langs welke weg: zo mag er niets uit.",
    en="‘{purpose}’ is marketing that people consent to, but it does not say by which way: then nothing may leave.",
    mend_nl="Noem de wegen bij purposes.{purpose}.channels: email, post, phone of parcel.",
    mend_en="Name the ways at purposes.{purpose}.channels: email, post, phone or parcel.",
)
def channels_not_named(world: World) -> Iterator[Hit]:
    """A yes to mail is none to a telephone call, so a yes says to what; no message passes for a way nobody named."""
    for purpose in marketing_purposes(world.policy):
        if purpose.basis is LegalBasis.CONSENT and not purpose.channels:
            yield hit(f"purposes.{purpose.name}.channels", purpose=purpose.name)


@rule(
    "collected-lists-differ",
    Severity.WARNING,
    "Art. 13, 5(1)(a) GDPR",
    nl="De lijst van wat de website zelf verzamelt is niet volledig of niet gesloten: {kinds}.",
    en="The list of what the website collects by itself is not complete or not closed: {kinds}.",
    mend_nl="Zet in website.collects alles wat vastgelegd wordt en zet collects_closed op ja.",
    mend_en="Put in website.collects all that is recorded and set collects_closed to yes.",
)
def collected_lists_differ(world: World) -> Iterator[Hit]:
    """Two lists of the same thing that differ: one of them is wrong."""
    policy, website = world.policy, world.policy.website
    recorded = [kind for r in policy.recipients.values() if "statistics" in r.does for kind in r.records]
    recorded += [kind for c in policy.data.values() if is_observed(policy, c) for kind in c.kinds]
    extra = [kind for kind in dict.fromkeys(recorded) if kind not in website.collects]
    if extra or not website.collects_closed:
        yield hit("website.collects", kinds=kinds(extra))


@rule(
    "recorded-kinds-missing",
    Severity.WARNING,
    "Art. 13, 14(1)(d) GDPR",
    nl="‘{recipient}’ meet het bezoek, maar er staat niet wat daarbij wordt vastgelegd.",
    en="‘{recipient}’ measures visits, but it does not say what is recorded.",
    mend_nl="Noem de soorten bij recipients.{recipient}.records.",
    mend_en="Name the kinds at recipients.{recipient}.records.",
)
def recorded_kinds_missing(world: World) -> Iterator[Hit]:
    """What nobody typed in is what people least expect to be kept."""
    for recipient in world.policy.recipients.values():
        if "statistics" in recipient.does and not recipient.records:
            yield hit(f"recipients.{recipient.name}.records", recipient=recipient.name)


RULES = (
    cookies_not_described,
    statistics_without_consent,
    consent_bundled,
    needed_unexplained,
    consent_not_asked,
    consent_records_not_held,
    asked_but_not_consent,
    unsubscribe_not_told,
    channels_not_named,
    collected_lists_differ,
    recorded_kinds_missing,
)
