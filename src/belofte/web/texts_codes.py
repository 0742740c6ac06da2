"""The words of what the program calls by a code: questions of a plan, grounds, tasks, events. People see no code."""

from __future__ import annotations

from collections.abc import Mapping

QUESTIONS: Mapping[str, tuple[str, str]] = {
    "question.copy-goes-elsewhere": (
        "De kopie is gevraagd op een ander adres of per post. Stel eerst vast wie het is.",
        "The copy is asked at another address or by post. Identify the person first.",
    ),
    "question.asked-the-address-we-know": (
        "Het nummer hoort bij iemand met een ander adres; daar is om bevestiging gevraagd.",
        "The number is of somebody with another address, who was asked there to confirm.",
    ),
    "question.address-with-odd-letters": (
        "In het adres staan tekens die op andere lijken. Vergelijk het bij “Wie vroeg het”.",
        "The address holds letters that look like others. Compare it under “Who asked”.",
    ),
    "question.only-a-person-can-check": (
        "De persoon gaf iets op dat alleen een mens kan nagaan. Kijk bij “Wie vroeg het”.",
        "The person gave something that only a person can check. See under “Who asked”.",
    ),
    "question.no-known-address-of-the-person": (
        "Er is geen bekend adres van de persoon zelf waar de kopie heen kan.",
        "No known address of the person is there to which the copy could go.",
    ),
    "question.weigh-first": (
        "Dit bezwaar moet eerst worden gewogen: gegrond, of afwijzen met redenen.",
        "This objection must be weighed first: upheld, or rejected with reasons.",
    ),
    "question.open-matters": (
        "Er lopen nog zaken met deze persoon ({count}). Handel ze af, of beantwoord de vraag hiernaast.",
        "Matters with this person are still open ({count}). Settle them, or answer the question beside this.",
    ),
    "question.organisation": (
        "De opzegging raakt een organisatie. Kijk wie mag opzeggen en wiens gegevens gaan. Aantal: {count}.",
        "The notice touches an organisation. See who may give it and whose data goes. Number: {count}.",
    ),
    "question.leaves-later": ("De laatste dag ligt nog vooruit: {count}.", "The last day lies ahead: {count}."),
    "question.statement-by-hand": (
        "Geen tabel heeft plaats voor de verklaring van de persoon. Iemand moet die met de hand bewaren.",
        "No table has a place for the person's statement. Somebody must keep it by hand.",
    ),
    "question.disputed": (
        "Of dit klopt, is betwist: verbetering {count}.",
        "Whether this is true is disputed: {count}.",
    ),
    "question.opinion": (
        "Dit zijn woorden van iemand over deze persoon; beslis erover: verbetering {count}.",
        "These are somebody's words about the person; decide about them: correction {count}.",
    ),
    "question.choose-column": (
        "Meer kolommen bevatten dit gegeven. Noteer welke is bedoeld: {count}.",
        "Several columns hold this detail. Note which is meant: {count}.",
    ),
    "question.value-not-found": (
        "Wat volgens de persoon niet klopt, staat nergens: {count}.",
        "What the person says is wrong stands nowhere: {count}.",
    ),
    "question.stands-as-asked-already": (
        "Alles staat al zoals het is gevraagd: {count}.",
        "Everything stands as it was asked already: {count}.",
    ),
    "question.old-value-comes-back": (
        "Een ander systeem zou de oude waarde terugzetten: {count}. Verbeter het eerst daar.",
        "Another system would bring the old value back: {count}. Put it right there first.",
    ),
    "question.new-value-is-somebody-elses": (
        "De nieuwe waarde staat al bij iemand anders: {count}.",
        "The new value stands with somebody else already: {count}.",
    ),
    "question.nothing-to-correct-yet": (
        "Het verzoek zegt niet wat er niet klopt, of niemand heeft het nog genoteerd.",
        "The request does not say what is wrong, or nobody has noted it yet.",
    ),
    "question.too-many-records-to-read": (
        "Er zijn zoveel gegevens van deze persoon dat niet elke waarde is bekeken: {count}.",
        "There are so many records of this person that not every value was looked at: {count}.",
    ),
}

