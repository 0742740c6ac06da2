"""The words of the acts of single rights and of what happens on the way: button, explanation, fields, what was done."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.kinds import KINDS

_REASONS = ("De redenen", "The reasons")
_REASONS_HINT = ("Deze woorden komen in de brief.", "These words go into the letter.")

RIGHTS_ACTS: Mapping[str, tuple[str, str]] = {
    "act.take": ("Ik neem dit in behandeling", "I take this in hand"),
    "told.take": ("U hebt dit nu in behandeling.", "You have this in hand now."),
    "act.reply": ("Verstuur dit antwoord", "Send this answer"),
    "act.reply.title": ("Antwoord op de vraag", "Answer the question"),
    "act.reply.words": ("Uw antwoord", "Your answer"),
    "act.reply.words.hint": (
        "Bekijk eerst wat er gevraagd is. U schrijft alleen de kern: aanhef en afsluiting komen vanzelf.",
        "See first what was asked. Write the substance only: greeting and close are added.",
    ),
    "told.reply": ("Het antwoord gaat op weg.", "The answer is on its way."),
    "act.uphold": ("Het bezwaar is gegrond", "The objection is upheld"),
    "act.uphold.text": (
        "De persoon krijgt eerst een kopie; daarna stoppen wij voorgoed.",
        "The person gets a copy first; then we stop for good.",
    ),
    "act.uphold.reasons": _REASONS,
    "act.uphold.reasons.hint": (
        "Deze woorden komen in de brief. Laat u het leeg, dan staat er: wij hebben geen dwingende gronden die zwaarder "
        "wegen dan uw belang.",
        "These words go into the letter. Left empty, it says: we have no compelling grounds that override your "
        "interests.",
    ),
    "told.uphold": ("Het bezwaar is gegrond verklaard.", "The objection is upheld."),
    "act.reject": ("Wijs het bezwaar af", "Reject the objection"),
    "act.reject.text": (
        "Alleen met dwingende gronden die zwaarder wegen dan het belang van deze persoon, en die u kunt aantonen "
        "(AVG 21(1)). Bij reclame kan dit niet.",
        "Only with compelling grounds that override this person's interests, and that you can show (GDPR 21(1)). Not "
        "possible for advertising.",
    ),
    "act.reject.reasons": ("De dwingende gronden", "The compelling grounds"),
    "act.reject.reasons.hint": _REASONS_HINT,
    "told.reject": ("Het bezwaar is afgewezen; de persoon hoort het eerst.", "Rejected; the person hears it first."),
    "act.settle": ("Beantwoord een vraag van het plan", "Answer a question of the plan"),
    "act.settle.text": (
        "Bij weggaan: wat nog open stond is afgehandeld, of deze persoon mag voor de organisatie opzeggen.",
        "When somebody leaves: open matters are dealt with, or this person may give notice for the organisation.",
    ),
    "act.settle.question": ("Welke vraag", "Which question"),
    "act.settle.reasons": ("Hoe weet u het?", "How do you know?"),
    "told.settle": ("Beantwoord; er is opnieuw gekeken.", "Answered; we looked again."),
    "act.lift": ("Vraag of hef de beperking op", "Ask to lift, or lift the restriction"),
    "act.lift.text": (
        "Belooft het beleid dat alleen de persoon opheft, dan krijgt die een brief met een knop. Anders hoort de "
        "persoon het voordat de beperking eindigt (AVG 18(3)).",
        "If the policy promises that only the person lifts it, they get a letter with a button. Else they hear of it "
        "before the restriction ends (GDPR 18(3)).",
    ),
    "act.lift.reasons": _REASONS,
    "act.lift.reasons.hint": _REASONS_HINT,
    "told.lift": ("De brief over het opheffen gaat op weg.", "The letter about lifting is on its way."),
    "act.changes": ("Bekijk voor en na", "See before and after"),
    "act.changes.text": (
        "Welke waarde waar staat, en wat er komt te staan. Dit zijn persoonsgegevens: vastgelegd wordt wie kijkt.",
        "Which value stands where, and what will stand there. These are personal data: it is noted who looks.",
    ),
    "act.correct": ("Noteer een verbetering", "Note a correction"),
    "act.correct.text": (
        "Wat de persoon per brief of telefoon zei, of welke kolom bedoeld is.",
        "What the person said by letter or telephone, or which column is meant.",
    ),
    "act.correct.kind": ("Welk gegeven", "Which detail"),
    "act.correct.now": ("Wat staat er nu?", "What does it say now?"),
    "act.correct.should_be": ("Wat moet het zijn?", "What should it be?"),
    "act.correct.column": ("Kolom, als er meer zijn", "Column, if there are several"),
    "told.correct": ("Genoteerd; er is opnieuw gekeken.", "Noted; we looked again."),
    "act.rule": ("Beslis over een verbetering", "Decide on a correction"),
    "act.rule.number": ("Nummer van de verbetering", "Number of the correction"),
    "act.rule.ruling": ("Uw beslissing", "Your decision"),
    "act.rule.reasons": _REASONS,
    "act.rule.reasons.hint": _REASONS_HINT,
    "told.rule": ("De beslissing is genoteerd.", "The decision is noted."),
    "act.statement": ("Bewaar een verklaring van de persoon", "Keep a statement of the person"),
    "act.statement.statement": ("In eigen woorden", "In their own words"),
    "told.statement": ("De verklaring staat er nu bij.", "The statement now stands beside it."),
    "act.party": ("Noteer wie de gegevens krijgt", "Note who gets the data"),
    "act.party.text": (
        "De persoon krijgt eerst een brief met een knop; zonder die knop krijgt niemand iets.",
        "The person gets a letter with a button first; without that button nobody gets anything.",
    ),
    "act.party.party": ("E-mailadres van die partij", "E-mail address of that party"),
    "told.party": ("Genoteerd.", "Noted."),
    "act.service": ("Beslis of de dienst doorgaat", "Decide whether the service goes on"),
    "act.service.text": (
        "Overdracht beëindigt geen overeenkomst en wist niets. De persoon hoort uw besluit voordat er iets eindigt.",
        "Portability ends no contract and erases nothing. The person hears your decision before anything ends.",
    ),
    "act.service.reasons": _REASONS,
    "act.service.reasons.hint": _REASONS_HINT,
    "act.service.ends_on": ("De dienst eindigt op (leeg: gaat door)", "The service ends on (empty: goes on)"),
    "told.service": ("Het besluit is genoteerd en verteld.", "The decision is noted and told."),
}

WAY_ACTS: Mapping[str, tuple[str, str]] = {
    "act.ask-identity": ("Vraag wie het is", "Ask who it is"),
    "act.ask-identity.text": (
        "Alleen bij redelijke twijfel (AVG 12(6)), en snel: alleen een tijdige vraag zet de klok van de wet stil.",
        "Only with reasonable doubt (GDPR 12(6)), and soon: only a timely question stops the law's clock.",
    ),
    "act.ask-identity.doubt": ("Waarom twijfelt u?", "Why do you doubt?"),
    "told.ask-identity": ("De vraag gaat op weg.", "The question is on its way."),
    "act.asked-aloud": ("Ik vroeg het net zelf", "I have just asked it myself"),
    "act.asked-aloud.text": (
        "Aan de telefoon of aan de balie: de vraag telt vanaf nu.",
        "On the telephone or at the counter: the question counts from now.",
    ),
    "act.asked-aloud.doubt": ("Waarom twijfelt u?", "Why do you doubt?"),
    "told.asked-aloud": ("Genoteerd: het is gevraagd.", "Noted: it was asked."),
    "act.mandate": ("Ik heb de bevoegdheid gezien", "I have seen the authority"),
    "act.mandate.title": ("Iemand vraagt dit voor een ander", "Somebody asks for another person"),
    "act.mandate.text": (
        "Kijk of die persoon dat mag, en niet meer dan nodig. Bewaar geen kopie.",
        "See whether they may, and look at no more than needed. Keep no copy.",
    ),
    "act.mandate.how": ("Hoe weet u het?", "How do you know?"),
    "act.mandate.how.hint": (
        "Bijvoorbeeld: volmacht ingezien. Schrijf hier geen persoonsgegevens.",
        "For example: saw the mandate. Write no personal data here.",
    ),
    "act.mandate.born": ("Geboortedatum van het kind", "The child's date of birth"),
    "act.mandate.number": ("Klantnummer van de ander", "The other person's customer number"),
    "act.mandate.subject_chose": ("Waar de ander het antwoord wil", "Where the other wants the answer"),
    "told.mandate": ("Vastgelegd: u zag de bevoegdheid.", "Recorded: you saw the authority."),
    "act.join": ("Voeg samen met een ander verzoek", "Join with another request"),
    "act.join.text": (
        "Eén antwoord; de eerste datum telt. Er is een open verzoek van hetzelfde adres.",
        "One answer; the first date counts. There is an open request from the same address.",
    ),
    "act.join.into": ("Kenmerk van het andere", "Reference of the other"),
    "told.join": ("De verzoeken zijn samengevoegd.", "The requests were joined."),
    "act.extend": ("Verleng de termijn", "Extend the term"),
    "act.extend.text": (
        "Twee maanden erbij kan alleen als het ingewikkeld is of om het aantal verzoeken, en verteld binnen de eerste "
        "maand (AVG 12(3)). Onze eigen belofte verschuift niet mee.",
        "Two months more are possible only for complexity or the number of requests, told within the first month "
        "(GDPR 12(3)). Our own promise does not move with it.",
    ),
    "act.extend.ground": ("Waarom", "Why"),
    "act.extend.reasons": _REASONS,
    "act.extend.reasons.hint": _REASONS_HINT,
    "told.extend": ("De brief gaat op weg; de verlenging telt als hij is aangekomen.", "It counts once delivered."),
    "act.redirect": ("Kies een andere weg naar de persoon", "Choose another way to the person"),
    "act.redirect.text": (
        "Na vaststelling van wie het is: een ander e-mailadres, of de post.",
        "After it is established who it is: another e-mail address, or the post.",
    ),
    "act.redirect.how": ("Hoe weet u wie het is?", "How do you know who it is?"),
    "act.redirect.other_address": ("Ander e-mailadres", "Other e-mail address"),
    "act.redirect.post_address": ("Postadres", "Postal address"),
    "told.redirect": ("De andere weg is genoteerd.", "The other way is noted."),
    "act.address-change": ("Schrijf over een nieuw adres", "Write about a new address"),
    "act.address-change.text": (
        "De brief gaat naar het oude adres; pas de knop daarin verandert iets.",
        "The letter goes to the old address; only the button in it changes anything.",
    ),
    "act.address-change.new_address": ("Het nieuwe e-mailadres", "The new e-mail address"),
    "told.address-change": (
        "De brief naar het oude adres gaat op weg.",
        "The letter to the old address is on its way.",
    ),
    "act.pass-on": ("Geef door aan een klant", "Pass on to a customer"),
    "act.pass-on.text": (
        "Het gaat over gegevens die u voor een klant bewaart. Het verzoek gaat meteen naar die klant; de persoon hoort "
        "bij wie hij terechtkan. Uzelf geeft en wist niets.",
        "It is about data you hold for a customer. The request goes to that customer at once; the person is told whom "
        "to ask. You yourself hand over and erase nothing.",
    ),
    "act.pass-on.whose": ("Welke klant", "Which customer"),
    "act.pass-on.to": ("E-mailadres van die klant", "That customer's e-mail address"),
    "told.pass-on": ("Doorgegeven; de persoon krijgt bericht.", "Passed on; the person is told."),
    "act.bounced": ("Het antwoord kwam terug", "The answer came back"),
    "act.bounced.text": (
        "Dan is het niet gegeven, en blijft de termijn staan.",
        "Then it was not given, and the due date stays.",
    ),
    "told.bounced": ("Genoteerd: niet aangekomen.", "Noted: not delivered."),
    "act.print": ("Druk de brieven af", "Print the letters"),
    "act.print.text": ("Er liggen brieven klaar voor de post.", "There are letters ready for the post."),
    "act.close": ("Sluit zonder antwoord", "Close without an answer"),
    "act.close.text": (
        "Alleen als de persoon het zelf introk, of als niemand kon vaststellen wie het is.",
        "Only if the person took it back, or if nobody could establish who it is.",
    ),
    "act.close.ended": ("Waarom", "Why"),
    "act.close.reasons": _REASONS,
    "act.close.reasons.hint": _REASONS_HINT,
    "told.close": ("Het verzoek is gesloten.", "The request is closed."),
    "act.recipient-told": ("Ik heb het verteld", "I have told them"),
    "told.recipient-told": ("Genoteerd: verteld.", "Noted: told."),
    "act.recipient-answer": ("Noteer het antwoord", "Note the answer"),
    "act.recipient-answer.answer": ("Wat antwoordde men?", "What was answered?"),
    "act.recipient-answer.words": ("Toelichting", "Note"),
    "told.recipient-answer": ("Het antwoord is genoteerd.", "The answer is noted."),
    "act.refuse.reasons": ("De feiten", "The facts"),
    "act.refuse.reasons.hint": (
        "Nodig als u het kennelijk ongegrond of buitensporig noemt: u moet het kunnen aantonen.",
        "Needed if you call it manifestly unfounded or excessive: you must be able to show it.",
    ),
}

OPTIONS: Mapping[str, tuple[str, str]] = {
    **{f"option.{kind.name}": (kind.nl, kind.en) for kind in KINDS.values()},
    "option.complexity": ("het is ingewikkeld", "it is complex"),
    "option.number": ("het aantal verzoeken", "the number of requests"),
    "option.other": ("iets anders (twijfelachtig)", "something else (doubtful)"),
    "option.open-matters": ("open zaken zijn afgehandeld", "open matters are dealt with"),
    "option.held-for-a-customer": ("de klant hoeft niet gevraagd", "the customer need not be asked"),
    "option.customer-data-not-searched": ("gegevens van klanten: het is bekend", "customers' data: it is known"),
    "option.organisation": ("mag opzeggen voor de organisatie", "may give notice for the organisation"),
    "option.disputed": ("nog betwist: zolang beperken", "still disputed: restrict meanwhile"),
    "option.correct": ("de persoon heeft gelijk", "the person is right"),
    "option.statement": ("het blijft, met de verklaring erbij", "it stays, with the statement beside it"),
    "option.erase": ("de woorden gaan weg", "the words go"),
    "option.keep": ("het klopte al", "it was right already"),
    "option.withdrawn": ("ingetrokken door de persoon", "withdrawn by the person"),
    "option.unidentified": ("niet vast te stellen wie het is", "cannot establish who it is"),
    "option.done": ("gedaan", "done"),
    "option.not-held": ("had niets", "held nothing"),
    "option.cannot": ("kan niet, of te veel moeite", "impossible or disproportionate"),
}

PAGES: Mapping[str, tuple[str, str]] = {
    "changes.title": ("Voor en na: verzoek {reference}", "Before and after: request {reference}"),
    "changes.before": ("Staat er nu", "Stands there now"),
    "changes.after": ("Komt er te staan", "Will stand there"),
    "changes.stays": ("blijft", "stays"),
    "changes.ruling": ("Beslissing", "Decision"),
    "changes.none": ("Er is niets gevonden om te verbeteren.", "Nothing was found to correct."),
    "printed.title": ("Brieven voor de post: verzoek {reference}", "Letters for the post: request {reference}"),
    "printed.none": ("Er ligt niets klaar.", "Nothing is ready."),
    "notices.title": ("Ontvangers", "Recipients"),
    "notices.none": ("Er hoefde niemand bericht te krijgen.", "Nobody had to be told."),
    "notices.text": (
        "Wie gegevens van ons kreeg, hoort dat ze zijn verbeterd, gewist of beperkt (AVG 19).",
        "Those who received data from us hear that it was corrected, erased or restricted (GDPR 19).",
    ),
    "notices.to-tell": ("nog te vertellen", "to be told"),
    "notices.told": ("verteld, geen antwoord", "told, no answer"),
    "notices.answered": ("beantwoord", "answered"),
    "notices.corrected": ("verbeterd", "corrected"),
    "notices.erased": ("gewist", "erased"),
    "notices.restricted": ("beperkt", "restricted"),
    "notices.lifted": ("beperking opgeheven", "restriction lifted"),
    "about.represents": ("Namens wie", "In whose name"),
    "about.unchecked": ("bevoegdheid nog niet gezien", "authority not seen yet"),
    "about.repeats": ("Lijkt een herhaling van", "Looks like a repeat of"),
    "about.identity": ("Gevraagd wie het is", "Asked who it is"),
}

ACTS: Mapping[str, tuple[str, str]] = {**RIGHTS_ACTS, **WAY_ACTS, **OPTIONS, **PAGES}
