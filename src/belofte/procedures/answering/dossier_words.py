"""The words of a dossier's tables: what a field, a code and a moment are called for who reads the page or the PDF.

The JSON files beside them keep the names, codes and instants (UTC) as they are. Codes are told in the office's own
words, which are put in from outside; what has no words there stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from belofte.domain.kinds import KINDS
from belofte.domain.notice.wording import day

OfficeWords = Callable[[str, str], str | None]
"""Key and language → the office's words; None where it has none. ``purpose.NAME`` and ``category.NAME`` too."""

NAMES: Mapping[str, tuple[str, str]] = {
    "account": ("account", "account"),
    "act_after": ("mag vanaf", "may be done from"),
    "address": ("adres", "address"),
    "address change asked by": ("nieuw adres gevraagd door", "change of address asked by"),
    "answer": ("antwoord", "answer"),
    "answered_at": ("beantwoord op", "answered on"),
    "at": ("op", "on"),
    "because": ("omdat", "because"),
    "by": ("door", "by"),
    "by_hand": ("met de hand", "by hand"),
    "channel": ("hoe het binnenkwam", "how it came in"),
    "closed because": ("gesloten omdat", "closed because"),
    "collection": ("tabel", "table"),
    "column": ("kolom", "column"),
    "corrections": ("verbeteringen", "corrections"),
    "count": ("aantal", "number"),
    "decided by": ("besloten door", "decided by"),
    "decision": ("besluit", "decision"),
    "dossiers_before": ("eerder dossier", "earlier dossier"),
    "doubtful": ("twijfelachtig", "doubtful"),
    "due": ("antwoord uiterlijk", "answer at the latest on"),
    "due_on": ("uiterlijk", "at the latest on"),
    "ends": ("eindigt", "ends"),
    "ends_on": ("laatste dag", "last day"),
    "entries": ("regels", "entries"),
    "entry": ("regel", "entry"),
    "extension reasons": ("redenen van de verlenging", "reasons of the extension"),
    "facts": ("feiten", "facts"),
    "files": ("bestanden", "files"),
    "first": ("eerste", "first"),
    "goes_on": ("gaat door", "goes on"),
    "ground": ("grond", "ground"),
    "hand_over_to": ("overdragen aan", "hand over to"),
    "handle": ("gegeven", "record"),
    "id": ("nummer", "number"),
    "identification": ("hoe is vastgesteld wie het is", "how it was found who it is"),
    "identifiers": ("ook bekend als", "also known as"),
    "identity asked by": ("gevraagd wie het is door", "asked who it is by"),
    "included": ("erbij", "with it"),
    "into": ("samengevoegd met", "joined to"),
    "joined by": ("samengevoegd door", "joined by"),
    "kind": ("soort", "kind"),
    "known": ("bekend", "known"),
    "law_due": ("uiterste dag volgens de wet", "last day by law"),
    "leaf": ("nummer in het logboek", "number in the log"),
    "left_out_of_the_copy": ("weggelaten uit de kopie", "left out of the copy"),
    "letter": ("brief", "letter"),
    "letters": ("brieven", "letters"),
    "looked": ("bekeken", "looked at"),
    "mandate": ("machtiging", "mandate"),
    "manifest": ("SHA-256 van de inhoud", "SHA-256 of its contents"),
    "means": ("waarmee", "by means of"),
    "milliseconds": ("duizendsten van een seconde", "thousandths of a second"),
    "missed": ("gemist", "missed"),
    "moved": ("verplaatst", "moved"),
    "name": ("naam", "name"),
    "names": ("namen", "names"),
    "notice": ("bericht", "notice"),
    "now": ("staat er nu", "stands there now"),
    "number": ("nummer", "number"),
    "on": ("op", "on"),
    "other_address": ("kopie naar", "copy to"),
    "outcome": ("uitkomst", "outcome"),
    "passage": ("passage", "passage"),
    "passages": ("passages", "passages"),
    "plan": ("plan", "plan"),
    "post_address": ("postadres", "postal address"),
    "promise_due": ("uiterste dag volgens onze belofte", "last day by our promise"),
    "purpose": ("doel", "purpose"),
    "purposes": ("doelen", "purposes"),
    "question": ("vraag", "question"),
    "reason": ("reden", "reason"),
    "reasons": ("redenen", "reasons"),
    "received": ("ontvangen", "received"),
    "received_at": ("ontvangen op", "received on"),
    "recipients": ("ontvangers", "recipients"),
    "records": ("gegevens", "records"),
    "registered_at": ("geregistreerd op", "registered on"),
    "represents": ("namens", "in the name of"),
    "restriction": ("beperking", "restriction"),
    "right": ("recht", "right"),
    "rights": ("rechten", "rights"),
    "role": ("rol", "role"),
    "ruling": ("besluit", "ruling"),
    "scope": ("bereik", "scope"),
    "scopes": ("rechten", "scopes"),
    "service decided": ("over de dienst beslist", "decided about the service"),
    "services": ("diensten", "services"),
    "should_be": ("moet zijn", "should be"),
    "single_records": ("besluit over één gegeven", "decision about one record"),
    "source": ("bron", "source"),
    "state": ("stand", "state"),
    "statement": ("verklaring", "statement"),
    "system": ("systeem", "system"),
    "systems": ("systemen", "systems"),
    "table": ("tabel", "table"),
    "task": ("taak", "task"),
    "texts": ("teksten", "texts"),
    "until": ("tot", "until"),
    "value": ("waarde", "value"),
    "values": ("waarden", "values"),
    "version": ("versie", "version"),
    "void": ("vervallen", "void"),
    "weighed by": ("gewogen door", "weighed by"),
    "what": ("wat", "what"),
    "whose records": ("van wie de gegevens zijn", "whose records they are"),
    "why": ("waarom", "why"),
    "work_by": ("werk klaar op", "work done by"),
}
"""A field as the JSON names it → Dutch, English."""

