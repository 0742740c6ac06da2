"""The words of the form: every field, its hint, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

COMMON: Mapping[str, tuple[str, str]] = {
    "choose.title": ("Wat wilt u?", "What would you like?"),
    "choose.intro": (
        "Kies wat het dichtst bij uw vraag ligt. Twijfelt u, kies dan de laatste: wij helpen u verder.",
        "Choose what is closest to your question. If in doubt, choose the last one: we will help you on.",
    ),
    "form.title": ("Uw verzoek", "Your request"),
    "form.another": ("Toch iets anders? Kies opnieuw.", "Something else after all? Choose again."),
    "form.right": ("Wat wilt u?", "What would you like?"),
    "form.address": ("Uw e-mailadres", "Your e-mail address"),
    "form.address.hint": (
        "Gebruik het adres waaronder wij u kennen. Gegevens sturen wij alleen naar een adres dat wij al hadden.",
        "Use the address we know you by. We send data only to an address we already had.",
    ),
    "form.address.short": (
        "Het adres waaronder wij u kennen.",
        "The address we know you by.",
    ),
    "form.name": ("Uw naam", "Your name"),
    "form.number": ("Uw klantnummer", "Your customer number"),
    "form.number.hint": ("Het staat bijvoorbeeld op een factuur.", "You find it on an invoice, for example."),
    "form.text": ("Wilt u er iets bij zeggen?", "Is there anything you want to add?"),
    "form.text.hint": (
        "Bijvoorbeeld om welke gegevens het gaat. Stuur geen kopie van een paspoort en geen burgerservicenummer.",
        "For example, which data it is about. Do not send a copy of a passport or a citizen service number.",
    ),
    "form.question": ("Uw vraag of klacht", "Your question or complaint"),
    "form.question.hint": (
        "Schrijf het in uw eigen woorden. Stuur geen kopie van een paspoort en geen burgerservicenummer.",
        "Write it in your own words. Do not send a copy of a passport or a citizen service number.",
    ),
    "form.optional": ("niet verplicht", "optional"),
    "form.send": ("Verstuur", "Send"),
    "form.send.withdrawal": ("Trek mijn toestemming in", "Withdraw my consent"),
    "form.send.objection": ("Stop ermee", "Stop it"),
    "form.send.leaving": ("Verstuur mijn opzegging", "Send my notice"),
    "form.why": (
        "Wij gebruiken wat u invult alleen voor dit verzoek.",
        "We use what you enter only for this request.",
    ),
    "form.complain": (
        "Een klacht hoeft niet bij ons te beginnen. U kunt altijd ook naar de toezichthouder:",
        "A complaint need not start with us. You can always go to the supervisory authority, too:",
    ),
}

BY_RIGHT: Mapping[str, tuple[str, str]] = {
    "form.correction": ("Wat klopt er niet?", "What is wrong?"),
    "form.correction.more": ("Klopt er nog iets niet?", "Is anything else wrong?"),
    "form.correction.number": ("Verbetering {number}", "Correction {number}"),
    "form.kind": ("Welk gegeven", "Which detail"),
    "form.kind.choose": ("Kies…", "Choose…"),
    "form.kind.other": ("iets anders", "something else"),
    "form.now": ("Wat staat er nu?", "What does it say now?"),
    "form.now.hint": ("Voor zover u het weet.", "As far as you know."),
    "form.should": ("Wat moet het zijn?", "What should it be?"),
    "form.statement": ("Een verklaring bij uw gegevens", "A statement beside your data"),
    "form.statement.hint": (
        "Zijn uw gegevens onvolledig, dan bewaren wij deze woorden erbij (AVG artikel 16).",
        "If your data is incomplete, we keep these words with it (GDPR Article 16).",
    ),
    "form.purposes.objection": ("Waartegen maakt u bezwaar?", "What do you object to?"),
    "form.purposes.withdrawal": ("Waarvoor trekt u uw toestemming in?", "For what do you withdraw your consent?"),
    "form.purposes.hint": ("Kiest u niets, dan geldt het voor alles.", "If you choose nothing, it counts for all."),
    "form.only": ("Wij stoppen met: {purpose}.", "We stop: {purpose}."),
    "form.because.objection": ("Wat is er bij u bijzonder?", "What is particular about your situation?"),
    "form.because.objection.hint": (
        "Voor reclame hoeft u niets te schrijven. Voor het andere helpt het ons uw bezwaar te wegen.",
        "For advertising you need not write anything. For the rest it helps us weigh your objection.",
    ),
    "form.because.restriction": ("Waarom wilt u dit?", "Why do you want this?"),
    "form.because.restriction.hint": (
        "Bijvoorbeeld: er klopt iets niet, of u hebt de gegevens nodig voor een rechtszaak. Het hoeft niet.",
        "For example: something is wrong, or you need the data for a court case. You need not say.",
    ),
    "form.services": ("Wat wilt u opzeggen?", "What do you want to end?"),
    "form.services.hint": (
        "Kiest u niets, dan zegt u alles op. Zegt u maar een deel op, dan blijft u onze klant en wissen wij niets.",
        "If you choose nothing, you end everything. If you end only a part, you stay a customer and we erase nothing.",
    ),
    "form.ends_on": ("Vanaf welke dag?", "From which day?"),
    "form.ends_on.hint": ("Laat leeg voor zo snel mogelijk.", "Leave empty for as soon as possible."),
    "form.hand_over_to": ("E-mailadres van wie uw gegevens krijgt", "E-mail address of who gets your data"),
    "form.hand_over_to.hint": (
        "Bijvoorbeeld uw nieuwe leverancier. Laat leeg om het bestand zelf te krijgen. Wij vragen u altijd eerst of "
        "het klopt.",
        "For example your new supplier. Leave empty to get the file yourself. We always ask you to confirm first.",
    ),
}

FOLDED: Mapping[str, tuple[str, str]] = {
    "form.fold.find": ("Help ons u te vinden", "Help us find you"),
    "form.fold.find.hint": (
        "Hebben wij u ook onder een nummer, of bezocht u alleen onze website? Wij kijken eerst na of het van u is.",
        "Do we know you by a number too, or did you only visit our website? We first check that it is yours.",
    ),
    "form.phone": ("Telefoonnummer", "Telephone number"),
    "form.cookie": ("Nummer in een cookie van ons", "Number in a cookie of ours"),
    "form.ip": ("IP-adres", "IP address"),
    "form.ip_when": ("Dag en tijd van uw bezoek", "Day and time of your visit"),
    "form.ip_when.hint": (
        "Een IP-adres wisselt van gebruiker; daarom hebben wij het tijdstip erbij nodig.",
        "An IP address passes from user to user; that is why we need the time with it.",
    ),
    "form.fold.for": ("Vraagt u dit voor iemand anders?", "Are you asking for somebody else?"),
    "form.fold.for.hint": (
        "Wij vragen u later om een bewijs daarvan, zo licht als kan.",
        "We will later ask you for proof of that, as light as possible.",
    ),
    "form.represents": ("Namens wie", "In whose name"),
    "represents.none": ("Namens mijzelf", "In my own name"),
    "represents.parent": ("Namens mijn kind", "For my child"),
    "represents.guardian": ("Als voogd, curator of mentor", "As guardian or court-appointed representative"),
    "represents.heir": ("Voor iemand die is overleden", "For somebody who has died"),
    "represents.agent": ("Met een volmacht", "With a mandate"),
    "form.fold.elsewhere": ("Moet het antwoord ergens anders heen?", "Should the answer go somewhere else?"),
    "form.fold.elsewhere.hint": (
        "Dat kan, maar dan vragen wij u eerst te laten zien wie u bent.",
        "That is possible, but we will first ask you to show who you are.",
    ),
    "form.other_address": ("Een ander e-mailadres", "Another e-mail address"),
    "form.post_address": ("Of per post, naar dit adres", "Or by post, to this address"),
}

ERRORS: Mapping[str, tuple[str, str]] = {
    "error.prefix": ("Fout: ", "Error: "),
    "error.summary": ("Er klopt nog iets niet", "Something is not right yet"),
    "error.right": ("Kies wat u wilt.", "Choose what you would like."),
    "error.address.empty": ("Vul uw e-mailadres in.", "Enter your e-mail address."),
    "error.address.form": (
        "Dit lijkt geen e-mailadres. Het ziet eruit als naam@voorbeeld.nl.",
        "This does not look like an e-mail address. It looks like name@example.com.",
    ),
    "error.long": (
        "Dit is te lang: gebruik hoogstens {most} tekens.",
        "This is too long: use at most {most} characters.",
    ),
    "error.many": (
        "Er kwamen net veel verzoeken tegelijk binnen. Wacht even en verstuur het dan opnieuw: wat u invulde staat "
        "er nog. Of bel of mail ons privacykantoor.",
        "Many requests came in at once. Wait a while and send it again: what you entered is still here. "
        "Or call or e-mail our privacy office.",
    ),
    "error.text.empty": ("Schrijf uw vraag of klacht.", "Write your question or complaint."),
    "error.kind": ("Kies welk gegeven niet klopt.", "Choose which detail is wrong."),
    "error.should": ("Schrijf wat het moet zijn.", "Write what it should be."),
    "error.correction": (
        "Zeg wat er niet klopt, of schrijf een verklaring.",
        "Say what is wrong, or write a statement.",
    ),
    "error.choice": ("Kies alleen uit wat hier staat.", "Choose only from what stands here."),
    "error.day": (
        "Dit is geen dag die wij herkennen. Schrijf hem als 31-12-2026.",
        "This is not a day we recognise. Write it as 31-12-2026.",
    ),
    "error.day.past": ("Die dag is al voorbij.", "That day is over already."),
    "error.ip": ("Dit is geen IP-adres.", "This is not an IP address."),
    "error.ip_when": ("Zeg ook wanneer u er was.", "Also say when you were there."),
}

FORM: Mapping[str, tuple[str, str]] = {**COMMON, **BY_RIGHT, **FOLDED, **ERRORS}
