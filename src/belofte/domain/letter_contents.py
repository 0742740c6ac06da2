"""What each kind of letter must hold, and the words a company may put in place of ours (``texts/letter.KIND.nl.md``).

Words of the company's own are a text with named places in braces and nothing else: no expression, no attribute, no
format. A place that the law asks for may not be left out; then the company's words are not used (Art. 12(3), 12(4)).
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from belofte.domain.answer import LetterKind

REMEDIES = ("authority", "court")
"""Where to turn (Art. 12(4), 77, 79); in words of one's own the place ``{remedies}`` stands for both."""

REQUIRED: Mapping[LetterKind, tuple[str, ...]] = {
    LetterKind.CONFIRM: ("received_on", "link", "due"),
    LetterKind.REMINDER: ("received_on", "link", "due"),
    LetterKind.IDENTIFY_REMINDER: ("received_on", "link"),
    LetterKind.RECEIPT: ("received_on", "due"),
    LetterKind.IDENTIFY: ("received_on", "link"),
    LetterKind.UNIDENTIFIED: REMEDIES,
    LetterKind.NOT_OURS: ("recipient",),
    LetterKind.ADDRESS_CHANGE: ("link",),
    LetterKind.STATUS_LINK: ("link",),
    LetterKind.ANSWER: ("answer", "link", *REMEDIES),
    LetterKind.NOTHING_FOUND: REMEDIES,
    LetterKind.STOPPED: (),
    LetterKind.REFUSED: ("ground", *REMEDIES),
    LetterKind.DELAYED: ("waiting_on", "due", *REMEDIES),
    LetterKind.EXTENSION: ("reasons", "new_due", *REMEDIES),
    LetterKind.REPLY: ("words",),
    LetterKind.CHOOSE: ("link", "due"),
    LetterKind.END_SERVICE: ("received_on", "link", "words"),
    LetterKind.LEFT: (),
    LetterKind.COPY_FIRST: ("link", "due"),
    LetterKind.OPEN_MATTERS: ("open_matters",),
    LetterKind.HAND_OVER_ASK: ("party", "link"),
    LetterKind.HAND_OVER: ("link", "link_until"),
    LetterKind.RESTRICTED: ("stopped_in", "by_hand", "link"),
    LetterKind.LIFTING: ("on", "reasons", *REMEDIES),
    LetterKind.LIFTED: ("on",),
    LetterKind.DISPUTED: ("stopped_in", "due"),
    LetterKind.OBJECTION_STOPPED: ("purposes", "stopped_in", "by_hand", "due"),
    LetterKind.OBJECTION_UPHELD: ("purposes",),
    LetterKind.OBJECTION_REJECTED: ("purposes", "reasons", *REMEDIES),
    LetterKind.WITHDRAWN: ("purposes", "stopped_in", "by_hand"),
    LetterKind.RECIPIENT: ("recipient", "action", "words", "link"),
    LetterKind.RECIPIENT_REMINDER: ("recipient", "action", "link"),
    LetterKind.RECIPIENT_ENDED: ("recipient", "on"),
    LetterKind.CUSTOMER: ("received_on", "words"),
    LetterKind.PROCESSOR: ("recipient", "right", "words"),
    LetterKind.KEEPER: ("recipient", "right", "words", "on"),
    LetterKind.KEEPER_REMINDER: ("recipient", "right", "words"),
    LetterKind.BREACH_SUBJECT: ("words", "consequences", "measures", "authority"),
    LetterKind.BREACH_CUSTOMER: ("words", "on", "consequences", "measures", "count"),
    LetterKind.DISCLOSED: ("recipient", "ground", "on", "rows"),
    LetterKind.STAFF_NEW: ("due",),
    LetterKind.STAFF_SOON: ("due",),
    LetterKind.STAFF_OVERDUE: ("due",),
    LetterKind.STAFF_UNTOUCHED: ("rows",),
    LetterKind.STAFF_DAILY: ("rows",),
}
"""By case, the facts that must appear in the letter; each kind of letter has its line."""

BLOCKS = frozenset(
    {"link", "answer", "remedies", "access", "rows", "waiting_on", "stopped_in", "open_matters", "words"}
)
"""Places that may stand alone as a paragraph and then become a button, a list or several paragraphs."""
PLACES = BLOCKS | frozenset(
    "controller office_email reference right received_on due new_due on link_until copies_gone_by ground reasons "
    "purposes by_hand processors recipient action party consequences measures advice count authority authority_url "
    "court court_weeks".split()
)
"""Every place that words of one's own may name."""
PREFIX = "letter."
"""How the name of a text begins that is the company's own letter."""


def own_letter(kind: LetterKind) -> str:
    """The name of the text that replaces a letter: ``letter.refused``."""
    return f"{PREFIX}{kind.value}"


def unknown_places(words: str) -> list[str]:
    """What stands in braces and is no place: another name, a format, a piece of an object. Also braces that do not
    close, shown as ``{``."""
    try:
        parsed = list(Formatter().parse(words))
    except ValueError:
        return ["{"]
    named = [(name, form, turned) for _, name, form, turned in parsed if name is not None]
    return [name for name, form, turned in named if name not in PLACES or form or turned]


def missing_places(kind: LetterKind, words: str) -> list[str]:
    """The facts this kind of letter must hold and these words leave out."""
    try:
        named = {name for _, name, _, _ in Formatter().parse(words) if name}
    except ValueError:
        named = set[str]()
    if "remedies" in named:
        named |= set(REMEDIES)
    return [place for place in REQUIRED[kind] if place not in named]


def is_usable(kind: LetterKind, words: str) -> bool:
    """Whether these words can stand in place of ours."""
    return bool(words.strip()) and not unknown_places(words) and not missing_places(kind, words)
