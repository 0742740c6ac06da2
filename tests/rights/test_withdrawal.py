"""Withdrawal of consent, end to end (Art. 7(3)): as easy as giving, at once, what was done stays done."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.rights.commands import change_policy, crm, may, received, told, typed
from tests.worlds import World

NOW = datetime.now(UTC).isoformat(timespec="seconds")
NEWSLETTER = ("--purpose", "newsletter")


def gave(world: World, address: str, purpose: str = "newsletter", method: str = "form") -> dict[str, object]:
    words = ("--purpose", purpose, "--method", method, "--by", "site form")
    return dict(told(world, "consent", "give", address, *words)["record"])


def test_nobody_may_without_a_yes(world: World) -> None:
    address = world.made.asks
    assert may(world, address, "newsletter") == "no-consent"
    gave(world, address)
    assert may(world, address, "newsletter") == "yes"
    assert may(world, address, "post") == "no-consent"
    assert may(world, address, "newsletter", "--category", "invoice") == "other-data"


def test_a_yes_shows_when_how_and_in_which_words(world: World) -> None:
    address = world.made.asks
    record = gave(world, address, method="double-opt-in")
    (shown,) = told(world, "consent", "show", address)["records"]
    assert shown["record_id"] == record["id"]
    assert shown["personal_data"] == ["subscription.needed"]
    assert (shown["collection_method"], shown["notice_language"]) == ("double-opt-in", "nl")
    assert len(shown["notice_digest"]) == 64
    assert [event["state"] for event in shown["events"]] == ["given"]
    assert address not in repr(shown)


def test_who_is_fifteen_needs_who_has_parental_responsibility(world: World) -> None:
    """T-69: in the Netherlands one consents alone from sixteen on (Art. 8 GDPR); the day of birth is kept nowhere."""
    address = world.made.asks
    today = date.fromisoformat(NOW[:10])
    fifteen, sixteen = (today.replace(year=today.year - age).isoformat() for age in (15, 16))
    words = (*NEWSLETTER, "--by", "site form", "--now", NOW)
    status, said = typed(world, "consent", "give", address, *words, "--born", fifteen)
    assert status == 1 and "16" in said and "parental responsibility" in said
    assert may(world, address, "newsletter") == "no-consent", "it counts for nothing"
    assert typed(world, "consent", "give", address, *words, "--born", sixteen)[0] == 0
    given = told(world, "consent", "give", address, *words, "--born", fifteen, "--method", "representative")["record"]
    assert given["method"] == "representative"
    assert may(world, address, "newsletter") == "yes"
    assert fifteen not in repr(told(world, "consent", "show", address))
    assert typed(world, "consent", "give", address, *words, "--born", "vijftien")[0] == 2


def test_withdrawn_in_one_act_and_told(world: World) -> None:
    """As easy as giving: no link to press, no person of ours to wait for."""
    address = world.made.asks
    gave(world, address)
    mails = crm(world, "SELECT count(*) FROM mails WHERE to_address = ?", address)
    status, reference = typed(world, "consent", "withdraw", address, *NEWSLETTER)
    assert status == 0
    assert may(world, address, "newsletter") == "no-consent"
    assert crm(world, "SELECT DISTINCT status FROM subscriptions WHERE email = ?", address) == [("unsubscribed",)]
    letter = world.letters_to(address)[-1]
    assert "ingetrokken" in letter
    assert "nieuwsbrief" in letter
    assert "/l/" not in letter
    case = told(world, "request", "show", reference.split()[-1])["case"]
    assert case["row"]["state"] == "answered"
    assert [receipt["verb"] for receipt in case["receipts"]] == ["restrict", "tell"]
    assert crm(world, "SELECT count(*) FROM mails WHERE to_address = ?", address) == mails
    (shown,) = told(world, "consent", "show", address)["records"]
    assert [event["state"] for event in shown["events"]] == ["given", "withdrawn"]


def test_by_the_form_too(world: World) -> None:
    address = world.made.asks
    gave(world, address)
    reference = received(world, "withdrawal", address, *NEWSLETTER)
    assert may(world, address, "newsletter") == "no-consent"
    assert told(world, "request", "show", reference)["case"]["row"]["state"] == "answered"


def test_only_the_purpose_that_was_named_ends(world: World) -> None:
    address = world.made.asks
    gave(world, address)
    gave(world, address, "post")
    typed(world, "consent", "withdraw", address, *NEWSLETTER)
    assert (may(world, address, "newsletter"), may(world, address, "post")) == ("no-consent", "yes")
    typed(world, "consent", "withdraw", address)
    assert may(world, address, "post") == "no-consent"


def test_an_import_revives_nothing_but_a_new_yes_does(world: World) -> None:
    address = world.made.asks
    gave(world, address)
    typed(world, "consent", "withdraw", address)
    words = (*NEWSLETTER, "--method", "import", "--by", "P. de Boer")
    status, said = typed(world, "consent", "give", address, *words)
    assert (status, "7(3)" in said) == (1, True)
    assert may(world, address, "newsletter") == "no-consent"
    gave(world, address)
    assert may(world, address, "newsletter") == "yes"


def test_an_old_yes_does_not_cover_what_was_added_later(world: World) -> None:
    """The newsletter is to use the address too: who said yes before is asked again."""
    address = world.made.asks
    gave(world, address)
    change_policy(world, "newsletter: {uses: [subscription.needed]", "newsletter: {uses: [subscription]")
    assert may(world, address, "newsletter") == "no-consent"
    gave(world, address)
    assert may(world, address, "newsletter") == "yes"
    change_policy(world, "newsletter: {uses: [subscription]", "newsletter: {uses: [subscription.needed]")
    assert may(world, address, "newsletter") == "yes"  # a yes to more is a yes to less


def test_what_rests_on_no_consent_cannot_be_withdrawn(world: World) -> None:
    status, said = typed(world, "consent", "withdraw", world.made.asks, "--purpose", "invoicing")
    assert status == 2
    assert "newsletter" in said
    status, _ = typed(world, "consent", "give", world.made.asks, "--purpose", "invoicing", "--by", "x")
    assert status == 2


def test_the_books_hold_no_address(world: World) -> None:
    """What is kept of a state leads to nobody without the key."""
    address = world.made.asks
    gave(world, address)
    typed(world, "consent", "withdraw", address)
    store = world.made.home.data / "store.sqlite"
    written = b"".join(file.read_bytes() for file in store.parent.glob("store.sqlite*"))
    assert address.encode() not in written


def test_an_unknown_purpose_is_no(world: World) -> None:
    assert may(world, world.made.asks, "profiling") == "unknown-purpose"
