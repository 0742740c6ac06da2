"""What somebody sends to show who they are: only as little as is needed, never a document, never a national number.

Art. 5(1)(c) and 12(6) GDPR; a standard copy of an identity document is an unlawful barrier (AP v DPG Media, 2022); the
citizen service number has a law of its own (Art. 87 GDPR; UAVG art. 46).
"""

from __future__ import annotations

import re
from enum import StrEnum


class NotKept(StrEnum):
    """Why something is refused and not kept, not even for the check."""

    DOCUMENT = "document"  # a photograph, a scan, any file that is no text
    NATIONAL_NUMBER = "national-number"
    MACHINE_LINES = "machine-lines"  # the lines at the foot of a passport


FEWEST_LETTERS = 8
_MEANS = re.compile(r"\b(digid|idin|itsme|eidas|yivi|gebeld|called|phoned|ingelogd|getoond|shown)\b")
"""A name that says enough by itself."""
_SIGNS = ",;:."
_WORD = re.compile(rf"[^\W_]+(?:['’][^\W_]+)*|[{_SIGNS}]")
_PAPER = (
    r"(?:paspoort|passport|rijbewijs|legitimatie(?:bewijs)?|identiteits(?:kaart|bewijs|document|papieren)"
    r"|verblijfs(?:document|vergunning|kaart)|id(?:kaart|card|bewijs)?)"
)
_COPIED = (
    r"(?:foto|photo)?(?:kopi(?:e(?:tje|s|er\w*)?|ë\w*)|gekopieerde?|cop(?:y|ies|ied|ying)"
    r"|scan(?:s|nen|ned|ning)?|(?:in)?gescande?)"
)
_PICTURED = r"(?:foto(?:'s|’s)?|photos?|photographs?|pictures?)"
_DOCUMENT = re.compile(rf"{_PAPER}(?:en|s|'s|’s)?|licen[cs]es?")
_COPY = re.compile(f"{_PAPER}?{_COPIED}|{_COPIED}{_PAPER}")
_PICTURE = re.compile(f"{_PAPER}?{_PICTURED}")
_BOTH = re.compile(f"{_PAPER}(?:{_COPIED}|{_PICTURED})|{_COPIED}{_PAPER}")
"""Document and copy in one word, as Dutch writes it."""
_TWO_WORDS = frozenset(
    {("identity", kind) for kind in ("card", "document", "papers", "proof")} | {("residence", "permit")}
)
_OF_A_CUSTOMER = frozenset({"customer", "client", "klant", "user", "account", "order", "member"})
"""What makes of the word after it, "id", a number of ours."""
_NO_PROOF = re.compile(
    r"factu(?:ur|ren)|rekening(?:en)?|invoices?|bills?|brief|brieven|letters?|contract(?:en|s)?|overeenkomst|polis|policy"
    r"|(?:bank)?afschrift(?:en)?|statements?|orders?|bestelling(?:en)?|volmacht|mandate"
)
"""What a copy may well be of, as a note puts it: "kopie factuur"."""
_CAME = re.compile(
    r"send|sent|\w*(?:stuur|zend)t?|\w*(?:stuurde?|zonden)|received|ontvangen|ontving|kreeg|(?:ge)?(?:up|üp)load\w*"
    r"|e?mailed|gemaild|geappt|made|taken|took|kept|gemaakt|maakte|genomen|bewaard"
)
"""With a picture: it came to us or was made by us, so it is a copy; a picture that is compared is none."""
_SEEN = re.compile(
    r"getoond|toonden?|toont|show(?:n|ed|s)?|zien|gezien|bekeken|bekeek|ingezien|gecontroleerd|vergeleken|seen|saw|viewed"
    r"|compared|checked|inspected|presented"
)
"""With a document: it was looked at and given back."""
_NONE = re.compile(r"geen|niet|zonder|no|not|never|without|nooit|\w+n['’]t")
_BETWEEN = frozenset("a an any the een enkele er ervan daarvan of or nor make making take taking".split())
"""What may stand between a "no" and the copy it denies."""
_NEAR = 5
"""Words between a copy and the document it is of: "passport was sent as a scan"."""
BAR = "█████████"
_NINE = re.compile(r"(?<![\d.])(\d[ .]?){8}\d(?![\d])")
_ELEVEN = re.compile(r"(?<!\d)(\d{2})[. ]?(\d{2})[. ]?(\d{2})[- ]?(\d{3})[. ]?(\d{2})(?!\d)")
_MACHINE = re.compile(r"[A-Z0-9<]{20,}<<|<<[A-Z0-9<]{20,}")


