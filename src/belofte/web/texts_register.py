"""The words of registering a request in the office."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.web.texts_case import PAGE
from belofte.web.texts_rights import NAMES

_RIGHTS = {f"option.right-{key.split('.')[1]}": words for key, words in NAMES.items() if not key.endswith(".long")}
_CHANNELS = {f"option.channel-{key.split('.')[1]}": words for key, words in PAGE.items() if key.startswith("channel.")}
REGISTER: Mapping[str, tuple[str, str]] = {
    **_RIGHTS,
    **_CHANNELS,
    "office.nav.register": ("Nieuw verzoek", "New request"),
    "register.title": ("Registreer een verzoek", "Register a request"),
    "register.intro": (
        "Voor wat per brief, telefoon of e-mail binnenkwam. De klok begon toen het uw bedrijf bereikte, niet nu.",
        "For what came by letter, telephone or e-mail. The clock began when it reached your company, not now.",
    ),
    "register.zone": ("Tijden zijn die van {zone}.", "Times are those of {zone}."),
    "register.do": ("Registreer", "Register"),
    "act.register.right": ("Wat wordt er gevraagd?", "What is asked?"),
    "act.register.channel": ("Hoe kwam het binnen?", "How did it come in?"),
    "act.register.received": ("Wanneer bereikte het ons?", "When did it reach us?"),
    "act.register.received.hint": (
        "De dag van de post of het telefoontje, bij wie in het bedrijf dan ook.",
        "The day of the post or the call, with whomever in the company.",
    ),
    "act.register.address": ("E-mailadres van de persoon", "The person's e-mail address"),
    "act.register.name": ("Naam", "Name"),
    "act.register.number": ("Klantnummer", "Customer number"),
    "act.register.text": ("Wat er gevraagd werd, in eigen woorden", "What was asked, in their own words"),
}
