"""The keys of ``rights``: what is promised, or said, beyond the law's own rules (Art. 12-22, 77, 79)."""

from __future__ import annotations

from belofte.domain.policy import LegalBasis, Rights
from belofte.domain.rights.names import RIGHTS as NAMES
from belofte.loading.shape import Group, Key, Shape
from belofte.loading.times import Term
from belofte.loading.values import Choice, Flag, ListOf, Number, Prose, Word

DESCRIBED = (
    "access",
    "rectification",
    "erasure",
    "restriction",
    "portability",
    "objection",
    "withdrawal",
    "complaint",
    "automated-decisions",
    "court",
)

# fmt: off
_RESTRICTION = Shape(
    keys=(
        Key("for", Word(("anyone", "law-grounds")), "Who may have data restricted.",
            "Wie gegevens mag laten beperken.", "for: anyone", "restriction_for"),
        Key("lifted_by", Word(("subject", "controller")), "Who alone lifts it.",
            "Wie als enige de beperking opheft.", "lifted_by: subject", "restriction_lifted_by"),
        Key("told_before_lifting", Flag(), "Whether the person is told before it is lifted.",
            "Of iemand het hoort voordat de beperking wordt opgeheven.", "told_before_lifting: true",
            "restriction_told_before_lifting"),
        Key("still", ListOf(Word()), "What goes on while data is restricted.",
            "Wat doorgaat zolang gegevens beperkt zijn.", "still: [storage, legal-claims]", "restriction_still"),
    ),
)

_PORTABILITY = Shape(
    keys=(
        Key("scope", Word(("all-data", "provided-data")), "What can be carried over to another.",
            "Wat kan worden overgedragen aan een ander.", "scope: provided-data", "portability"),
        Key("direct", Flag(), "Whether it is sent to the other party directly where that can be done.",
            "Of het rechtstreeks naar de andere partij gaat als dat kan.", "direct: true", "portability_direct"),
        Key("ends_service", Flag(), "Whether the text warns that the service will probably end.",
            "Of de tekst waarschuwt dat de dienst waarschijnlijk stopt.", "ends_service: false",
            "portability_ends_service"),
    ),
)

_OBJECTION = Shape(
    keys=(
        Key("stop", Word(("at-once",)), "When processing stops after an objection.",
            "Wanneer de verwerking stopt na bezwaar.", "stop: at-once", "objection_stop"),
        Key("upheld", Word(("copies-then-stop", "stop")), "What follows where the objection is right.",
            "Wat volgt als het bezwaar gegrond is.", "upheld: copies-then-stop", "objection_upheld"),
        Key("answer_within", Term(), "The term for an answer to an objection.",
            "De termijn voor een antwoord op bezwaar.", "answer_within: 20 days", "objection_answer_within"),
        Key("marketing_absolute", Flag(), "Whether the text says that an objection to direct marketing always counts.",
            "Of de tekst zegt dat bezwaar tegen direct marketing altijd telt.", "marketing_absolute: true",
            "objection_marketing_absolute"),
        Key("pointed_out", Flag(), "Whether the right is pointed out explicitly and apart (Art. 21(4)).",
            "Of het recht uitdrukkelijk en apart genoemd wordt (art. 21 lid 4).", "pointed_out: true",
            "objection_pointed_out"),
    ),
)

_REGISTER = Shape(
    keys=(
        Key("kept", Word(("handled",)), "A register of handled requests is kept.",
            "Van afgehandelde verzoeken wordt een administratie bijgehouden.", "kept: handled", "register"),
        Key("erasures", Word(("anonymous", "pseudonymous", "hashed")), "How erasures stand in it.",
            "Hoe vergeetverzoeken erin staan.", "erasures: anonymous", "register_erasures"),
        Key("term", Term(), "How long its rows are kept.",
            "Hoe lang de regels bewaard worden.", "term: 2 years", "register_term"),
        Key("basis", Choice(LegalBasis), "The legal basis of the register.",
            "De rechtsgrond van de administratie.", "basis: legal-duty", "register_basis"),
        Key("method", Prose(), "How rows of erasures are made anonymous.",
            "Hoe regels over vergeetverzoeken anoniem worden.", 'method: "month, right and outcome only"',
            "register_method"),
    ),
)