def not_kept(data: bytes) -> NotKept | None:
    """Why this proof may not be kept for a moment; None for words that can be checked and then go."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return NotKept.DOCUMENT
    if "\0" in text or text.lstrip().startswith(("%PDF", "{\\rtf", "<svg", "data:")):
        return NotKept.DOCUMENT
    if _MACHINE.search(text):
        return NotKept.MACHINE_LINES
    return NotKept.NATIONAL_NUMBER if holds_national_number(text) else None


def holds_national_number(text: str) -> bool:
    """Does a Dutch citizen service number or a Belgian national register number stand in it, by their check digits?"""
    return without_national_numbers(text) != text


def names_a_copy(words: str) -> bool:
    """Do these words say that somebody was known by a copy of an identity document? "No copy made" does not, nor does
    a photograph that was compared."""
    told = _WORD.findall(words.lower())
    return any(_is_copied(told, at) for at in range(len(told)))


def says_how(words: str) -> bool:
    """Whether a note says anything of the means at all: a few letters say nothing to who must judge it later, unless
    they are the name of a means."""
    return sum(letter.isalpha() for letter in words) >= FEWEST_LETTERS or bool(_MEANS.search(words.lower()))


def _is_copied(told: list[str], at: int) -> bool:
    near = range(max(0, at - _NEAR), min(len(told), at + _NEAR + 1))
    is_shot = _PICTURE.fullmatch(told[at]) and any(_CAME.fullmatch(told[other]) for other in near)
    if not (is_shot or _COPY.fullmatch(told[at])) or _is_denied(told, at):
        return False
    return bool(_BOTH.fullmatch(told[at])) or any(_is_document(told, other) for other in _told_of(told, at, near))


def _told_of(told: list[str], at: int, near: range) -> range:
    """Where what was copied stands: after "copy of", or right after "copy", it follows; else on either side."""
    after = told[at + 1] if at + 1 < len(told) else ""
    if after not in ("of", "van") and not _NO_PROOF.fullmatch(after):
        return near
    return range(at, next((other for other in range(at, near.stop) if _is_past(told, other)), near.stop))


def _is_past(told: list[str], at: int) -> bool:
    """Whether a sign ends what was copied: it does before something that was looked at, and not before what was kept:
    "copy contract, passport received" is a copy of a passport."""
    if told[at] not in _SIGNS:
        return False
    ends = next((other for other in range(at + 1, len(told)) if told[other] in _SIGNS), len(told))
    clause = told[at + 1 : ends]
    return any(_SEEN.fullmatch(word) for word in clause) and not any(_CAME.fullmatch(word) for word in clause)


def _is_document(told: list[str], at: int) -> bool:
    if told[at] == "id" and at and told[at - 1] in _OF_A_CUSTOMER:
        return False
    return bool(_DOCUMENT.fullmatch(told[at])) or tuple(told[at : at + 2]) in _TWO_WORDS


def _is_denied(told: list[str], at: int) -> bool:
    """A "no" counts right before the word: "no copy", "no passport copy", "not copied or scanned"."""
    for word in reversed(told[:at]):
        if _NONE.fullmatch(word):
            return True
        if word not in _BETWEEN and not _DOCUMENT.fullmatch(word) and not _COPY.fullmatch(word):
            return False
    return False


def without_national_numbers(text: str) -> str:
    """The same words with a black bar where a national number stood: nobody needs it to answer a request."""

    def bar(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found.group())
        return BAR if (_is_belgian if len(digits) == 11 else _is_dutch)(digits) else found.group()

    return _NINE.sub(bar, _ELEVEN.sub(bar, text))


def _is_dutch(digits: str) -> bool:
    """The eleven test of the BSN: weights 9 to 2, and -1 for the last digit."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return int(digits) > 0 and total % 11 == 0


def _is_belgian(digits: str) -> bool:
    """The last two digits are 97 minus the rest by 97; who was born from 2000 on has a 2 put before it."""
    body, check = digits[:9], int(digits[9:])
    return any(97 - int(first + body) % 97 == check for first in ("", "2"))
