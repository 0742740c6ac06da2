"""TransIP: the company's domain with its contacts, mailboxes, certificate and DNS; forwards and lists of people."""

from __future__ import annotations

from belofte.sandbox.rest.simulator import Simulator
from belofte.sandbox.seeds.people import OUR_DOMAIN, People

MAILBOXES = ("info", "klantenservice", "privacy", "administratie")


HERE = {"_domain": OUR_DOMAIN}
RECORDS = (
    ("@", "TXT", "v=spf1 include:_spf.transip.email -all"),
    ("_dmarc", "TXT", "v=DMARC1; p=reject"),
    ("@", "CAA", '0 issue "letsencrypt.org"'),
    ("@", "MX", "10 mail.transip.email."),
    ("www", "A", "192.0.2.10"),
)


def seed(simulator: Simulator, people: People) -> None:
    """Fill an empty simulator: those who have a name get a forward and stand in a list."""
    known = {row["email"] for row in (*people.of("customers"), *people.of("contacts"))} & people.named
    _domain(simulator)
    simulator.put("mailboxes", [_mailbox(name) for name in MAILBOXES])
    simulator.put("forwards", [_forward(place, email) for place, email in enumerate(sorted(known), 1)])
    listed = {"name": "storingen", "emailAddress": f"storingen@{OUR_DOMAIN}", "entries": sorted(known)}
    simulator.put("mail_lists", [{**HERE, "id": 1, **listed}])


def _domain(simulator: Simulator) -> None:
    simulator.put("domains", [{"name": OUR_DOMAIN}])
    simulator.put("contacts", [_contact(kind) for kind in ("registrant", "administrative", "technical")])
    days = {"expirationDate": "2027-05-01 12:00:00", "orderDate": "2026-05-01 12:00:00"}
    simulator.put("certificates", [{**HERE, "certificateId": 31, "commonName": f"*.{OUR_DOMAIN}", **days}])
    simulator.put("dns", [{**HERE, "name": name, "type": kind, "content": text} for name, kind, text in RECORDS])
    simulator.put("dnssec", [{**HERE, "keyTag": 2371, "flags": 257, "algorithm": 13, "publicKey": "c2FuZGJveA=="}])
    simulator.put("nameservers", [{**HERE, "hostname": f"ns{n}.transip.example"} for n in (0, 1)])


def _mailbox(name: str) -> dict[str, object]:
    return {**HERE, "identifier": f"{name}@{OUR_DOMAIN}", "localPart": name, "domain": OUR_DOMAIN}


def _forward(place: int, email: str) -> dict[str, object]:
    return {**HERE, "id": 1000 + place, "localPart": f"klant-{place}", "domain": OUR_DOMAIN, "forwardTo": email}


def _contact(kind: str) -> dict[str, object]:
    return {
        **HERE, "type": kind, "firstName": "Directie", "lastName": "LinProfs", "companyName": "LinProfs B.V.",
        "companyKvk": "00000000", "companyType": "BV", "street": "Voorbeeldstraat", "number": "1",
        "postalCode": "1000 AA", "city": "Voorbeeldstad", "phoneNumber": "+31 20 000 0000",
        "email": f"info@{OUR_DOMAIN}",
    }  # fmt: skip
