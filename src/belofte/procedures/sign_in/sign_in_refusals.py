"""What is said when somebody cannot sign in or may not do something, in Dutch and English. No name stands in any of it,
and none tells whether a name, a password or a code was right."""

from __future__ import annotations

from belofte.domain.errors import Refused, WrongUse
from belofte.domain.policy import Text


def _said(nl: str, en: str) -> Text:
    return Text({"nl": nl, "en": en})


class NotSignedIn(Refused):
    """Whatever was wrong with what was typed: one sentence."""

    def __init__(self) -> None:
        super().__init__(
            _said("Dit klopt niet: naam, wachtwoord of code.", "This is not right: name, password or code."),
            _said(
                "Probeer het opnieuw, met een nieuwe code. Blijft het misgaan, vraag dan wie Belofte beheert.",
                "Try again, with a new code. If it keeps failing, ask whoever runs Belofte.",
            ),
        )


class NotKnownHere(Refused):
    """The passkey or the provider's account belongs to nobody who may come in, or is not right."""

    def __init__(self) -> None:
        super().__init__(
            _said("Hiermee kunt u hier niet binnen.", "You cannot get in here with this."),
            _said(
                "Vraag wie Belofte beheert om een aanmeldlink (belofte user link).",
                "Ask whoever runs Belofte for an enrolment link (belofte user link).",
            ),
        )


class TooManyAttempts(Refused):
    """Too many attempts; what was typed was not looked at."""

    def __init__(self) -> None:
        super().__init__(
            _said("Er is te vaak geprobeerd aan te melden.", "There were too many attempts to sign in."),
            _said(
                "Wacht een uur. Met een passkey of het bedrijfsaccount kunt u er wel in.",
                "Wait an hour. A passkey or the company's account still lets you in.",
            ),
        )


class SignInOver(Refused):
    """What was begun took too long, was finished already, or began in another browser."""

    def __init__(self) -> None:
        super().__init__(
            _said("Deze aanmelding is verlopen of al gebruikt.", "This sign-in is over or was used already."),
            _said("Begin opnieuw.", "Begin again."),
        )


class LinkOver(Refused):
    """An enrolment link that was used, replaced or is too old."""

    def __init__(self) -> None:
        super().__init__(
            _said("Deze aanmeldlink is verlopen of al gebruikt.", "This enrolment link is over or was used already."),
            _said(
                "Vraag wie Belofte beheert om een nieuwe (belofte user link).",
                "Ask whoever runs Belofte for a new one (belofte user link).",
            ),
        )


class NotPermitted(Refused):
    """The role does not allow it."""

    def __init__(self) -> None:
        super().__init__(
            _said("Met uw rol mag u dit niet.", "Your role does not allow this."),
            _said(
                "Vraag een functionaris voor de privacy, of wie Belofte beheert (belofte user role).",
                "Ask a privacy officer, or whoever runs Belofte (belofte user role).",
            ),
        )


def weak_password(least: int) -> WrongUse:
    """A new password that is too short, too long or guessable."""
    return WrongUse(
        _said(f"Kies een wachtwoord van minstens {least} tekens, zonder uw naam.", _long(least)),
        _said("Een zin van vier of vijf woorden onthoudt u makkelijk.", "A phrase of four or five words is easy."),
    )


def _long(least: int) -> str:
    return f"Choose a password of at least {least} characters, without your name."


def passwords_differ() -> WrongUse:
    """The password and its repetition are not the same."""
    return WrongUse(
        _said("De twee wachtwoorden zijn niet gelijk.", "The two passwords are not the same."),
        _said("Typ ze nog eens.", "Type them again."),
    )


def wrong_code() -> WrongUse:
    """The code does not fit the secret that was just shown."""
    return WrongUse(
        _said("De code klopt niet.", "The code is not right."),
        _said(
            "Typ de code die de app nu laat zien; kijk ook of de klok van uw telefoon gelijk loopt.",
            "Type the code that the app shows now; see also that your telephone's clock is right.",
        ),
    )


def belongs_to_another() -> Refused:
    """A passkey or provider's account that is another account's already."""
    return Refused(
        _said("Dit hoort al bij een account van Belofte.", "This belongs to an account of Belofte already."),
        _said("Kies een ander, of meld u daarmee aan.", "Choose another, or sign in with it."),
    )
