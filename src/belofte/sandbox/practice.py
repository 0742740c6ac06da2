"""Exercises for the office: requests with a known trap, and what to look at once one is over.

Everybody in them is of the sample company (:mod:`belofte.sandbox.personas`) or made up.
"""

from __future__ import annotations

from datetime import timedelta

from belofte.domain.course import Phase
from belofte.domain.identity import Identifier
from belofte.domain.rights import names
from belofte.domain.wish import Wish
from belofte.sandbox.exercise import IN_TIME, NOT_ABUSE, STOPPED, Check, Exercise, Facts, said
from belofte.sandbox.practice_of_rights import OF_OTHER_RIGHTS


def _nothing_left(facts: Facts) -> bool:
    return facts.records_sent == 0


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        "look-alike",
        said("Een adres dat erop lijkt", "An address that looks like it"),
        said("Anna de Vries vraagt inzage.", "Anna de Vries asks for access."),
        said("Kijk letter voor letter naar het adres.", "Look at the address letter by letter."),
        names.ACCESS,
        "anna@dvrіes.example",
        (
            Check(
                _nothing_left,
                said("Er ging niets naar het vreemde adres.", "Nothing went to the strange address."),
                said(
                    "Er ging een kopie naar een adres dat niet van Anna is: een letter komt uit een ander alfabet. "
                    "Dit is een datalek (AVG 33).",
                    "A copy went to an address that is not Anna's: one letter is of another alphabet. This is a breach "
                    "(GDPR 33).",
                ),
            ),
            Check(
                lambda facts: not facts.by_office,
                said("U stond er niet voor in wie het is.", "You did not vouch for who it is."),
                said("U stond in voor iemand die u niet kende.", "You vouched for somebody you did not know."),
            ),
        ),
        person="Anna de Vries",
    ),
    Exercise(
        "couple",
        said("Twee mensen, één adres", "Two people, one address"),
        said("Els Blom vraagt haar gegevens op.", "Els Blom asks for her data."),
        said(
            "Op dit adres staan er twee. Wat houdt hen uit elkaar?",
            "There are two on this address. What tells them apart?",
        ),
        names.ACCESS,
        "thuis@blom.example",
        (
            Check(
                lambda facts: facts.records_sent == 0 or facts.number_used,
                said("U hebt hen uit elkaar gehouden.", "You told them apart."),
                said(
                    "Er ging een kopie uit zonder klantnummer: ook van Joris (AVG 15(4)).",
                    "A copy left without a customer number: Joris's too (GDPR 15(4)).",
                ),
            ),
            NOT_ABUSE,
        ),
        person="Els Blom",
    ),
    Exercise(
        "neighbour",
        said("In de tekst staat een ander", "Somebody else in the text"),
        said("Anna de Vries vraagt alles op wat u van haar hebt.", "Anna de Vries asks for all you have of her."),
        said("Lees de vrije tekst. Over wie gaat die nog meer?", "Read the free text. Who else is it about?"),
        names.ACCESS,
        "anna@dvries.example",
        (
            Check(
                lambda facts: facts.records_sent == 0 or "texts.redacted" in facts.happened,
                said("De buurman staat niet in de kopie.", "The neighbour is not in the copy."),
                said(
                    "Naam en telefoonnummer van de buurman gingen mee in de kopie (AVG 15(4)).",
                    "The neighbour's name and telephone number went along in the copy (GDPR 15(4)).",
                ),
            ),
            Check(
                lambda facts: "texts.read" in facts.happened,
                said("U las de vrije tekst.", "You read the free text."),
                said("U las de vrije tekst niet.", "You did not read the free text."),
            ),
            NOT_ABUSE,
        ),
        person="Anna de Vries",
    ),
    Exercise(
        "minor",
        said("Een ouder vraagt voor een kind", "A parent asks for a child"),
        said(
            "Iemand vraagt namens zijn dochter van 12 om inzage.",
            "Somebody asks for access in the name of his daughter of 12.",
        ),
        said("Mag deze persoon dat? Wat bewaart u daarvan?", "May this person? What do you keep of that?"),
        names.ACCESS,
        "carla@hoekstra.example",
        (
            Check(
                lambda facts: facts.records_sent == 0 or facts.mandate_checked,
                said("U keek eerst naar de bevoegdheid.", "You first looked at the authority."),
                said(
                    "Er ging een kopie uit zonder dat iemand naar de bevoegdheid keek (AVG 12(6)).",
                    "A copy left without anybody looking at the authority (GDPR 12(6)).",
                ),
            ),
        ),
        text="Ik ben de vader. Mijn dochter is 12.",
        person="W. Hoekstra",
        wish=Wish(represents="parent"),
    ),
    Exercise(
        "late-question",
        said("Te laat vragen wie het is", "Asking too late who it is"),
        said(
            "Een brief lag 24 dagen in het verkeerde bakje. Wie vroeg het eigenlijk?",
            "A letter lay in the wrong tray for 24 days. Who asked, in fact?",
        ),
        said(
            "Wat doet een vraag van nu met de klok van de wet?",
            "What does a question now do to the law's clock?",
        ),
        names.ACCESS,
        "evert@wiersma.example",
        (
            Check(
                lambda facts: not facts.late_asked,
                said("U rekende niet op een late vraag.", "You did not count on a late question."),
                said(
                    "Uw vraag kwam te laat: de klok van de wet liep gewoon door (EDPB 01/2022).",
                    "Your question came too late: the law's clock kept running (EDPB 01/2022).",
                ),
            ),
            IN_TIME,
        ),
        person="E. Wiersma",
        channel="post",
        before=timedelta(days=24),
        presses=False,
    ),
    Exercise(
        "again",
        said("Alweer dezelfde vraag", "The same question again"),
        said(
            "Noor Veenstra vraagt voor de derde keer om inzage. Een collega noemt het buitensporig.",
            "Noor Veenstra asks for access a third time. A colleague calls it excessive.",
        ),
        said("Is herhalen alleen al buitensporig?", "Is repeating alone excessive?"),
        names.ACCESS,
        "noor@veenstra.example",
        (NOT_ABUSE, IN_TIME),
        text="Ik vraag het nog maar eens.",
        person="Noor Veenstra",
    ),
    Exercise(
        "advertising",
        said("Bezwaar tegen reclame", "Objecting to advertising"),
        said(
            "Een brief zonder afzender: Noor Veenstra wil geen reclame meer op het adres dat zij noemt. Een collega "
            "wil eerst wegen wie er meer belang bij heeft.",
            "A letter with no return address: Noor Veenstra wants no more advertising at the address she names. A "
            "colleague wants to weigh first whose interest is greater.",
        ),
        said("Valt er hier iets te wegen? En wie zet het stop?", "Is there anything to weigh here? And who stops it?"),
        names.OBJECTION,
        "",
        (
            STOPPED,
            Check(
                lambda facts: facts.phase is not Phase.REJECTED and not facts.is_refused,
                said("U woog niets: bij reclame is dit recht absoluut.", "You weighed nothing: here it is absolute."),
                said(
                    "U wees het af. Bezwaar tegen reclame is altijd gegrond (AVG 21(3)).",
                    "You rejected it. An objection to advertising is always upheld (GDPR 21(3)).",
                ),
            ),
            IN_TIME,
        ),
        text="Geen reclame meer, alstublieft. U stuurt het naar noor@veenstra.example.",
        person="Noor Veenstra",
        channel="post",
        wish=Wish(purposes=("newsletter",), identifiers=(Identifier("email", "", "noor@veenstra.example"),)),
        presses=False,
    ),
    Exercise(
        "hidden-request",
        said("Een verzoek dat zich verstopt", "A request in hiding"),
        said("Er komt een vraag binnen over een rekening.", "A question comes in about an invoice."),
        said("Lees wat er gevraagd wordt, tot het einde.", "Read what is asked, to the end."),
        names.QUESTION,
        "bram.kuipers@post.example",
        (
            Check(
                lambda facts: names.ERASURE in facts.others,
                said("U herkende het verzoek om te wissen.", "You recognised the request for erasure."),
                said(
                    "Aan het einde stond een verzoek om te wissen. Er hoeft geen artikel bij (AVG 12, 17).",
                    "At the end stood a request for erasure. It needs no article number (GDPR 12, 17).",
                ),
            ),
        ),
        text="Waarom kreeg ik twee rekeningen? En gooi verder maar alles weg wat jullie van mij hebben.",
        person="Bram Kuipers",
    ),
    Exercise(
        "almost-late",
        said("Morgen moet het af", "Due tomorrow"),
        said(
            "Een verzoek om te wissen kwam 29 dagen geleden. Een collega wil verlengen: het is druk.",
            "A request for erasure came 29 days ago. A colleague wants to extend: it is busy.",
        ),
        said("Is drukte een grond? En onze eigen belofte?", "Is being busy a ground? And our own promise?"),
        names.ERASURE,
        "carla@hoekstra.example",
        (
            Check(
                lambda facts: not facts.extension_doubtful,
                said("U verlengde niet op een grond die er geen is.", "You did not extend on a ground that is none."),
                said(
                    "U verlengde op een grond die de wet niet noemt (AVG 12(3)).",
                    "You extended on a ground the law does not name (GDPR 12(3)).",
                ),
            ),
            IN_TIME,
        ),
        person="Carla Hoekstra",
        channel="mail",
        before=timedelta(days=29),
    ),
    Exercise(
        "unpaid",
        said("Wissen met een open rekening", "Erasing with an unpaid invoice"),
        said("Evert Wiersma wil dat u alles wist.", "Evert Wiersma wants you to erase everything."),
        said("Wat moet blijven, tot wanneer, en weet hij dat?", "What must stay, until when, and does he know?"),
        names.ERASURE,
        "evert@wiersma.example",
        (
            Check(
                lambda facts: facts.is_refused or facts.records_gone > 0,
                said("Wat weg mocht, is weg.", "What may go is gone."),
                said(
                    "Er is niets gewist. Een bewaarplicht voor een factuur houdt de rest niet tegen (AVG 17(3)).",
                    "Nothing was erased. A duty to keep an invoice does not hold back the rest (GDPR 17(3)).",
                ),
            ),
            NOT_ABUSE,
            IN_TIME,
        ),
        person="Evert Wiersma",
    ),
    *OF_OTHER_RIGHTS,
)
"""In the order of the page."""


def exercise(name: str) -> Exercise | None:
    """The exercise of this name."""
    return next((one for one in EXERCISES if one.name == name), None)
