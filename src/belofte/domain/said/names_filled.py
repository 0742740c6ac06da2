"""The names of ours that fill a refusal: where a request stands, which right it is, how something ended."""

from __future__ import annotations

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "received": "ontvangen",
    "identified": "adres bevestigd",
    "located": "gezocht",
    "planned": "plan ligt klaar",
    "approved": "goedgekeurd",
    "acting": "in uitvoering",
    "answered": "beantwoord",
    "closed": "afgesloten",
    "stopped": "gestopt",
    "refused": "afgewezen",
}
RIGHTS: Mapping[str, str] = {
    "access": "inzage",
    "rectification": "verbetering",
    "erasure": "wissing",
    "restriction": "beperking",
    "portability": "overdracht",
    "objection": "bezwaar",
    "withdrawal": "intrekking",
    "leaving": "opzegging",
    "question": "een antwoord",
}
_ENDED: Mapping[str, str] = {
    "done": "gedaan",
    "dropped": "vervallen",
    "refused": "niet gedaan",
    "nothing-there": "er was niets",
    "not-held": "had niets",
    "cannot": "kan niet, of te veel moeite",
}
_MESSAGES: Mapping[str, str] = {
    "request": "een verzoek",
    "joined": "hoort bij een verzoek",
    "automatic": "door een programma geschreven",
    "bounce": "een brief die niet aankwam",
    "passed-on": "doorgegeven",
    "nothing": "vroeg niets",
}
FILLED: Mapping[str, Mapping[str, str]] = {
    "state": STATES,
    "to": STATES,
    "ways": STATES,
    "right": RIGHTS,
    "task": _ENDED,
    "came": _ENDED,
    "answer": _ENDED,
    "message": _MESSAGES,
}
"""By the name of the hole: the name in the code, and its Dutch."""
