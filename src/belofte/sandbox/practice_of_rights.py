"""Exercises about the rights that are asked less often."""

from __future__ import annotations

from belofte.domain.course import Phase
from belofte.domain.identity import Identifier
from belofte.domain.request import RequestState
from belofte.domain.rights import names
from belofte.domain.wish import Correction, Wish
from belofte.sandbox.exercise import IN_TIME, NOT_ABUSE, STOPPED, Check, Exercise, said

OF_OTHER_RIGHTS: tuple[Exercise, ...] = (
    Exercise(
        "sent-invoice",
        said("Een naam die ook op een factuur staat", "A name that also stands on an invoice"),
        said(
            "Carla Hoekstra heet nu Carla Vos. Een collega wil weigeren: een verstuurde factuur mag niet veranderen.",
            "Carla Hoekstra is now called Carla Vos. A colleague wants to refuse: an invoice that was sent may not "
            "change.",
        ),
        said("Wat blijft er zoals het is, en wat niet?", "What stays as it is, and what does not?"),
        names.RECTIFICATION,
        "carla@hoekstra.example",
        (
            Check(
                lambda facts: facts.records_changed > 0,
                said("Waar haar naam verkeerd stond, is die verbeterd.", "Where her name was wrong, it was put right."),
                said(
                    "Er is niets verbeterd. Een verstuurde factuur blijft zoals hij is; al het andere niet (AVG 16).",
                    "Nothing was put right. An invoice that was sent stays as it is; all else does not (GDPR 16).",
                ),
            ),
            NOT_ABUSE,
            IN_TIME,
        ),
        person="Carla Vos",
        wish=Wish(corrections=(Correction("name", "Carla Hoekstra", "Carla Vos"),)),
    ),
    Exercise(
        "no-reason-given",
        said("Beperken zonder reden", "Restricting without a reason"),
        said(
            "Evert Wiersma wil dat u zijn gegevens even niet gebruikt. Hij zegt niet waarom.",
            "Evert Wiersma wants you not to use his data for a while. He does not say why.",
        ),
        said("Wat belooft het beleid hier boven de wet?", "What does the policy promise here beyond the law?"),
        names.RESTRICTION,
        "evert@wiersma.example",
        (
            Check(
                lambda facts: facts.phase is Phase.RESTRICTED,
                said(
                    "Het gebruik ligt stil, en alleen hij heft dat op.", "The use is on hold, and only he lifts that."
                ),
                said(
                    "Het gebruik ligt niet stil. De wet noemt gronden (AVG 18(1)); het beleid belooft het altijd.",
                    "The use is not on hold. The law names grounds (GDPR 18(1)); the policy promises it always.",
                ),
            ),
            NOT_ABUSE,
            IN_TIME,
        ),
        person="Evert Wiersma",
    ),
    Exercise(
        "going-elsewhere",
        said("Gegevens mee, klant blijft", "Data along, customer stays"),
        said(
            "Noor Veenstra wil haar gegevens meenemen naar elders. Een collega wil haar meteen uitschrijven.",
            "Noor Veenstra wants to take her data to another company. A colleague wants to close her account at once.",
        ),
        said("Eindigt er iets doordat iemand gegevens meeneemt?", "Does taking data along end anything?"),
        names.PORTABILITY,
        "noor@veenstra.example",
        (
            Check(
                lambda facts: facts.records_sent > 0,
                said("Zij kreeg haar gegevens.", "She got her data."),
                said("Zij kreeg haar gegevens niet (AVG 20(1)).", "She did not get her data (GDPR 20(1))."),
            ),
            Check(
                lambda facts: "service.decided" in facts.happened,
                said("U besliste of de dienst door kan gaan.", "You decided whether the service can go on."),
                said(
                    "Niemand besliste of de dienst door kan gaan. Meenemen beëindigt niets uit zichzelf (AVG 20(3)).",
                    "Nobody decided whether the service can go on. Taking data along ends nothing by itself (GDPR "
                    "20(3)).",
                ),
            ),
            Check(
                lambda facts: not {names.ERASURE, names.LEAVING} & set(facts.others),
                said("Er is niets opgezegd of gewist.", "Nothing was ended or erased."),
                said(
                    "Er loopt een opzegging of een wissing waar zij niet om vroeg (AVG 20(3)).",
                    "A notice or an erasure that she did not ask for is under way (GDPR 20(3)).",
                ),
            ),
        ),
        person="Noor Veenstra",
    ),
    Exercise(
        "by-telephone",
        said("Intrekken mag aan de telefoon", "Withdrawing by telephone will do"),
        said(
            "Bram Kuipers belt vanaf het nummer dat u van hem kent: geen nieuwsbrief meer. Een collega wil hem eerst "
            "een formulier laten tekenen.",
            "Bram Kuipers calls from the number you know of him: no more newsletter. A colleague wants him to sign a "
            "form first.",
        ),
        said("Hoe gaf hij zijn toestemming? Even makkelijk gaat zij weg.", "How did he consent? It ends as easily."),
        names.WITHDRAWAL,
        "",
        (
            STOPPED,
            Check(
                lambda facts: "request.identity-asked" not in facts.happened,
                said("U vroeg niet meer dan nodig was.", "You asked no more than was needed."),
                said(
                    "U vroeg per brief wie hij was. Intrekken is even makkelijk als geven (AVG 7(3)).",
                    "You asked by letter who he was. Withdrawing is as easy as giving (GDPR 7(3)).",
                ),
            ),
            NOT_ABUSE,
            IN_TIME,
        ),
        person="Bram Kuipers",
        text="Geen nieuwsbrief meer op bram.kuipers@post.example.",
        channel="phone",
        wish=Wish(purposes=("newsletter",), identifiers=(Identifier("email", "", "bram.kuipers@post.example"),)),
        presses=False,
    ),
    Exercise(
        "one-of-several",
        said("Eén dienst van de drie", "One service of three"),
        said(
            "Anna de Vries schrijft dat zij opzegt. Een collega registreerde het als weggaan.",
            "Anna de Vries writes that she gives notice. A colleague registered it as leaving.",
        ),
        said("Lees wat zij opzegt, en wat zij houdt.", "Read what she ends, and what she keeps."),
        names.LEAVING,
        "anna@dvries.example",
        (
            Check(
                lambda facts: facts.state is RequestState.STOPPED,
                said("U nam de opzegging terug: zij blijft klant.", "You took it back: she stays a customer."),
                said(
                    "Een dienst opzeggen is geen weggaan: haar gegevens hoeven niet weg. Neem de opzegging terug, en "
                    "laat alleen de dienst eindigen.",
                    "Ending one service is not leaving: her data need not go. Take back a notice that is none, and end "
                    "the service only.",
                ),
            ),
        ),
        text="Hierbij zeg ik de telefonie op. Internet en kantoorautomatisering houd ik gewoon.",
        person="Anna de Vries",
        channel="mail",
    ),
)
"""In the order of the page."""
