"""The mailboxes that are looked into: tables ``[mailbox.NAME]`` of ``belofte.toml``.

They stand beside the list of single settings because there can be any number of them. Secrets are only named.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, cast

from belofte.settings.errors import SettingsError
from belofte.settings.forms import wanted_form
from belofte.settings.home import Home

TABLE = "mailbox"
"""Name of the tables in the file."""


def _key(default: object, *, nl: str, en: str, form: str = "text") -> Any:
    return field(default=default, metadata={"nl": nl, "en": en, "form": form})


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """Every key of one ``[mailbox.NAME]``."""

    kind: str = _key(
        "imap",
        form="imap|graph",
        nl="Hoe de postbus bereikt wordt: imap, of graph (Microsoft 365).",
        en="How it is reached: imap, or graph (Microsoft 365).",
    )
    purpose: str = _key(
        "privacy",
        form="privacy|shared",
        nl="privacy: alles erin is voor het privacykantoor. shared: alleen nakijken op gemiste verzoeken.",
        en="privacy: all in it is for the privacy office. shared: only looked through for missed requests.",
    )
    account: str = _key(
        "",
        nl="Naam waarmee wordt aangemeld; bij graph het adres van de postbus.",
        en="Name to sign in with; for graph the address of the mailbox.",
    )
    host: str = _key("", nl="Server (imap).", en="Server (imap).")
    port: int = _key(
        993, form="port", nl="Poort: 993 bij tls, 143 bij starttls.", en="Port: 993 with tls, 143 with starttls."
    )
    security: str = _key(
        "tls",
        form="tls|starttls|none",
        nl="Versleuteling: tls, starttls, of none (alleen voor een server op deze computer zelf).",
        en="Encryption: tls, starttls, or none (only for a server on this computer itself).",
    )
    password: str = _key(
        "",
        form="secret",
        nl="Waar het wachtwoord staat: env:NAAM, file:PAD of credential:NAAM.",
        en="Where the password is: env:NAME, file:PATH or credential:NAME.",
    )
    token: str = _key(
        "",
        form="secret",
        nl="Waar een toegangsbewijs (XOAUTH2) staat dat iets anders ververst.",
        en="Where an access token (XOAUTH2) is that something else renews.",
    )
    oauth_url: str = _key(
        "",
        form="url",
        nl="Adres waar Belofte zelf toegangsbewijzen haalt.",
        en="Address at which Belofte itself fetches access tokens.",
    )
    oauth_client: str = _key(
        "", nl="Naam waaronder Belofte daar bekend is.", en="Name under which Belofte is known there."
    )
    oauth_secret: str = _key(
        "",
        form="secret",
        nl="Waar het bijbehorende geheim staat.",
        en="Where the secret that goes with it is.",
    )
    oauth_scope: str = _key("", nl="Waarvoor het toegangsbewijs geldt.", en="What the token is for.")
    graph_url: str = _key(
        "https://graph.microsoft.com/v1.0",
        form="url",
        nl="Adres van Microsoft Graph.",
        en="Address of Microsoft Graph.",
    )
    folder: str = _key(
        "INBOX",
        nl="De map die wordt nagekeken; bij graph de naam zoals de postbus die toont.",
        en="The folder that is looked into; for graph its name as the mailbox shows it.",
    )
    done_folder: str = _key(
        "",
        nl="Map waarheen gaat wat is opgenomen (imap). Leeg: het blijft staan met het kenmerk BelofteTaken.",
        en="Folder to which goes what was taken in (imap). Empty: it stays, with the keyword BelofteTaken.",
    )
    since: str = _key(
        "",
        form="day",
        nl="Alleen wat sinds deze dag binnenkwam, zoals 2026-11-01. Leeg: alles.",
        en="Only what came since this day, such as 2026-11-01. Empty: everything.",
    )
    servers: tuple[str, ...] = _key(
        (),
        nl="Namen waarmee onze eigen mailservers hun Received- en Authentication-Results-regels ondertekenen.",
        en="Names by which our own mail servers sign their Received and Authentication-Results lines.",
    )
    domains: tuple[str, ...] = _key(
        (),
        nl="Domeinen waarvan collega's schrijven. Leeg: het domein van het privacykantoor.",
        en="Domains from which colleagues write. Empty: the domain of the privacy office.",
    )
    timeout: int = _key(
        20, form="seconds", nl="Seconden dat op elk antwoord wordt gewacht.", en="Seconds to wait for each answer."
    )
    largest: int = _key(
        25,
        form="megabytes",
        nl="Grootste bericht in megabyte; van een groter wordt alleen het begin gelezen.",
        en="Largest message in megabytes; of a larger one only the beginning is read.",
    )

    @property
    def since_day(self) -> date | None:
        """``since`` as a day."""
        return date.fromisoformat(self.since) if self.since else None


KEYS = tuple(
    (f.name, cast("Any", f.default), str(f.metadata["nl"]), str(f.metadata["en"])) for f in fields(MailboxSettings)
)
"""Name, default, meaning in Dutch and in English: for the documentation."""


def load_mailboxes(home: Path) -> Mapping[str, MailboxSettings]:
    """Every ``[mailbox.NAME]`` of ``home/belofte.toml``. Raises :class:`SettingsError`, naming table and key."""
    path = Home(home).settings_file
    if not path.is_file():
        return {}
    try:
        written: object = tomllib.loads(path.read_text(encoding="utf-8")).get(TABLE, {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{path} is not a TOML file that can be read: {type(error).__name__}.") from None
    tables = cast("dict[str, object]", written) if isinstance(written, dict) else {"": written}
    return {name: _mailbox(name, table) for name, table in tables.items()}


def _mailbox(name: str, table: object) -> MailboxSettings:
    if not isinstance(table, dict) or wanted_form("name", name):
        raise SettingsError("A mailbox is a table with a short name of small letters: [mailbox.privacy].")
    given = cast("dict[str, object]", table)
    forms = {f.name: (str(f.metadata["form"]), cast("Any", f.default)) for f in fields(MailboxSettings)}
    if unknown := [key for key in given if key not in forms]:
        raise SettingsError(f"[mailbox.{name}]: there is no key {unknown[0]}. Use: {', '.join(forms)}.")
    values = {key: _checked(f"[mailbox.{name}]: {key}", value, *forms[key]) for key, value in given.items()}
    made = MailboxSettings(**values)
    needed = ("account",) if made.kind == "graph" else ("account", "host")
    if missing := [key for key in needed if not getattr(made, key)]:
        raise SettingsError(f"[mailbox.{name}]: {missing[0]} is needed.")
    return made


def _checked(where: str, value: object, form: str, default: object) -> Any:
    if isinstance(default, tuple):
        items = cast("list[object]", value) if isinstance(value, list) else []
        if not items or not all(isinstance(item, str) for item in items):
            raise SettingsError(f"{where} must be a list of texts.")
        return tuple(cast("list[str]", value))
    if isinstance(value, bool) or type(value) is not type(default):
        raise SettingsError(f"{where} must be {'a whole number' if isinstance(default, int) else 'a text, in quotes'}.")
    wanted = wanted_form(form, cast("str | int", value))
    if wanted and value != default:
        raise SettingsError(f"{where} must be {wanted}.")
    return value
