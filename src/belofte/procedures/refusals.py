"""What the office's desk refuses, each in Dutch and in English beside it, with what would help.

Like the linter's findings: a sentence is a template, and what fills it is a name or a count, never a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from belofte.domain.errors import Refused, WrongUse
from belofte.domain.policy import Text
from belofte.domain.request import NEXT, RequestState
from belofte.domain.said import said
from belofte.domain.worded import worded

SEE = worded("Zie belofte request show.", "see belofte request show")
"""What helps where the request stands otherwise than who decides thought."""


class TooManyRecords(Refused):
    """The policy asks again above a number of records; ``records`` is what the approval must repeat."""

    def __init__(self, records: int, limit: int) -> None:
        super().__init__(
            worded(
                "Het plan raakt {records} gegevens; boven {limit} vraagt het beleid het nog eens.",
                "The plan touches {records} records; the policy asks again above {limit}.",
                records=records,
                limit=limit,
            ),
            worded(
                "Lees het, en keur het dan goed met het aantal erbij (--records {records}).",
                "read it, then approve with --records {records}",
                records=records,
            ),
        )
        self.records = records


def no_plan() -> Refused:
    """Nothing was drafted yet."""
    return Refused(
        worded("Er is nog geen plan.", "There is no plan yet."),
        worded("Kijk eerst in de systemen (belofte request plan).", "belofte request plan makes one"),
    )


def not_the_newest(newest: str) -> Refused:
    """Approval names a plan that another has replaced."""
    return Refused(
        worded(
            "Dat is niet het nieuwste plan; dat is {newest}.",
            "That is not the newest plan; {newest} is.",
            newest=newest,
        ),
        worded("Lees het nieuwste plan en keur dat goed.", "read the newest plan, then approve it"),
    )


def not_plannable(state: RequestState) -> Refused:
    """The systems cannot be searched for a request that stands where this one does."""
    first = state is RequestState.RECEIVED
    return Refused(
        worded(
            "Bij de stand ‘{state}’ kan er geen plan worden gemaakt.",
            "At the state ‘{state}’ no plan can be made.",
            state=STATES[state],
        ),
        worded("Stel eerst vast wie het is.", "identify the person first") if first else SEE,
    )


def turned(state: RequestState) -> Refused:
    """Somebody else decided while this was being decided."""
    return Refused(
        worded(
            "Het verzoek is intussen veranderd (‘{state}’): hier is niets gedaan.",
            "The request was changed meanwhile (‘{state}’): nothing was done here.",
            state=STATES[state],
        ),
        worded("Bekijk het opnieuw (belofte request show).", "look again: belofte request show"),
    )


def not_now() -> Refused:
    """No plan can be made for this request at this moment."""
    return Refused(
        worded(
            "Voor dit verzoek kan nu geen plan gemaakt worden: er wordt nog gestopt, of een mens beantwoordt het.",
            "No plan can be made for this request now: it is still being stopped, or a person answers it.",
        ),
        SEE,
    )


def not_found() -> WrongUse:
    """No open request has this reference."""
    return WrongUse(
        worded("Er is geen open verzoek met dit kenmerk.", "There is no open request with this reference."),
        worded(
            "Zie belofte request list; wat is afgesloten, is er niet meer.",
            "see belofte request list; closed cases are gone",
        ),
    )


def changed_since(system: str) -> Refused:
    """A system is no longer as the plan found it."""
    return Refused(
        worded(
            "Systeem {system} of de kaart ervan is veranderd sinds het plan is gemaakt.",
            "System {system} or its map changed since the plan was made.",
            system=system,
        ),
        worded("Kijk opnieuw (belofte request plan).", "look again: belofte request plan"),
    )


def not_all_seen(systems: str, remedy: str) -> Refused:
    """A system could not be looked at. ``remedy`` is the connector's own."""
    return Refused(
        worded(
            "Niet in elk systeem kon gekeken worden: {systems}.",
            "Not every system was seen: {systems}.",
            systems=systems,
        ),
        worded("{remedy}. Kijk dan opnieuw.", "{remedy}. Then plan again.", remedy=said(remedy.rstrip("."))),
    )


