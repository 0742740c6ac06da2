"""What an objection or a withdrawal by mail is about: what it names, all where it says all, else a person says it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from belofte.domain.meant import Meant, chosen, ends_every_service, meant, stopped_at_once
from belofte.domain.policy import Policy
from belofte.loading.folder import load_policy_folder
from belofte.loading.purpose_words import purpose_words
from belofte.loading.request_words import request_words

EXAMPLES = Path(__file__).parents[2] / "examples"
CONSENTS = ("improving", "newsletter", "post")
MARKETING = ("newsletter", "post")
CONTESTED = ("newsletter", "post", "answering", "security")


@cache
def company(name: str) -> Policy:
    return load_policy_folder(EXAMPLES / name).policy


def found(right: str, text: str, subject: str = "", name: str = "linprofs") -> Meant:
    return meant(company(name), right, subject, text, request_words(), purpose_words())


AT_ONCE: dict[tuple[str, str, str], tuple[str, ...] | None] = {
    ("withdrawal", "", "I withdraw my consent for the newsletter."): ("newsletter",),
    ("withdrawal", "", "Hierbij trek ik mijn toestemming voor de nieuwsbrief in."): ("newsletter",),
    ("withdrawal", "Nieuwsbrief", "Hierbij trek ik mijn toestemming in."): ("newsletter",),
    ("withdrawal", "", "I withdraw my consent for the newsletter and for parcels."): MARKETING,
    ("withdrawal", "", "I withdraw my consent for marketing."): MARKETING,
    ("withdrawal", "", "Hierbij trek ik mijn toestemming in."): CONSENTS,
    ("withdrawal", "", "I withdraw my consent for the use of my data, from anna@post.example."): CONSENTS,
    ("withdrawal", "", "I withdraw all my consents, for the newsletter too."): CONSENTS,
    ("withdrawal", "", "I withdraw my consent for the raffle."): None,
    ("withdrawal", "", "I withdraw my consent for everything except the newsletter."): None,
    ("withdrawal", "", "I read it in your newsletter. I withdraw my consent."): None,
    ("withdrawal", "", "I withdraw my consent for the newsletter, hope everything is well."): None,
    ("withdrawal", "", "Alles goed verder, maar ik trek mijn toestemming voor de nieuwsbrief in."): None,
    ("withdrawal", "", "I withdraw my consent, only keep sending me the newsletter."): None,
    ("withdrawal", "", "Ik trek mijn toestemming in, alleen de nieuwsbrief wil ik blijven krijgen."): None,
    ("withdrawal", "", "Ik trek mijn toestemming in, de nieuwsbrief wil ik houden."): None,
    ("withdrawal", "", "I withdraw all my consents, not the one for the newsletter."): None,
    ("withdrawal", "", "I withdraw my consent for everything bar the newsletter."): None,
    ("withdrawal", "", "I withdraw my consent for everything."): CONSENTS,
    ("withdrawal", "", "I withdraw my consent for use in the raffle."): None,
    ("objection", "", "Hierbij maak ik bezwaar tegen het gebruik van mijn gegevens voor reclame."): MARKETING,
    ("objection", "", "I object to the use of my data for direct marketing."): MARKETING,
    ("objection", "", "I object to direct marketing and to all other processing of my data."): CONTESTED,
    ("objection", "", "Ik maak bezwaar tegen uw reclame en tegen ieder ander gebruik."): CONTESTED,
    ("objection", "", "Ik maak bezwaar tegen direct marketing en tegen verdere verwerking."): CONTESTED,
    ("objection", "", "I object to your marketing, and want you to stop all processing."): CONTESTED,
    ("objection", "", "I object to your marketing. Please stop all processing of my data."): CONTESTED,
    ("objection", "", "I object to processing of my data, especially for marketing."): CONTESTED,
    ("objection", "", "Ik maak bezwaar tegen reclame en tegen profilering."): CONTESTED,
    ("objection", "", "Ik maak bezwaar tegen reclame en het verwerken van mijn gegevens."): CONTESTED,
    ("objection", "", "Ik maak bezwaar tegen reclame."): MARKETING,
    ("objection", "", "I object to direct marketing."): MARKETING,
    ("objection", "", "Ik maak bezwaar tegen de beveiliging van uw systemen."): CONTESTED,
    ("objection", "", "Ik maak bezwaar tegen de beveiliging van onze systemen."): ("security",),
    ("objection", "", "Ik maak bezwaar tegen het gebruik van mijn gegevens."): CONTESTED,
    ("objection", "", "Ik maak bezwaar tegen die telefoontjes."): CONTESTED,
    ("objection", "", "I object to any use of my data, but not the newsletter."): None,
}


@pytest.mark.parametrize(("right", "subject", "text"), AT_ONCE)
def test_what_stops_by_itself_is_what_was_named(right: str, subject: str, text: str) -> None:
    assert stopped_at_once(company("linprofs"), right, found(right, text, subject)) == AT_ONCE[right, subject, text]


def test_a_company_s_own_label_names_its_purpose() -> None:
    for text in ("I withdraw my consent for your newsletters.", "Ik trek mijn toestemming voor de nieuwsbrieven in."):
        assert found("withdrawal", text, name="webshop").named == ("inspire",)
    assert found("objection", "I object to measuring visits.", name="webshop").named == ("measure",)


def test_who_decides_finds_chosen_what_was_named_and_nothing_that_was_not() -> None:
    policy = company("linprofs")
    assert chosen(policy, "objection", found("objection", "Stop met die brieven, ik maak bezwaar.")) == ("post",)
    assert chosen(policy, "objection", found("objection", "Ik maak bezwaar tegen die telefoontjes.")) == ()
    assert chosen(policy, "withdrawal", found("withdrawal", "Alle toestemming trek ik in.")) == CONSENTS


def test_one_consent_alone_is_not_withdrawn_for_another_thing() -> None:
    policy = company("webshop")
    for text in (
        "Ik trek mijn toestemming in voor het plaatsen van mijn foto.",
        "I withdraw my consent to the raffle.",
        "I withdraw my consent. Not for the newsletter though.",
    ):
        assert stopped_at_once(policy, "withdrawal", found("withdrawal", text, name="webshop")) is None


@pytest.mark.parametrize(
    ("text", "ends"),
    {
        "Al mijn diensten opzeggen, graag.": True,
        "Please cancel all my services.": True,
        "Please cancel all my services except the hosting.": False,
        "Ik zeg mijn abonnement op.": False,
        "Alle diensten zijn goed, maar ik wil mijn abonnement opzeggen.": False,
        "All services are great but cancel my subscription.": False,
        "Alle diensten zijn goed. Ik wil mijn abonnement opzeggen.": False,
        "Ik zeg mijn abonnement op. Ik ben geen klant meer bij KPN, daarom.": False,
    }.items(),
)
def test_notice_of_everything_is_said_in_so_many_words_where_notice_is_given(text: str, ends: bool) -> None:
    assert ends_every_service("", text, request_words(), purpose_words()) == ends
