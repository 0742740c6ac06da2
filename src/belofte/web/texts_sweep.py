"""The words of sweeps in the office: terms that are over, what stays, what waits for a person (Art. 5(1)(e), 17(3))."""

from __future__ import annotations

from collections.abc import Mapping

SWEEP: Mapping[str, tuple[str, str]] = {
    "office.nav.sweeps": ("Bewaartermijnen", "Retention"),
    "sweeps.title": ("Bewaartermijnen", "Retention"),
    "sweeps.intro": (
        "Wat over zijn termijn is gaat elke dag vanzelf. Hier staat wat de laatste ronde in elk systeem zag: wat weg "
        "moet, wat op een grond blijft, en wat op u wacht.",
        "What is past its term goes by itself every day. Here is what the last round saw in each system: what is to "
        "go, what stays on a ground, and what waits for you.",
    ),
    "sweeps.none": (
        "Er is nog geen ronde geweest. De eerste komt zodra het beleid gepubliceerd is.",
        "There has been no round yet. The first comes as soon as the policy is published.",
    ),
    "sweeps.seen": ("Gezien op {at}", "Seen on {at}"),
    "sweeps.late": ("{days} dagen te laat", "{days} days late"),
    "sweeps.notlooked": ("Hier is niet gekeken", "Nothing was looked at here"),
    "sweeps.waits.new-rule": (
        "Een nieuwe of gewijzigde regel wist niets voordat iemand deze lijst goedkeurt.",
        "A new or changed rule erases nothing before somebody approves this list.",
    ),
    "sweeps.waits.large": (
        "Dit zijn er meer dan het beleid ongevraagd laat gaan.",
        "These are more than the policy lets go unasked.",
    ),
    "sweeps.approve": ("Goedkeuren: {count} gaan met de volgende ronde", "Approve: {count} go with the next round"),
    "sweeps.putoff": (
        "Uitgesteld op {day} door {by}: er gaat niets, en dit blijft te laat staan.",
        "Put off on {day} by {by}: nothing goes, and this stays late.",
    ),
    "sweeps.putoff.until": ("Op {until} wordt het opnieuw gevraagd.", "It is asked again on {until}."),
    "sweeps.putoff.open": (
        "Het wordt opnieuw gevraagd zodra de lijst een andere regel heeft.",
        "It is asked again once the list has another rule.",
    ),
    "sweeps.putoff.press": ("Niet goedkeuren, uitstellen", "Do not approve, put off"),
    "told.sweep.put-off": (
        "De lijst is uitgesteld: er gaat niets.",
        "The list is put off: nothing goes.",
    ),
    "act.sweep.until": ("Opnieuw vragen op", "Ask again on"),
    "act.sweep.until.hint": (
        "Leeg: zodra de lijst een andere regel heeft.",
        "Empty: once the list has another rule.",
    ),
    "sweeps.dont": (
        "Klopt de lijst niet? Keur hem niet goed en verbeter de regel of de kaart; dan komt er een nieuwe lijst.",
        "Is the list wrong? Do not approve it and mend the rule or the map; then a new list comes.",
    ),
    "told.sweep.approve": (
        "De lijst is goedgekeurd; de volgende ronde voert haar uit.",
        "The list is approved; the next round carries it out.",
    ),
    "told.sweep.decide": ("Uw beslissing is vastgelegd.", "Your decision is recorded."),
    "sweeps.where": ("Verzameling", "Collection"),
    "sweeps.category": ("Categorie", "Category"),
    "sweeps.counts": ("Aantallen", "Numbers"),
    "sweeps.staying": ("Wat blijft, volgens het beleid", "What stays, by the policy"),
    "sweeps.next": ("Volgende dag", "Next day"),
    "sweeps.nextnone": ("geen", "none"),
    "sweeps.nextunseen": ("niet te zeggen", "cannot be told"),
    "sweeps.byhand": ("met de hand", "by hand"),
    "sweeps.onebyone": ("één voor één", "one by one"),
    "sweeps.noindex": (
        "geen index op {column}: elke ronde leest de hele tabel",
        "no index on {column}: each round reads the whole table",
    ),
    "sweep.due": ("{count} moeten weg", "{count} are to go"),
    "sweep.held": ("{count} onder een bewaarplicht", "{count} under a hold"),
    "sweep.in-an-open-request": ("{count} in een open verzoek", "{count} in an open request"),
    "sweep.restricted-and-asked": (
        "{count} beperkt: de persoon wordt gevraagd",
        "{count} restricted: the person is asked",
    ),
    "sweep.undecided": ("{count} zonder begin van de termijn", "{count} without a first day"),
    "sweep.stays": ("{count} blijven: de termijn loopt", "{count} stay: their term runs"),
    "sweep.nothing": ("niets over zijn termijn", "nothing past its term"),
    "sweeps.kept": ("{count} te bewaren gegevens verzegeld", "{count} kept records sealed"),
    "sweeps.altered": (
        "{count} te bewaren gegevens zijn veranderd of te vroeg weg sinds {day}",
        "{count} kept records were changed or are gone too early since {day}",
    ),
    "sweeps.unsealed": (
        "De wet laat dit bewaren, en hier kan niemand zien of het ongewijzigd is: {names}",
        "The law wants this kept, and nobody can see here whether it is unaltered: {names}",
    ),
    "sweeps.undated": (
        "Beslissen over gegevens zonder begin van de termijn",
        "Decide about records without a first day",
    ),
    "undated.title": ("Gegevens zonder begin van de termijn", "Records without a first day"),
    "undated.intro": (
        "Een onbetaalde factuur heeft nog geen eerste dag. Geen regel wist haar, en voor altijd bewaren mag niet: u "
        "beslist.",
        "An unpaid invoice has no first day yet. No rule erases it, and it may not be kept for ever: you decide.",
    ),
    "undated.none": ("Elk gegeven heeft een eerste dag.", "Every record has a first day."),
    "undated.count": ("{count} bij de nieuwste ronde", "{count} at the newest round"),
    "undated.unknown": ("nog niet gekeken", "not looked yet"),
    "undated.record": ("Gegeven", "Record"),
    "undated.missing": ("Wat ontbreekt", "What is missing"),
    "undated.decision": ("Beslissing", "Decision"),
    "undated.open": ("nog te beslissen", "to be decided"),
    "undated.decide": ("Vastleggen", "Record the decision"),
    "act.sweep.place": ("Gegeven, zoals het hierboven staat", "Record, as it stands above"),
    "act.sweep.decided": ("Wat u beslist", "What you decide"),
    "act.sweep.day": ("Dag (niet nodig bij nu wissen)", "Day (not needed for erasing now)"),
    "act.sweep.why": ("Waarom, zonder namen", "Why, without names"),
    "option.term-start": ("de termijn begint op deze dag", "the term starts on this day"),
    "option.term-keep": ("bewaren tot en met deze dag", "keep up to and including this day"),
    "option.term-erase": ("nu wissen", "erase now"),
}