GROUNDS: Mapping[str, tuple[str, str]] = {
    "ground.not-contested": (
        "wordt niet gebruikt waar het bezwaar over gaat",
        "not used for what the objection is about",
    ),
    "ground.disputed": ("of het klopt, is betwist", "whether it is true is disputed"),
    "ground.opinion": ("woorden van iemand over de persoon", "somebody's words about the person"),
    "ground.accuracy-confirmed": ("een medewerker keek na dat het klopt", "a colleague looked: it is right"),
    "ground.own-statement": ("de eigen verklaring staat erbij", "the person's own statement stands with it"),
    "decision.left-as-it-is": ("blijft zoals het is", "stays as it is"),
    "decision.do.restriction": ("gebruik stilzetten", "put the use on hold"),
    "decision.do.objection": ("gebruik stoppen", "stop the use"),
    "decision.do.withdrawal": ("gebruik stoppen", "stop the use"),
    "decision.do.leaving": ("toegang van medewerkers beëindigen", "end staff access"),
    "decision.do.rectification": ("verbeteren", "correct"),
    "decision.do.lift": ("gebruik weer toestaan", "allow the use again"),
    "plan.about.objection": (
        "Waartegen bezwaar is gemaakt, is bij ontvangst meteen gestopt. Een mens weegt het bezwaar. Is het gegrond, "
        "dan blijft het gestopt en krijgt de persoon een kopie als het beleid dat belooft. Wordt het afgewezen, dan "
        "hoort de persoon dat eerst; pas daarna mag het gebruik weer.",
        "What was objected to was stopped at once on receipt. A person weighs the objection. If it is upheld, it stays "
        "stopped, and the person gets a copy where the policy promises one. If it is rejected, the person hears of it "
        "first; only then is the use allowed again.",
    ),
    "plan.about.restriction": (
        "De gegevens blijven staan, maar niemand gebruikt ze tot de persoon het opheft.",
        "The data stays, but nobody uses it until the person lifts this.",
    ),
    "plan.about.leaving": (
        "De toegang van medewerkers eindigt. Wissen gebeurt in een eigen verzoek, met dezelfde termijn.",
        "Staff access ends. Erasing is a request of its own, with the same clock.",
    ),
}

TASKS: Mapping[str, tuple[str, str]] = {
    "task.look-who-asks": (
        "Bekijk wat iemand schreef over wie het is",
        "See what somebody wrote about who they are",
    ),
    "task.stop-shared": (
        "Stop ook op een adres dat twee mensen delen",
        "Stop also at an address that two people share",
    ),
    "task.finish-by-hand": (
        "Maak af wat het systeem zelf niet kon",
        "Finish what the system could not do by itself",
    ),
    "task.restricted-due": (
        "Vraag wie om beperking vroeg of gegevens over hun termijn weg mogen",
        "Ask who asked for restriction whether data past its term may go",
    ),
    "task.term-undecided": (
        "Beslis wat er gebeurt met gegevens waarvan de termijn nog geen begin heeft",
        "Decide what becomes of records whose term has no first day",
    ),
    "task.term-by-hand": (
        "Haal met de hand weg wat over zijn termijn is, behalve wat een bewaarplicht, verzoek of beperking houdt",
        "Take away by hand what is past its term, except what a hold, a request or a restriction keeps",
    ),
    "task.sweep-failed": (
        "Een systeem liet gegevens over hun termijn niet gaan: kijk waarom",
        "A system did not let data past its term go: see why",
    ),
    "task.restored-asked": (
        "Kijk na een teruggezette back-up of koppeling of wat hier gewist, verbeterd of beperkt was dat nog is: een "
        "programma kan het niet zien",
        "After a backup or a sync came back, see whether what was erased, corrected or restricted here still is: no "
        "program can tell",
    ),
    "task.restored-failed": (
        "Een systeem liet niet opnieuw wissen, verbeteren of beperken wat een back-up terugbracht: kijk waarom",
        "A system did not let what a backup brought back be erased, corrected or restricted again: see why",
    ),
    "task.hold-released": (
        "Wis met de hand wat een opgeheven bewaarslot had tegengehouden",
        "Erase by hand what a released hold had kept",
    ),
    "task.still-there": (
        "Er staat nog iets dat al weg moest zijn",
        "Something is still there that was to be gone by now",
    ),
    "task.complete-access-answer": (
        "Vul aan wat het beleid niet zegt, voor een volledig antwoord op inzage",
        "Add what the policy does not state, for a full answer to a request for access",
    ),
    "task.breach-tell-by": ("Meld een datalek op tijd", "Report a breach in time"),
    "task.missed-request": (
        "In een gedeelde mailbox lijkt een verzoek gemist",
        "A request seems to have been missed in a shared mailbox",
    ),
    "task.sort-message": ("Zeg wat voor bericht dit is", "Say what kind of message this is"),
    "task.read-message": ("Lees een bericht in een lopend dossier", "Read a message in an open case"),
    "task.delete-proof": (
        "Verwijder een bijlage die een bewijs van identiteit is",
        "Delete an attachment that is proof of identity",
    ),
    "task.form-stopped": (
        "Kijk of iemand het formulier overspoelt: verzoeken zijn tegengehouden",
        "Look whether somebody floods the form: requests were stopped",
    ),
    "task.mail-stopped": ("Kijk naar e-mail die is tegengehouden", "Look at e-mail that was stopped"),
    "task.mailbox-unreachable": ("Een mailbox is niet bereikbaar", "A mailbox cannot be reached"),
}

