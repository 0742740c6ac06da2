"""Questions of a plan that a named person must answer first: nobody can approve the plan before.

A question is a name, a colon and what it is about (names of tables and kinds, never a value). Those that are not listed
here are shown with the plan and stop nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.customer_data import CUSTOMER_DATA_UNSEEN, HELD_FOR_CUSTOMER
from belofte.domain.errors import Refused
from belofte.domain.plan import Plan
from belofte.domain.policy import Text
from belofte.domain.rights.corrections import CHOOSE_COLUMN, VALUE_NOT_FOUND
from belofte.domain.rights.rectification import DISPUTED, OPINION
from belofte.domain.rights.synced import RESTORED
from belofte.procedures.planning.planning_stops import WEIGH_FIRST
from belofte.procedures.rights.leaving_plan import LATER, OPEN_MATTERS, ORGANISATION
from belofte.procedures.rights.rectifying import NEW_VALUE_TAKEN, NOTHING_SAID

_DECIDE = "belofte request decide KENMERK --number N --ruling … --by NAAM --reasons …"

TO_ANSWER: Mapping[str, tuple[Text, Text]] = {
    CHOOSE_COLUMN: (
        Text({"nl": "Meer dan één kolom kan bedoeld zijn.", "en": "More than one column can be meant."}),
        Text(
            {
                "nl": "Zeg welke (belofte request correct … --column tabel.kolom).",
                "en": "say which: belofte request correct … --column table.column",
            }
        ),
    ),
    VALUE_NOT_FOUND: (
        Text({"nl": "Wat fout zou zijn, staat nergens.", "en": "What is said to be wrong stands nowhere."}),
        Text(
            {
                "nl": "Vraag na wat er nu staat (belofte request correct … --now), of wijs af met reden.",
                "en": "ask what stands there now (belofte request correct … --now), or refuse with a ground",
            }
        ),
    ),
    NOTHING_SAID: (
        Text({"nl": "Er staat nog niet wat er fout is.", "en": "What is wrong was not noted yet."}),
        Text(
            {
                "nl": "Noteer het (belofte request correct of statement), of vraag het na.",
                "en": "note it (belofte request correct or statement), or ask the person",
            }
        ),
    ),
    OPINION: (
        Text({"nl": "Een mening is niet zomaar fout.", "en": "An opinion is not simply wrong."}),
        Text({"nl": f"Beslis: {_DECIDE}", "en": f"decide: {_DECIDE}"}),
    ),
    DISPUTED: (
        Text({"nl": "Of het klopt, wordt betwist.", "en": "Whether it is true is disputed."}),
        Text({"nl": f"Beslis: {_DECIDE}", "en": f"decide: {_DECIDE}"}),
    ),
    RESTORED: (
        Text(
            {
                "nl": "Een ander systeem zou de oude waarde terugzetten.",
                "en": "Another system would bring the old value back.",
            }
        ),
        Text(
            {
                "nl": "Verbeter het eerst bij de bron, of haal synced_from uit de kaart; kijk dan opnieuw.",
                "en": "put it right at the source first, or take synced_from out of the map; then plan again",
            }
        ),
    ),
    NEW_VALUE_TAKEN: (
        Text(
            {
                "nl": "De nieuwe waarde staat al bij iemand anders.",
                "en": "The new value stands with somebody else already.",
            }
        ),
        Text(
            {
                "nl": "Stel vast van wie zij is; is het dezelfde persoon, voeg de klanten dan zelf samen.",
                "en": "find out whose it is; if it is the same person, join the two customers by hand first",
            }
        ),
    ),
    OPEN_MATTERS: (
        Text({"nl": "Er lopen nog zaken met deze persoon.", "en": "Matters with this person are still open."}),
        Text(
            {
                "nl": "Handel ze af en kijk opnieuw, of beslis: belofte request settle … --question open-matters",
                "en": "settle them and plan again, or decide: belofte request settle … --question open-matters",
            }
        ),
    ),
    ORGANISATION: (
        Text({"nl": "De opzegging raakt een organisatie.", "en": "The notice touches an organisation."}),
        Text(
            {
                "nl": "Kijk wie mag opzeggen en wiens gegevens gaan: belofte request settle … --question organisation",
                "en": "see who may give notice and whose data goes: belofte request settle … --question organisation",
            }
        ),
    ),
    HELD_FOR_CUSTOMER: (
        Text(
            {
                "nl": "Deze persoon staat alleen in wat wij voor een klant bewaren.",
                "en": "This person stands only in what we hold for a customer.",
            }
        ),
        Text(
            {
                "nl": "Geef het door (belofte request pass-on), of zeg waarom niet: belofte request settle … "
                "--question held-for-a-customer",
                "en": "pass it on (belofte request pass-on), or say why not: belofte request settle … "
                "--question held-for-a-customer",
            }
        ),
    ),
    CUSTOMER_DATA_UNSEEN: (
        Text(
            {
                "nl": "Wat wij voor klanten bewaren, kon niet worden doorzocht.",
                "en": "What we hold for customers could not be looked through.",
            }
        ),
        Text(
            {
                "nl": "Kijk opnieuw als het systeem er is, of zeg hoe u het weet: belofte request settle … "
                "--question customer-data-not-searched",
                "en": "plan again when the system is back, or say how you know: belofte request settle … "
                "--question customer-data-not-searched",
            }
        ),
    ),
    LATER: (
        Text({"nl": "De laatste dag is nog niet gekomen.", "en": "The last day has not come yet."}),
        Text({"nl": "Kijk op die dag opnieuw.", "en": "plan again on that day"}),
    ),
    WEIGH_FIRST: (
        Text({"nl": "Dit bezwaar is nog niet gewogen.", "en": "This objection was not weighed yet."}),
        Text(
            {
                "nl": "Weeg het eerst (belofte request weigh … --uphold of --reject, met de redenen).",
                "en": "weigh it first: belofte request weigh … --uphold or --reject, with the reasons",
            }
        ),
    ),
}
"""Question -> what is the matter, and what would help."""


def unanswered(plan: Plan) -> Refused | None:
    """The first question that stands in the way of approving this plan."""
    for question in plan.questions:
        name, _, about = question.partition(": ")
        if name in TO_ANSWER:
            said, remedy = TO_ANSWER[name]
            what = f" ({about})" if about else ""
            return Refused(Text({each: f"{said.in_(each)}{what}" for each in ("nl", "en")}), remedy)
    return None
