"""A line, and the hosts behind it: is everything that goes over it encrypted?"""

from __future__ import annotations

from belofte.loading.connector_kinds.kind import ConnectorKind
from belofte.loading.shape import Key
from belofte.loading.values import ByName, ListOf, Prose, Word

SERVICES = (
    "https", "smtp", "submission", "submissions", "imap", "imaps", "pop3", "pop3s", "ftps", "ldaps", "sips",
)  # fmt: skip
"""The services a host can declare, by IANA's names."""

# fmt: off
LINE = ConnectorKind(
    "line",
    "A line and the hosts behind it, seen from the outside. It only looks. Settings for `expect`: https-redirect, hsts "
    "(days, below), certificate (trusted, name_fits, days_left), protocols, mixed-content, starttls, mta-sts, dane, "
    "mail-transport, plain-protocols, undeclared-hosts; of `pages`: cookies, third-parties, trackers, "
    "payment-services, data-in-addresses; of `notice`: notice-pages.",
    "Een lijn en de hosts erachter, van buiten bekeken. Kijkt alleen. Instellingen voor `expect`: https-redirect, hsts "
    "(days, below), certificate (trusted, name_fits, days_left), protocols, mixed-content, starttls, mta-sts, dane, "
    "mail-transport, plain-protocols, undeclared-hosts; of `pages`: cookies, third-parties, trackers, "
    "payment-services, data-in-addresses; of `notice`: notice-pages.",
    (
        Key("hosts", ByName(ListOf(Word(SERVICES))), "The hosts to look at, and the services that answer there. No "
            "other host is touched.", "De hosts om naar te kijken, en de diensten die er antwoorden. Geen andere host "
            "wordt aangeraakt.", "hosts: {www.company.example: [https], mail.company.example: [smtp, imaps]}"),
        Key("domains", ListOf(Prose()), "The domains the hosts belong to: for the protection of mail, and for hosts "
            "that DNS or certificates show beside the declared ones.",
            "De domeinen van de hosts: voor de bescherming van mail, en voor hosts die DNS of certificaten daarnaast "
            "tonen.", "domains: [company.example]"),
        Key("pages", ListOf(Prose()), "Pages of those hosts, read as a first visitor gets them, before any choice.",
            "Pagina's van die hosts die gelezen worden zoals een eerste bezoeker ze krijgt, vóór elke keuze.",
            "pages: [www.company.example/, www.company.example/contact]"),
        Key("notice", ByName(Prose()), "Where the privacy notice is shown, by language: it is compared with what was "
            "published.", "Waar de privacyverklaring staat, per taal: die wordt vergeleken met wat gepubliceerd is.",
            "notice: {nl: www.company.example/privacy, en: www.company.example/en/privacy}"),
        Key("own_ca", Prose(), "A file with the certificates of your own authority, counted from the home folder.",
            "Een bestand met de certificaten van een eigen autoriteit, geteld vanaf de thuismap.",
            "own_ca: company-ca.pem"),
        Key("proxy", Prose(), "The company's proxy: connections are made through it.",
            "De proxy van het bedrijf: verbindingen gaan erdoor.", "proxy: http://proxy.company.example:3128"),
        Key("resolver", Prose(), "The DNS resolver to ask, with its port; absent: that of this machine.",
            "De DNS-resolver om te vragen, met zijn poort; afwezig: die van deze machine.",
            "resolver: 192.0.2.53:53"),
        Key("addresses", ByName(Prose()), "Only in a sandbox: where on this machine a host's port stands.",
            "Alleen in een zandbak: waar op deze machine een poort van een host staat.",
            'addresses: {"www.company.example:443": "127.0.0.1:8443"}'),
    ),
    needs=("hosts",),
)
# fmt: on