EVENTS: Mapping[str, tuple[str, str]] = {
    "event.access.incomplete": (
        "het beleid zei niet alles wat in het antwoord hoort",
        "the policy did not state all that belongs in the answer",
    ),
    "event.breach.letter": ("brief over een datalek", "letter about a breach"),
    "event.case.exported": ("dossier uitgegeven", "dossier handed out"),
    "event.case.message-came": ("een bericht erbij", "a further message came"),
    "event.choose.asked": ("gevraagd wat eerst komt", "asked what comes first"),
    "event.correction.disputed": ("juistheid betwist", "accuracy disputed"),
    "event.correction.stayed": ("een dag later nagekeken: het staat er nog", "looked a day later: it still stands"),
    "event.erasure.held-back": (
        "wissen wacht op een ander verzoek van deze persoon",
        "erasure waits for another request of this person",
    ),
    "event.erasure.remembered": ("onthouden dat dit is gewist", "remembered that this was erased"),
    "event.hand-over.asked": ("gevraagd of de ontvangende partij klopt", "asked whether the receiving party is right"),
    "event.hand-over.confirmed": (
        "de persoon bevestigde wie de gegevens krijgt",
        "the person confirmed who gets the data",
    ),
    "event.hand-over.fetched": ("de partij haalde de gegevens op", "the party fetched the data"),
    "event.identity.proof-kept": ("bewijs bewaard tot de controle", "proof kept until the check"),
    "event.identity.proof-destroyed": ("bewijs vernietigd na de controle", "proof destroyed after the check"),
    "event.leaving.open-matters-told": ("verteld wat er nog loopt", "told what is still open"),
    "event.letter.came-back": ("een brief kwam terug", "a letter came back"),
    "event.letter.printed": ("brief afgedrukt voor de post", "letter printed for the post"),
    "event.objection.goes-on": (
        "genoteerd wat ondanks het bezwaar doorgaat",
        "noted what goes on despite the objection",
    ),
    "event.objection.permanent": ("voorgoed gestopt", "stopped for good"),
    "event.objection.weighed": ("bezwaar gewogen", "objection weighed"),
    "event.objection.went-on": ("na afwijzing weer begonnen", "begun again after the rejection"),
    "event.old-value-came-back": ("de oude waarde kwam terug", "the old value came back"),
    "event.question.answer-written": ("antwoord geschreven", "answer written"),
    "event.question.answered": ("vraag van het plan beantwoord", "question of the plan answered"),
    "event.recipient.sub-processors-changed": ("subverwerkers veranderd", "sub-processors changed"),
    "event.recipient.sub-processors-seen": ("subverwerkers bekeken", "sub-processors looked at"),
    "event.recipient.sub-processors-decided": ("over subverwerkers besloten", "sub-processors decided on"),
    "event.recipient.answered": ("een ontvanger antwoordde", "a recipient answered"),
    "event.recipient.told": ("een ontvanger ingelicht", "a recipient was told"),
    "event.recipients.told": ("ontvangers ingelicht", "recipients told"),
    "event.record.decided": ("over losse gegevens besloten", "decided about single records"),
    "event.rectification.told-new-address": ("het nieuwe adres ingelicht", "the new address was told"),
    "event.request.accepted-later": ("later aangenomen door de andere kant", "accepted later by the other side"),
    "event.request.approved-first": ("goedgekeurd door de eerste van twee", "approved by the first of two"),
    "event.request.approved-second": ("goedgekeurd door de tweede", "approved by the second"),
    "event.request.contact-moved": ("antwoord gaat naar een ander adres", "the answer goes to another address"),
    "event.request.extension-asked": ("brief over verlenging geschreven", "letter about an extension written"),
    "event.request.identity-answered": ("de persoon schreef wie het is", "the person wrote who they are"),
    "event.request.interim": ("tussenbericht over de vertraging", "told of the delay"),
    "event.request.joined": ("samengevoegd met een ander verzoek", "joined with another request"),
    "event.request.known-address-asked": (
        "gevraagd op het adres dat wij kenden",
        "asked at the address we knew",
    ),
    "event.request.mandate-checked": ("bevoegdheid gezien", "authority seen"),
    "event.request.passed-on": ("doorgestuurd naar de klant wiens gegevens het zijn", "passed on to the customer"),
    "event.request.reminded": ("herinnerd", "reminded"),
    "event.request.taken": ("in behandeling genomen", "taken in hand"),
    "event.request.taken-over": ("overgenomen uit een ander systeem", "taken over from another system"),
    "event.request.took-in": ("een ander verzoek erbij gevoegd", "another request was joined to it"),
    "event.request.unidentified": ("gesloten: niet bekend wie", "closed: not known who"),
    "event.request.who-was-looked-at": ("bekeken wie het vroeg", "looked at who asked"),
    "event.request.withdrawn": ("ingetrokken door de persoon", "taken back by the person"),
    "event.restriction.asked-to-lift": ("gevraagd om op te heffen", "asked to lift"),
    "event.restriction.in-force": ("beperking van kracht", "restriction in force"),
    "event.restriction.lifted": ("beperking opgeheven", "restriction lifted"),
    "event.restriction.lifting": ("opheffen begonnen", "lifting begun"),
    "event.service.decided": ("besloten of de dienst doorgaat", "decided whether the service goes on"),
    "event.texts.redacted": ("passages weggelaten uit de kopie", "passages left out of the copy"),
    "event.choose.chosen": ("de persoon koos wat eerst komt", "the person chose what comes first"),
}

CODES: Mapping[str, tuple[str, str]] = {**QUESTIONS, **GROUNDS, **TASKS, **EVENTS}