def no_ground_in_an_outage(system: str | None) -> Refused:
    """Somebody wants more time for an outage, or while the request waits for ``system`` on another ground than the
    law's two."""
    law = (
        "art. 12(3) AVG noemt alleen hoe ingewikkeld een verzoek is en het aantal verzoeken.",
        "Art. 12(3) GDPR names the complexity and the number of requests only.",
    )
    waits = ("Dit verzoek wacht op {system}, en een storing", "This request waits for {system}, and an outage")
    why = waits if system else ("Een storing", "An outage")
    return Refused(
        worded(
            f"{why[0]} is geen grond voor uitstel: {law[0]}",
            f"{why[1]} is no ground for an extension: {law[1]}",
            system=system or "",
        ),
        worded(
            "De persoon hoort op tijd in een bericht dat het nog niet klaar is. Antwoord op de dag zelf met wat er is.",
            "The person is told in time that it is not finished. Answer on the day itself with what there is.",
        ),
    )


def lacking_rights(lacking: str) -> Refused:
    """The account may not do what the plan needs."""
    return Refused(
        worded(
            "Het plan kan niet worden uitgevoerd: het account mist een recht ({lacking}).",
            "The plan cannot be carried out: {lacking}.",
            lacking=said(lacking),
        ),
        worded(
            "Geef de rechten (belofte doctor --grants) en kijk opnieuw.",
            "give the rights (belofte doctor --grants), then plan again",
        ),
    )


def new_address() -> Refused:
    """Nothing shows that the address was known before the request came."""
    return Refused(
        worded(
            "Dit adres was niet bekend voordat het verzoek kwam.",
            "The address was not known before the request came.",
        ),
        worded(
            "Stel eerst vast wie het is (belofte request identify).",
            "identify the person first: belofte request identify",
        ),
    )


def elsewhere() -> Refused:
    """The copy is asked at another address or by post, and nobody showed who they are (Art. 12(6))."""
    return Refused(
        worded(
            "De kopie moet naar een ander adres of per post; dat kan pas als vaststaat wie het vraagt (art. 12 lid 6).",
            "The copy is to go to another address or by post; only once it is certain who asks (Art. 12(6) GDPR).",
        ),
        worded(
            "Vraag wie het is (belofte request ask-identity) en stel het vast (belofte request identify).",
            "ask who it is (belofte request ask-identity), then belofte request identify",
        ),
    )


def agent_route() -> Refused:
    """An agent asks; the copy goes to the person's own address, and none is known for sure."""
    return Refused(
        worded(
            "Er is geen bekend adres van de persoon zelf waar de kopie heen kan.",
            "No known address of the person is there to which the copy could go.",
        ),
        worded(
            "Wijs een route aan (belofte request redirect), of leg vast dat de persoon voor de gemachtigde koos "
            "(belofte request mandate … --subject-chose).",
            "name a route: belofte request redirect; or note that the person chose the agent: "
            "belofte request mandate … --subject-chose",
        ),
    )


def known_elsewhere() -> Refused:
    """The number belongs to somebody with another address, who was asked there."""
    return Refused(
        worded(
            "Het klantnummer is van iemand met een ander adres; daar is om bevestiging gevraagd.",
            "The customer number is of somebody with another address, who was asked there to confirm.",
        ),
        worded(
            "Wacht op de bevestiging, of stel vast wie het is (belofte request identify).",
            "wait for the confirmation, or identify the person: belofte request identify",
        ),
    )


def identity_open() -> Refused:
    """Somebody was asked who they are and did not answer yet."""
    return Refused(
        worded(
            "Er is gevraagd wie dit is, en daar is nog geen antwoord op.",
            "It was asked who this is, and that was not answered yet.",
        ),
        worded(
            "Stel vast wie het is (belofte request identify), of sluit het verzoek als niemand antwoordt.",
            "belofte request identify once it is; belofte request close --as unidentified when nobody answers",
        ),
    )


def mandate_first() -> Refused:
    """Somebody asks in another's name; nothing is searched before somebody looked whether they may."""
    return Refused(
        worded(
            "Iemand vraagt dit namens een ander; eerst moet worden nagegaan of dat mag.",
            "Somebody asks in another's name; whether they may is to be checked first.",
        ),
        worded("belofte request mandate", "belofte request mandate REFERENCE --by NAME --how …"),
    )


