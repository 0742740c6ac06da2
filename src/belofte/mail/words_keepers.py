"""Letters to who keeps a system that no program can reach: a paper archive, a supplier without an interface."""

from __future__ import annotations

from belofte.mail.bilingual import both

KEEPERS = {
    "keeper-subject": both("Kijk na wat u van iemand bewaart", "Look up what you keep about somebody"),
    "keeper": both(
        "Wij kregen een verzoek {right}. Een deel van onze gegevens ligt bij u, op een plek waar geen programma bij "
        "kan: {recipient}. Daarom vragen wij u daar zelf te kijken.",
        "We received a request {right}. Part of our data lies with you, in a place that no program can reach: "
        "{recipient}. So we ask you to look there yourself.",
    ),
    "keeper-about": both("Het gaat over deze persoon:", "It is about this person:"),
    "keeper-where": both("Zo vindt u het: {advice}.", "How to find it: {advice}."),
    "keeper-copy": both(
        "Stuur ons een kopie van alles wat u van deze persoon hebt, en zeg hoeveel stukken het zijn.",
        "Send us a copy of everything you hold about this person, and say how many items there are.",
    ),
    "keeper-erase": both(
        "Vernietig of wis wat u van deze persoon hebt, en zeg hoeveel stukken het waren. Moet u iets van de wet "
        "bewaren? Zeg dan wat, waarom en tot wanneer.",
        "Destroy or erase what you hold about this person, and say how many items there were. Must you keep something "
        "by law? Then say what, why and until when.",
    ),
    "keeper-correct": both(
        "Verbeter wat er fout staat, zoals hierboven, en zeg in hoeveel stukken u het verbeterde.",
        "Correct what is wrong, as shown above, and say in how many items you corrected it.",
    ),
    "keeper-stop": both(
        "Gebruik wat u van deze persoon hebt niet meer, maar bewaar het wel, en zeg om hoeveel stukken het gaat.",
        "Stop using what you hold about this person, but do keep it, and say how many items it concerns.",
    ),
    "keeper-nothing": both(
        "Vindt u niets? Laat ook dat weten: wij vertellen het de persoon. Antwoord de persoon niet zelf.",
        "Did you find nothing? Please tell us that too: we tell the person. Do not answer the person yourselves.",
    ),
    "keeper-on": both("Laat het ons uiterlijk op {on} weten.", "Please let us know by {on} at the latest."),
    # Art. 28(3)(g)
    "recipient-ended-subject": both("Geef terug of wis wat u van ons hebt", "Return or erase what you have from us"),
    "recipient-ended": both(
        "Uw werk voor ons eindigde op {on}. Geef alle persoonsgegevens die u van ons kreeg terug, of wis ze, met alle "
        "kopieën. Wat u van de wet moet bewaren, mag u houden; zeg dan wat en tot wanneer.",
        "Your work for us ended on {on}. Return all personal data that you received from us, or erase it, with all "
        "copies. What you must keep by law you may keep; then say what and until when.",
    ),
    "recipient-ended-confirm": both(
        "Bevestig ons dat het gedaan is, en wanneer.", "Please confirm to us that it was done, and when."
    ),
    "keeper-reminder-subject": both("Wij wachten nog op wat u bewaart", "We are still waiting for what you keep"),
    "keeper-reminder": both(
        "Wij vroegen u te kijken naar wat u van iemand bewaart ({recipient}), voor een verzoek {right}. Wij kregen nog "
        "geen antwoord. Het verzoek van deze persoon wacht daarop.",
        "We asked you to look up what you keep about somebody ({recipient}), for a request {right}. We have had no "
        "answer yet. This person's request waits for it.",
    ),
}
