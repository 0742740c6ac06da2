"""A mail is taken for a request by itself only where every word of its wish is known; anything else a person reads."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.inbox.mails import mail
from tests.rights.commands import told
from tests.worlds import World

from belofte.domain.sorting import sentences
from belofte.sandbox.mailbox import keep

TAKEN = {
    "Ik wil weten wat jullie van mij hebben.": "access",
    "Graag ontvang ik binnen een maand een overzicht van alle persoonsgegevens die u van mij verwerkt.": "access",
    "Op grond van art. 15 AVG verzoek ik u om inzage.": "access",
    "What do you know about me?": "access",
    "I'd like to see the data you keep about me, please.": "access",
    "Haal mij alsjeblieft uit jullie systeem.": "erasure",
    "Kunt u a.u.b. mijn account verwijderen?": "erasure",
    "I want to be forgotten.": "erasure",
    "Please delete everything you have about me.": "erasure",
    "Beste mensen,\nVerwijder mijn gegevens\nMet vriendelijke groet\nPiet de Vries": "erasure",
    "Mijn gegevens kloppen niet, wilt u ze corrigeren?": "rectification",
    "Please freeze my data.": "restriction",
    "Ik wil gebruik maken van mijn recht op dataportabiliteit.": "portability",
    "Stop met die reclame!": "objection",
    "Ik wil al mijn diensten opzeggen.": "leaving",
    "Dear sir or madam,\n\nPlease delete my data.\n\nThank you in advance.\nKind regards,\nJohn Smith": "erasure",
    "Goedemorgen,\n\nWilt u mijn gegevens wissen? Alvast bedankt!\n\nGroeten,\nPiet de Vries\n06-12345678": "erasure",
    "Mijn naam is Piet de Vries. Mijn klantnummer is 10023. Verwijder al mijn gegevens.": "erasure",
    "Verwijder alle gegevens die u van mij hebt. Ik ontvang graag een bevestiging.": "erasure",
    "I request that you delete my personal data under Article 17 GDPR. Please confirm.": "erasure",
    "Mag ik een kopie van mijn gegevens?\n\nVerstuurd vanaf mijn iPhone": "access",
    "Can I have a copy of my data, please?": "access",
    "Delete my data.\nVerzonden via Outlook voor iOS\n": "erasure",
    "Mijn naam is verkeerd gespeld. Het moet Janssen zijn, met twee keer een s.": "rectification",
    "I object to your marketing.": "objection",
    "Please remove all my personal information from your systems.": "erasure",
    "Ik wil inzage in mijn dossier.": "access",
}
WAITS = (
    "Bedankt dat u mijn gegevens hebt verwijderd!",
    "Dank u voor het verwijderen van mijn gegevens.",
    "Vorig jaar heb ik u gevraagd mijn gegevens te verwijderen. Is dat gebeurd?",
    "I withdraw my request to delete my data.",
    "Ik trek mijn verzoek om mijn gegevens te verwijderen in.",
    "Verwijder mijn gegevens a.u.b. nog niet!",
    "Verwijder mijn gegevens... laat maar, het is al opgelost.",
    "Verwijder mijn gegevens per 1 juli.",
    "Delete my data once my last order has been delivered.",
    "Kunt u de gegevens van mijn moeder verwijderen?",
    "Ik wil inzage in de gegevens van mijn zoon van 12.",
    "Namens mijn cliënt verzoek ik om inzage in zijn persoonsgegevens.",
    "Verwijder mijn oude adres uit mijn gegevens.",
    "Mag ik een kopie van de factuur van mei, met mijn gegevens?",
    "What information do you need about me for the quote?",
    "Do I have to pay for a copy of my data?",
    "Verwijder uw gegevens.",
    "Het adres van mijn bedrijf klopt niet, geloof ik, maar dat is van mijn baas.",
    "My address is wrong in your data, but it is my employer's.",
    "Ik wil inzage in het dossier van mijn baas.",
    "Wij helpen bedrijven met inzage in hun gegevens.",
    "According to article 15 of our agreement you must pay within 30 days.",
    "Het adres op uw website is onjuist.",
    "Hef de beperking van de verwerking op.",
    "You may lift the restriction of processing.",
    "Ik maak bezwaar tegen de hoogte van mijn factuur.",
    "I no longer object to marketing.",
    "Hierbij zeg ik al mijn diensten op per 1 januari.",
    "Ik trek mijn toestemming voor de loterij in.",
    "Mijn toestemming voor het plaatsen van mijn foto trek ik in.",
)
OTHER_SENTENCE = (
    "Delete my data. But keep my order history.",
    "Delete my account, keep my data.",
    "Delete my account. Keep my data.",
    "Verwijder mijn gegevens. Behalve mijn bestellingen.",
    "Verwijder mijn gegevens. Doe dit per 1 juli.",
    "Verwijder mijn gegevens. Ik bedacht me: laat alles staan.",
    "Ik trek mijn verzoek in. Verwijder mijn gegevens.",
    "Please delete my data. Forget it.",
    "Delete my data.\n\nKind regards,\nJohn Smith\n\nP.S. My orders can stay.",
    "Verwijder mijn gegevens.\n\nGroeten,\nPiet de Vries\nNiet mijn bestellingen",
    "Verwijder mijn gegevens over een maand.",
    "Delete my data. In 2027.",
    "Delete the data\n\nsent from my account",
    "Verwijder de gegevens.\nVerstuurd vanaf mijn account",
    "Delete my data.\nSent from my phone, keep the orders",
    "Verwijder mijn gegevens. 01-07-2027.",
    "Ik trek mijn toestemming in. Pas na de zomer.",
    "I withdraw my consent. It is about the photo of the party.",
    "Ik maak bezwaar tegen reclame. Ik heb me bedacht.",
)
"""A limit, another day or a turn, in a sentence of its own."""
NO_WISH = (
    "Heeft u mijn gegevens verwijderd?",
    "Is mijn account verwijderd?",
    "Mijn account verwijderen?",
    "Uw account is verwijderd.",
    "Mijn gegevens zijn verwijderd.",
    "Wij hebben uw account verwijderd.",
    "We remove your data from our systems.",
    "Ik verwijder uw gegevens.",
    "The right to be forgotten is law.",
    "Can I give notice on my contract",
    "Can I cancel all my services?",
    "Can I withdraw my consent?",
    "Mag ik mijn toestemming intrekken?",
    "I withdraw my consent for a month.",
    "I withdraw my consent for the newsletter for a month.",
    "Can I object to marketing?",
    "I may ask you to delete my data.",
    "Ik vraag of mijn gegevens verwijderd worden.",
    "Hierbij stuur ik u een kopie van mijn gegevens.",
    "Ik heb een kopie van mijn gegevens ontvangen.",
)
OF_ANOTHER = (
    "Uw gegevens kloppen niet.",
    "Het adres van mijn buurman klopt niet.",
    "Het adres van de winkel klopt niet.",
    "I object to your proposal.",
    "Ik maak bezwaar tegen jullie voorstel.",
    "Verwijder de gegevens van mevrouw.",
    "Verwijder het account bram@elders.example.",
    "Delete this data.",
)


def arrive(world: World, texts: Iterable[str], *more: str) -> dict[str, int]:
    for number, text in enumerate(texts):
        keep(world.made.home.sandbox / "mail", mail(f"iemand{number}@post.example", text))
    return told(world, "inbox", "fetch", *more)["done"]


def test_a_plain_wish_is_taken_in_the_words_people_use(world: World) -> None:
    assert arrive(world, TAKEN) == {"request": len(TAKEN)}, told(world, "inbox", "list")["messages"]
    rights = [row["right"] for row in told(world, "request", "list")["requests"]]
    assert sorted(rights) == sorted([*TAKEN.values(), "erasure"]), "leaving is an erasure too"


@pytest.mark.parametrize("texts", [WAITS, OTHER_SENTENCE, NO_WISH, OF_ANOTHER])
def test_what_says_more_than_a_wish_waits_for_a_person(world: World, texts: tuple[str, ...]) -> None:
    assert arrive(world, texts) == {"waiting": len(texts)}
    assert told(world, "request", "list")["requests"] == []


def test_an_objection_or_a_withdrawal_that_waits_is_for_today(world: World) -> None:
    texts = ("Ik trek mijn toestemming voor de loterij in.", "Ik wil niet dat u mijn gegevens gebruikt, reclame!")
    assert arrive(world, texts, "--now", "2026-11-24T09:00:00+01:00") == {"waiting": len(texts)}
    rows = told(world, "inbox", "list")["messages"]
    assert [row["work_by"] for row in rows] == ["2026-11-24"] * len(texts)


def test_a_mail_of_empty_lines_is_read_as_fast_as_any() -> None:
    """Twice as many blank lines take twice as long, not four times: they must not hold up who comes after."""
    assert list(sentences("\n" * 19_000 + "Goedendag")) == ["goedendag"]