def shared_address() -> Refused:
    """The address stands with two people."""
    return Refused(
        worded("Het adres is ook van een ander.", "The address is shared with another person."),
        worded(
            "Stel eerst vast wie het is, met een klantnummer als dat er is (belofte request identify), en anders van "
            "wie elke rij is (belofte request whose).",
            "identify the person first, with a customer number if there is one: belofte request identify; whose each "
            "row is, without one: belofte request whose",
        ),
    )


def nobody_can_tell() -> Refused:
    """All that was found hangs on a shared address alone."""
    return Refused(
        worded(
            "Alles hangt aan een adres van twee mensen; van wie wat is, kan nog niemand zeggen.",
            "Every record hangs on an address that two people share; nobody can tell yet whose they are.",
        ),
        worded(
            "Vraag een klantnummer en kijk opnieuw (belofte request identify … --number NUMMER), beslis van wie elke "
            "rij is (belofte request whose), of wijs af met een grond.",
            "belofte request identify … --number NUMBER, then plan again; or decide whose each row is: belofte request "
            "whose; or refuse with a ground",
        ),
    )


def texts_not_read(count: int) -> Refused:
    """Free text leaves with the copy and nobody read it."""
    return Refused(
        worded(
            "In de kopie zit vrije tekst, bij zoveel gegevens: {count}. Daarin kan iets over een ander staan.",
            "{count} records hold free text that may speak of other people.",
            count=count,
        ),
        worded("Lees die eerst (belofte request read).", "read it first: belofte request read"),
    )


def not_allowed(at: RequestState, to: RequestState) -> Refused:
    """The request cannot go from where it stands to where it was sent."""
    if at is RequestState.CLOSED:
        return Refused(
            worded(
                "Het verzoek is afgesloten; het dossier is er niet meer. Er moet een nieuw verzoek komen.",
                "The request is closed; its case is gone. A new request must be made.",
            )
        )
    if to is RequestState.STOPPED and at is RequestState.ACTING:
        return Refused(
            worded(
                "Het verzoek kan niet meer gestopt worden: de eerste handeling is gedaan. Wat er gedaan is, staat in "
                "de ontvangstbewijzen.",
                "The request can no longer be stopped: the first act has been done. See its receipts for what was "
                "done.",
            )
        )
    ways = sorted(NEXT[at])
    return Refused(
        worded(
            "De stand van het verzoek is ‘{at}’; ‘{to}’ kan niet. Wat van hier wel kan: {ways}.",
            "The state of the request is ‘{at}’; ‘{to}’ is not possible. What is possible from here: {ways}.",
            at=STATES[at],
            to=STATES[to],
            ways=Text({each: ", ".join(STATES[way].in_(each) for way in ways) for each in ("nl", "en")}),
        )
    )


STATES: Mapping[RequestState, Text] = {
    RequestState.RECEIVED: Text({"nl": "ontvangen", "en": "received"}),
    RequestState.IDENTIFIED: Text({"nl": "adres bevestigd", "en": "address confirmed"}),
    RequestState.LOCATED: Text({"nl": "gezocht", "en": "searched"}),
    RequestState.PLANNED: Text({"nl": "plan ligt klaar", "en": "plan is ready"}),
    RequestState.APPROVED: Text({"nl": "goedgekeurd", "en": "approved"}),
    RequestState.ACTING: Text({"nl": "in uitvoering", "en": "being carried out"}),
    RequestState.ANSWERED: Text({"nl": "beantwoord", "en": "answered"}),
    RequestState.CLOSED: Text({"nl": "afgesloten", "en": "closed"}),
    RequestState.STOPPED: Text({"nl": "gestopt", "en": "stopped"}),
    RequestState.REFUSED: Text({"nl": "afgewezen", "en": "refused"}),
}
"""Where a request stands, in words."""


def which_purposes(names: Sequence[str]) -> WrongUse:
    """Somebody's words do not say which purposes they object to, or withdraw their consent for."""
    return WrongUse(
        worded(
            "De woorden zeggen niet om welke doelen het gaat: {names}.",
            "The words do not say which purposes it is about: {names}.",
            names=", ".join(names),
        ),
        worded(
            "Kies ze, of alle als dat bedoeld is (--purpose, --all-purposes).",
            "choose them, or all if that was meant (--purpose, --all-purposes)",
        ),
    )