_CODES: Mapping[str, tuple[str, ...]] = {
    "answer": ("option.", "outcome."),
    "because": ("option.", "ground."),
    "channel": ("channel.", "option."),
    "decision": ("decision.",),
    "first": ("right.",),
    "ground": ("ground.", "option."),
    "kind": ("task.",),
    "outcome": ("outcome.",),
    "purposes": ("purpose.",),
    "reason": ("ground.",),
    "represents": ("represents.",),
    "right": ("right.",),
    "rights": ("right.",),
    "ruling": ("option.",),
    "services": ("service.",),
    "state": ("state.",),
}
"""Which of the office's words tell what stands in a field."""
_DECIDED = ("outcome.", "state.", "option.", "ground.")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(?:[+-]\d\d:\d\d|Z)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_QUOTED = frozenset({"now", "should_be", "value", "statement", "text"})
"""Somebody's own words, and what a system holds: as they are, also where they look like a day that is none."""
_VALUES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "included": {"others": ("gegevens over anderen", "other people's data"), "copy": ("de kopie", "the copy")},
    "why": {
        "confirmed-through-the-old-address": ("bevestigd via het oude adres", "confirmed through the old address"),
        "asked-and-identified": ("gevraagd, en vastgesteld wie het is", "asked for, and identified"),
        "known-address-confirmed": (
            "bevestigd via het adres dat wij al kenden",
            "confirmed through the address we knew",
        ),
        "agent": ("op naam van wie het gaat", "the address of whom it is about"),
        "route-after-identification": ("andere weg, nadat vaststond wie het is", "another way, after identification"),
    },
}
"""What went with a dossier beside the case's own papers, and why letters go to another address from then on: codes for
which the office has no words."""
_YES_NO = {True: ("ja", "yes"), False: ("nee", "no")}


@dataclass(frozen=True, slots=True)
class Telling:
    """How this dossier tells things: its language, the company's time zone, and the office's words."""

    language: str
    zone: str
    words: OfficeWords

    def name(self, field: str) -> str:
        """What a field is called."""
        both = NAMES.get(field)
        return both[self._which] if both else field.replace("_", " ")

    def code(self, prefix: str, code: str) -> str:
        """The words of one code, such as ``event.`` and ``request.received``."""
        return self.words(f"{prefix}{code}", self.language) or code

    def moment(self, value: str) -> str:
        """An instant as people write it, in the company's time zone: 22 november 2026, 10:30."""
        local = datetime.fromisoformat(value).astimezone(ZoneInfo(self.zone))
        return f"{day(local.date()).in_(self.language)}, {local:%H:%M}"

    def of(self, field: str, value: Any) -> str:
        """A JSON value for people; ``field`` tells which codes stand in it."""
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value)
            shown = {name: self.of(name, item) for name, item in members.items() if item not in (None, "", [], {})}
            return "; ".join(f"{self.name(name)}: {told}" for name, told in shown.items())
        if isinstance(value, list):
            return ", ".join(self.of(field, item) for item in cast("list[Any]", value))
        if isinstance(value, bool):
            return _YES_NO[value][self._which]
        return "" if value is None else self._text(field, str(value))

    def decided(self, words: str) -> str:
        """``P. de Boer: upheld`` with its code in words; reasons stay what somebody wrote."""
        by, colon, what = words.partition(": ")
        code, blank, reasons = what.partition(" ")
        told = next(filter(None, (self.words(f"{one}{code}", self.language) for one in _DECIDED)), code)
        return f"{by}{colon}{told}{blank}{reasons}"

    def _text(self, field: str, value: str) -> str:
        if field in _QUOTED:
            return value
        if _MOMENT.fullmatch(value):
            return self.moment(value)
        if _DAY.fullmatch(value):
            return day(date.fromisoformat(value)).in_(self.language)
        if own := _VALUES.get(field, {}).get(value):
            return own[self._which]
        if field == "kind" and value in KINDS:
            return KINDS[value].label(self.language)
        return next(filter(None, (self.words(f"{one}{value}", self.language) for one in _CODES.get(field, ()))), value)

    @property
    def _which(self) -> int:
        return 0 if self.language == "nl" else 1
