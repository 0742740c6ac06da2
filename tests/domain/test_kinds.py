"""Values of a kind are compared in one form, and the form never guesses (design: identity)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belofte.domain.identity import Identifier
from belofte.domain.kinds import CONTACT_KINDS, KINDS, Special, Strength, normalise, shown


@given(kind=st.sampled_from(sorted(KINDS)), value=st.text(max_size=40))
def test_normalising_twice_changes_nothing(kind: str, value: str) -> None:
    once = normalise(kind, value)
    assert normalise(kind, once) == once


@given(local=st.text(st.characters(min_codepoint=33, max_codepoint=0x1FFF), min_size=1, max_size=12))
def test_normalising_an_address_twice_changes_nothing(local: str) -> None:
    once = normalise("email", f"{local}@{local}.example")
    assert normalise("email", once) == once


@pytest.mark.parametrize(
    ("kind", "written", "compared"),
    [
        ("email", "  Ann.Smit@LinProfs.EXAMPLE ", "ann.smit@linprofs.example"),
        ("email", "ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example"),
        ("email", "ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("email", "ann@shop.example.", "ann@shop.example"),
        ("phone", "+31 (0)20 123 45 67", "+31201234567"),
        ("phone", "0031-20-1234567", "+31201234567"),
        ("phone", "020-123 45 67", "0201234567"),
        ("iban", "nl91 abna 0417 1643 00", "NL91ABNA0417164300"),
        ("customer-number", " K-0017 ", "K-0017"),
        ("customer-number", "k-0017", "k-0017"),
        ("bsn", "0123.45.672", "012345672"),
        ("ip-address", "2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("ip-address", "192.0.2.7", "192.0.2.7"),
        ("name", "  Ann   van der  BERG ", "ann van der berg"),
        ("something-own", " As Written ", "As Written"),
    ],
)
def test_how_a_value_is_compared(kind: str, written: str, compared: str) -> None:
    assert normalise(kind, written) == compared


def test_a_national_number_gets_its_country_only_when_one_is_named() -> None:
    assert normalise("phone", "020 1234567", calling_code="31") == normalise("phone", "+31 20 1234567")
    assert normalise("phone", "020 1234567") != normalise("phone", "+31 20 1234567")


def test_dots_and_plus_signs_are_not_guessed_away() -> None:
    assert len({normalise("email", a) for a in ("ann@x.example", "a.nn@x.example", "ann+shop@x.example")}) == 3


def test_a_look_alike_domain_is_another_address_and_shows_it() -> None:
    """T-15: the second letter is a Cyrillic one."""
    real, false = "ann@paypal.example", "ann@p\u0430ypal.example"
    assert normalise("email", real) != normalise("email", false)
    assert shown(Identifier("email", "", false)).startswith("ann@xn--")
    assert shown(Identifier("email", "", real)) == real


def test_a_look_alike_letter_before_the_at_sign_is_named() -> None:
    assert shown(Identifier("email", "", "\u0430nn@x.example")).endswith("[U+0430]")


def test_every_kind_has_two_names_and_the_law_s_marks() -> None:
    assert all(kind.nl and kind.en and kind.name == name for name, kind in KINDS.items())
    assert {"email", "phone"} == CONTACT_KINDS
    assert KINDS["bsn"].special is Special.NATIONAL_NUMBER
    assert KINDS["health"].special is Special.ARTICLE_9
    assert all(KINDS[name].strength is Strength.WEAK for name in ("name", "address", "ip-address"))
