"""The one list of settings: name, type, default and meaning in Dutch and English.

The file ``belofte.toml``, the environment (``BELOFTE_PUBLIC_URL`` for ``public_url``) and docs/settings.md follow from
it. What a company promises is not a setting: that stands in the policy folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast

from belofte.settings.home import Home


def _setting(default: object, *, nl: str, en: str, form: str = "text") -> Any:
    return field(default=default, metadata={"nl": nl, "en": en, "form": form})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting. ``form`` names the check a value must pass; see ``forms.py``."""

    data: str = _setting(
        "data",
        nl="Map met alle eigen gegevens van Belofte: gerekend vanaf de map met belofte.toml, of een vast pad.",
        en="Folder with all of Belofte's own state: counted from the folder of belofte.toml, or an absolute path.",
    )
    store_url: str = _setting(
        "",
        form="database",
        nl="Databank voor de eigen gegevens, zoals postgresql://belofte@db/belofte of env:NAAM. Leeg: SQLite.",
        en="Database for the own state, such as postgresql://belofte@db/belofte or env:NAME. Empty: SQLite.",
    )
    public_url: str = _setting(
        "http://127.0.0.1:8080",
        form="url",
        nl="Adres waarop mensen de openbare pagina's bereiken; brieven verwijzen hierheen. Niet gezet: public_listen.",
        en="Address at which people reach the public pages; links in letters begin with it. Not set: public_listen.",
    )
    path_prefix: str = _setting(
        "",
        form="prefix",
        nl="Deel van het pad dat een voorliggende server doorgeeft, zoals /privacy. Leeg: geen.",
        en="Part of the path that a server in front passes on, such as /privacy. Empty: none.",
    )
    public_listen: str = _setting(
        "127.0.0.1:8080",
        form="listen",
        nl="Adres en poort waarop de openbare pagina's luisteren.",
        en="Address and port on which the public pages listen.",
    )
    office_listen: str = _setting(
        "127.0.0.1:8081",
        form="listen",
        nl="Adres en poort waarop het kantoor luistert. Buiten deze computer: alleen met een office_url met https.",
        en="Address and port on which the office listens. Beyond this computer: only with an https office_url.",
    )
    office_url: str = _setting(
        "",
        form="origin",
        nl="Adres van het kantoor in de browser, zoals https://kantoor.bedrijf.example. Leeg: office_listen.",
        en="Address of the office in a browser, such as https://office.company.example. Empty: office_listen.",
    )
    office_plain_http: str = _setting(
        "no",
        form="no|yes",
        nl="yes: ook zonder https op een ander adres luisteren. Alleen op een netwerk dat u geheel vertrouwt.",
        en="yes: listen on another address without https too. Only on a network that you trust entirely.",
    )
    office_idle: int = _setting(
        30,
        form="minutes",
        nl="Minuten zonder teken van leven waarna iemand zich opnieuw aanmeldt.",
        en="Minutes without a sign of life after which somebody signs in again.",
    )
    office_session: int = _setting(
        12,
        form="hours",
        nl="Uren die een aanmelding hoogstens duurt.",
        en="Hours that a sign-in lasts at most.",
    )
    office_proof: int = _setting(
        15,
        form="minutes",
        nl="Minuten na het aanmelden waarin een plan kan worden goedgekeurd zonder dat iemand zich opnieuw laat zien.",
        en="Minutes after signing in within which a plan can be approved without a new proof.",
    )
    cli_accounts: str = _setting(
        "yes",
        form="no|yes",
        nl="yes: --by op de opdrachtregel noemt een account dat het mag (belofte user add), behalve in een "
        "proefomgeving. no: elke naam wordt geloofd.",
        en="yes: --by on the command line names an account that may do it (belofte user add), except in a sandbox. "
        "no: any name is believed.",
    )
    api_per_minute: int = _setting(
        300,
        form="a-minute",
        nl="Hoe vaak één toegangsbewijs de API per minuut mag aanroepen.",
        en="How often one token may call the API in a minute.",
    )
    webhook_private: str = _setting(
        "no",
        form="no|yes",
        nl="yes: berichten gaan ook naar adressen binnen het eigen netwerk, en zonder https. no: alleen naar buiten.",
        en="yes: webhooks may go to addresses within the own network, and without https. no: outside only.",
    )
    oidc_issuer: str = _setting(
        "",
        form="issuer",
        nl="Aanmelddienst van het bedrijf (OpenID Connect), zoals die zichzelf noemt. Leeg: geen.",
        en="The company's sign-in provider (OpenID Connect), as it names itself. Empty: none.",
    )
    oidc_client: str = _setting(
        "",
        nl="Naam waaronder Belofte daar bekend is (client id).",
        en="Name under which Belofte is known there (client id).",
    )
    oidc_secret: str = _setting(
        "",
        form="secret",
        nl="Waar het bijbehorende geheim staat: env:NAAM, file:PAD of credential:NAAM. Leeg: geen geheim, wel PKCE.",
        en="Where the secret that goes with it is: env:NAME, file:PATH or credential:NAME. Empty: none, with PKCE.",
    )
    oidc_tenant: str = _setting(
        "",
        form="tenant",
        nl="Bij Microsoft Entra: het nummer van de eigen tenant. Wie uit een andere komt, komt er niet in.",
        en="At Microsoft Entra: the id of the own tenant. Whoever comes from another one does not get in.",
    )
    trusted_proxies: tuple[str, ...] = _setting(
        (),
        form="networks",
        nl="Adressen of netwerken van servers vóór Belofte waarvan we het adres van de bezoeker overnemen.",
        en="Addresses or networks of servers in front of Belofte from which we take over the visitor's address.",
    )
    frame_hosts: tuple[str, ...] = _setting(
        (),
        form="origins",
        nl="Websites die de openbare pagina's in een kader mogen tonen, zoals https://www.bedrijf.example.",
        en="Websites that may show the public pages in a frame, such as https://www.company.example.",
    )
    decreed_days: tuple[str, ...] = _setting(
        (),
        form="decreed",
        nl="Losse dagen die de overheid vrij maakte: 2027-05-07, of met :law erachter (alleen de wettelijke termijn "
        "schuift) of :office (alleen het kantoor is dicht).",
        en="Single days a government made free: 2027-05-07, or with :law after it (only the legal term moves) or "
        ":office (only the office is shut).",
    )
    smtp_host: str = _setting(
        "",
        nl="Server die onze brieven verstuurt. Leeg: er gaat geen brief uit en elke brief blijft als taak staan.",
        en="Server that sends our letters. Empty: no letter leaves and each one stays behind as a task.",
    )
    smtp_port: int = _setting(
        587,
        form="port",
        nl="Poort van die server: 587 bij starttls, 465 bij tls.",
        en="Port of that server: 587 with starttls, 465 with tls.",
    )
    smtp_security: str = _setting(
        "starttls",
        form="starttls|tls|none",
        nl="Versleuteling: starttls, tls, of none (alleen voor een server op deze computer zelf).",
        en="Encryption: starttls, tls, or none (only for a server on this computer itself).",
    )
    smtp_user: str = _setting(
        "",
        nl="Gebruikersnaam bij de mailserver. Leeg: zonder aanmelden.",
        en="User name at the mail server. Empty: without signing in.",
    )
    smtp_password: str = _setting(
        "",
        form="secret",
        nl="Waar het wachtwoord staat: env:NAAM, file:PAD of credential:NAAM.",
        en="Where the password is: env:NAME, file:PATH or credential:NAME.",
    )
    smtp_token: str = _setting(
        "",
        form="secret",
        nl="Waar een toegangsbewijs voor XOAUTH2 staat dat iets anders ververst, zoals file:PAD.",
        en="Where an access token for XOAUTH2 is that something else renews, such as file:PATH.",
    )
    smtp_oauth_url: str = _setting(
        "",
        form="url",
        nl="Adres waar Belofte zelf toegangsbewijzen voor XOAUTH2 haalt. Leeg: niet.",
        en="Address at which Belofte itself fetches access tokens for XOAUTH2. Empty: it does not.",
    )
    smtp_oauth_client: str = _setting(
        "",
        nl="Naam waaronder Belofte daar bekend is (client id).",
        en="Name under which Belofte is known there (client id).",
    )
    smtp_oauth_secret: str = _setting(
        "",
        form="secret",
        nl="Waar het bijbehorende geheim staat (client secret).",
        en="Where the secret that goes with it is (client secret).",
    )
    smtp_oauth_scope: str = _setting(
        "",
        nl="Waarvoor het toegangsbewijs geldt (scope), zoals de mailserver het voorschrijft.",
        en="What the token is for (scope), as the mail server prescribes.",
    )
    smtp_timeout: int = _setting(
        20,
        form="seconds",
        nl="Seconden dat op elk antwoord van de mailserver wordt gewacht.",
        en="Seconds to wait for each answer of the mail server.",
    )
    mail_from: str = _setting(
        "",
        form="mail",
        nl="Afzender van onze brieven. Leeg: het adres van het privacykantoor uit het beleid.",
        en="Sender of our letters. Empty: the address of the privacy office in the policy.",
    )
    mail_every: int = _setting(
        2,
        form="minutes",
        nl="Om de hoeveel minuten de postbussen worden nagekeken (zie [mailbox.NAAM]).",
        en="Every how many minutes the mailboxes are looked into (see [mailbox.NAME]).",
    )
    witness: str = _setting(
        "",
        form="mail",
        nl="Adres buiten het bedrijf dat elke dag het nieuwste controlepunt van het bewijslogboek krijgt. Leeg: niet.",
        en="Address outside the company that gets the newest checkpoint of the evidence log every day. Empty: nobody.",
    )
    time_stamp_url: str = _setting(
        "",
        form="authority",
        nl="Adres van een tijdstempeldienst (RFC 3161) die elke dag het nieuwste controlepunt stempelt. Leeg: niet.",
        en="Address of a time-stamp authority (RFC 3161) that stamps the newest checkpoint every day. Empty: none.",
    )
    own_proxy: str = _setting(
        "",
        form="proxy",
        nl="Proxy van het bedrijf waar elke verbinding met een leverancier of mailserver doorheen gaat, zoals "
        "http://proxy.bedrijf.example:3128, of env:NAAM als er een wachtwoord in staat. proxy: in een systeem wint.",
        en="The company's proxy that every connection to a vendor or mail server goes through, such as "
        "http://proxy.company.example:3128, or env:NAME if it holds a password. proxy: in a system wins.",
    )
    own_authorities: str = _setting(
        "",
        nl="Bestand (PEM) met eigen certificaatautoriteiten van het bedrijf, naast die van de machine; geteld vanaf de "
        "map met belofte.toml. ca: in een systeem wint.",
        en="File (PEM) with the company's own certificate authorities, beside those of the machine; counted from the "
        "folder of belofte.toml. ca: in a system wins.",
    )
    log_format: str = _setting(
        "text",
        form="text|json",
        nl="Vorm van de meldingen: text voor mensen, json voor programma's. Nooit met persoonsgegevens.",
        en="Form of the log: text for people, json for programs. Never with personal data.",
    )
    worker_id: str = _setting(
        "main",
        form="name",
        nl="Vaste naam van dit proces. Elk proces een eigen naam; na een herstart dezelfde.",
        en="Fixed name of this process. Each process its own; the same again after a restart.",
    )
    locale: str = _setting(
        "nl",
        form="nl|en",
        nl="Taal van de schermen van het kantoor en van de opdrachtregel.",
        en="Language of the office's screens and of the command line.",
    )

    def home(self, path: Path) -> Home:
        """The folder layout under ``path`` with the data folder of these settings."""
        return Home(path, Path(self.data))

    @property
    def office_address(self) -> str:
        """Where browsers reach the office: ``office_url``, or the address it listens on."""
        return self.office_url or f"http://{self.office_listen}"

    def store_address(self, home: Home) -> str:
        """``store_url`` or the SQLite file in the home; still a reference if it was given as one."""
        return self.store_url or f"sqlite:///{home.store}"


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the list, for documentation and messages."""

    name: str
    default: str | int | tuple[str, ...]
    form: str
    nl: str
    en: str

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return f"BELOFTE_{self.name.upper()}"


SETTINGS: tuple[Setting, ...] = tuple(
    Setting(f.name, cast("Any", f.default), f.metadata["form"], f.metadata["nl"], f.metadata["en"])
    for f in fields(Settings)
)
