"""The words of the record of processing in the office."""

from __future__ import annotations

from collections.abc import Mapping

RECORD: Mapping[str, tuple[str, str]] = {
    "office.nav.record": ("Verwerkingsregister", "Record of processing"),
    "record.title": ("Verwerkingsregister", "Record of processing"),
    "record.intro": (
        "Dit volgt uit het beleid dat nu geldt en de kaart van de systemen. Wijzigen doet u in het beleid, of in de "
        "tabellen, die u met belofte record --read weer inleest.",
        "This follows from the policy in force and the map of the systems. Change it in the policy, or in the tables, "
        "which belofte record --read reads back in.",
    ),
    "record.page": ("Pagina om te bewaren", "Page to keep"),
    "record.open": ("niet vermeld", "not stated"),
    "record.none": ("Hier is niets vermeld.", "Nothing is stated here."),
}