RIGHTS = Shape(
    make=Rights,
    keys=(
        Key("described", ListOf(Word(DESCRIBED)), "The rights that the text explains.",
            "De rechten die de tekst uitlegt.", "described: [access, erasure]"),
        Key("reach", Word(("ours-and-processors",)), "Rights also reach what others hold for the company.",
            "Rechten gelden ook voor wat anderen voor het bedrijf bewaren.", "reach: ours-and-processors"),
        Key("requests_to", Word(("privacy-contact",)), "Whom a request is addressed to.",
            "Aan wie een verzoek gericht wordt.", "requests_to: privacy-contact"),
        Key("answer_within", Term(), "The promised term; the law's own runs beside it.",
            "De beloofde termijn; die van de wet loopt ernaast.", "answer_within: 20 days"),
        Key("answer_capped_by", Word(("law",)), "The text says that the legal month counts where it ends earlier.",
            "De tekst zegt dat de wettelijke maand telt als die eerder eindigt.", "answer_capped_by: law"),
        Key("access_gives", ListOf(Word(("all-data", "processors", "categories"))), "What an access answer holds.",
            "Wat een antwoord op inzage bevat.", "access_gives: [all-data, processors, categories]"),
        Key("confirms", ListOf(Word(DESCRIBED)), "Rights of which the doing is confirmed to the known address.",
            "Rechten waarvan de uitvoering bevestigd wordt aan het bekende adres.", "confirms: [rectification]"),
        Key("copies_go_to", Word(("known-address",)), "Where copies are sent.",
            "Waar kopieën heen gaan.", "copies_go_to: known-address"),
        Key("elsewhere", Word(("after-identification", "never")), "When copies go to another address.",
            "Wanneer kopieën naar een ander adres gaan.", "elsewhere: after-identification"),
        Key("identify_by", Word(("least-intrusive", "known-channel", "id-copy", "id-copy-masked", "sign-in")),
            "How somebody shows who he is.",
            "Hoe iemand laat zien wie hij is.", "identify_by: least-intrusive"),
        Key("copies_are", Word(("machine-readable", "readable", "both")), "The form of copies.",
            "De vorm van kopieën.", "copies_are: machine-readable"),
        Key("copies_secured", Word(("link", "plain-mail", "encrypted-mail")), "How copies are kept safe on their way.",
            "Hoe kopieën onderweg beveiligd zijn.", "copies_secured: link"),
        Key("leaving", Word(("counts-as-erasure", "ends-contract-only")), "What leaving means.",
            "Wat vertrekken betekent.", "leaving: counts-as-erasure"),
        Key("leaving_copy_first", Flag(), "Whether somebody who leaves is offered a copy first.",
            "Of iemand die vertrekt eerst een kopie krijgt aangeboden.", "leaving_copy_first: true"),
        Key("restriction", Group(_RESTRICTION), "What holds for restriction (Art. 18).",
            "Wat geldt voor beperking (art. 18).", "restriction: {for: anyone}"),
        Key("portability", Group(_PORTABILITY), "What holds for portability (Art. 20).",
            "Wat geldt voor overdraagbaarheid (art. 20).", "portability: {scope: provided-data}"),
        Key("objection", Group(_OBJECTION), "What holds for objection (Art. 21).",
            "Wat geldt voor bezwaar (art. 21).", "objection: {stop: at-once}"),
        Key("withdrawal", Word(("as-easy-as-giving",)), "How consent is withdrawn.",
            "Hoe toestemming wordt ingetrokken.", "withdrawal: as-easy-as-giving"),
        Key("extension", Flag(), "Whether the text tells of two further months and of reasons on refusal.",
            "Of de tekst twee maanden verlenging en redenen bij weigering noemt.", "extension: true"),
        Key("free", Flag(), "Whether the text says that using a right is free.",
            "Of de tekst zegt dat een recht gebruiken gratis is.", "free: true"),
        Key("register", Group(_REGISTER), "The register of handled requests.",
            "De administratie van afgehandelde verzoeken.", "register: {erasures: anonymous}"),
        Key("complaint", Flag(), "Whether the right to complain to the authority is told.",
            "Of het klachtrecht bij de toezichthouder genoemd wordt.", "complaint: true"),
        Key("complaint_url", Prose(), "The authority's address on the web, where it differs from the country's.",
            "Het webadres van de toezichthouder, als dat afwijkt van dat van het land.",
            "complaint_url: https://authority.example"),
        Key("court", Flag(), "Whether the way to the court is told (Art. 79).",
            "Of de weg naar de rechter genoemd wordt (art. 79).", "court: true"),
        Key("case_term", Term(), "How long the file of a request is kept after the answer.",
            "Hoe lang het dossier van een verzoek na het antwoord blijft.", "case_term: 8 weeks"),
        Key("download_for", Term(), "How long a package can be fetched.",
            "Hoe lang een pakket kan worden opgehaald.", "download_for: 10 days"),
        Key("pause", Term(), "The wait between approval and what cannot be undone.",
            "De wachttijd tussen goedkeuring en wat niet terug te draaien is.", "pause: 2 days"),
        Key("ask_identity_within", Term(), "How soon a question who somebody is must be asked to stop the law's clock.",
            "Hoe snel gevraagd moet worden wie iemand is om de wettelijke termijn stil te zetten.",
            "ask_identity_within: 2 days"),
        Key("remind_after", Term(), "When somebody who did not answer or use the link is reminded.",
            "Wanneer iemand die niet antwoordt of de link niet gebruikt een herinnering krijgt.",
            "remind_after: 4 days"),
        Key("decide_after", Term(), "When a person decides about a request that nobody confirmed.",
            "Wanneer een mens beslist over een verzoek dat niemand bevestigde.", "decide_after: 12 days"),
        Key("ask_above", Number(), "A plan of more records than this stops and asks.",
            "Een plan met meer records dan dit stopt en vraagt.", "ask_above: 1000"),
        Key("two_people", ListOf(Word(NAMES)), "Rights of which two people approve the plan.",
            "Rechten waarvan twee mensen het plan goedkeuren.", "two_people: [erasure]"),
        Key("two_people_above", Number(), "Two people approve any plan of more records than this.",
            "Een plan met meer records dan dit keuren twee mensen goed.", "two_people_above: 10000"),
        Key("sample_mailboxes", Flag(), "Whether shared mailboxes are sampled for missed requests.",
            "Of gedeelde postbussen worden nagekeken op gemiste verzoeken.", "sample_mailboxes: true"),
    ),
)
