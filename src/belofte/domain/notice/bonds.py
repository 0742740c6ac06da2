"""How those who get data are bound: secrecy, written agreements, no use of their own (Art. 28, 32 GDPR)."""

from __future__ import annotations

from collections.abc import Iterator

from belofte.domain.notice.page import Page, Said, kind, said
from belofte.domain.notice.wording import Both, capital, day, listed, same
from belofte.domain.policy import Recipient, Secrecy

BINDING = {
    "contract": Both("een overeenkomst", "a contract"),
    "oath": Both("een eed", "an oath"),
    "statute": Both("de wet", "the law"),
}

OWN_USE = {
    "never": Both("gebruikt uw gegevens nooit voor eigen doelen", "never uses your data for its own ends"),
    "reserved": Both(
        "behoudt zich het recht voor uw gegevens ook voor eigen doelen te gebruiken",
        "reserves the right to use your data for its own ends as well",
    ),
    "own-controller": Both(
        "gebruikt uw gegevens ook onder eigen verantwoordelijkheid",
        "also uses your data under its own responsibility",
    ),
}


def bonds(page: Page, name: str, recipient: Recipient) -> Iterator[Said]:
    """What one recipient promised about the data."""
    path, label = f"recipients.{name}", page.recipient(name)
    if recipient.secrecy:
        yield from secrecy(f"{path}.secrecy", recipient.secrecy, label)
    if recipient.agreement:
        yield said(
            f"Wij hebben met {label.nl} schriftelijk afgesproken hoe met uw gegevens wordt omgegaan (artikel 28 AVG).",
            f"We have agreed in writing with {label.en} how your data is handled (Article 28 GDPR).",
            f"{path}.agreement",
        )
    if recipient.own_use:
        own = OWN_USE[recipient.own_use]
        yield said(f"{capital(label.nl)} {own.nl}.", f"{capital(label.en)} {own.en}.", f"{path}.own_use")
    if recipient.never_uses:
        kinds = listed(kind(k) for k in recipient.never_uses)
        yield said(
            f"{capital(label.nl)} gebruikt deze gegevens nooit voor eigen doelen: {kinds.nl}.",
            f"{capital(label.en)} never uses this data for its own ends: {kinds.en}.",
            f"{path}.never_uses",
        )
    if recipient.shares_on is not None:
        nl = "mag de gegevens aan anderen doorgeven" if recipient.shares_on else "geeft de gegevens niet door"
        en = "may pass the data on to others" if recipient.shares_on else "does not pass the data on"
        yield said(f"{capital(label.nl)} {nl}.", f"{capital(label.en)} {en}.", f"{path}.shares_on")
    yield from _protection(path, recipient, label)


def _protection(path: str, recipient: Recipient, label: Both) -> Iterator[Said]:
    if recipient.metadata:
        personal = recipient.metadata == "personal"
        nl = "kunnen gegevens over u zijn" if personal else "zijn volgens ons geen persoonsgegevens"
        en = "can be data about you" if personal else "are, as we see it, not personal data"
        yield said(
            f"{capital(label.nl)} kan bijhouden hoe de dienst gebruikt wordt; zulke gegevens {nl}.",
            f"{capital(label.en)} may record how the service is used; such data {en}.",
            f"{path}.metadata",
        )
    if recipient.measures:
        yield said(
            f"{capital(label.nl)} heeft passende maatregelen genomen tegen verlies en misbruik van gegevens.",
            f"{capital(label.en)} has taken appropriate measures against loss and misuse of data.",
            f"{path}.measures",
        )
    if recipient.encrypted is not None:
        nl = "Alles wat daarlangs gaat, is versleuteld." if recipient.encrypted else "Dat verkeer is niet versleuteld."
        en = "All that passes there is encrypted." if recipient.encrypted else "That traffic is not encrypted."
        yield said(nl, en, f"{path}.encrypted")


def secrecy(path: str, bond: Secrecy, who: Both) -> Iterator[Said]:
    """Why somebody keeps silent, on which document, and until when."""
    ground = BINDING[bond.basis]
    yield said(
        f"{capital(who.nl)} is tot geheimhouding verplicht door {ground.nl}.",
        f"{capital(who.en)} is bound to secrecy by {ground.en}.",
        path,
        f"{path}.basis",
    )
    if bond.document or bond.signed or bond.until:
        signed = day(bond.signed) if bond.signed else same("")
        until = day(bond.until) if bond.until else same("")
        nl = "Dat staat op papier" + (f", getekend op {signed.nl}" if bond.signed else "")
        en = "This is on paper" + (f", signed on {signed.en}" if bond.signed else "")
        nl += f", en geldt tot en met {until.nl}." if bond.until else "."
        en += f", and holds up to and including {until.en}." if bond.until else "."
        stated = {"document": bond.document, "signed": bond.signed, "until": bond.until}
        yield said(nl, en, *(f"{path}.{key}" for key, value in stated.items() if value))
