"""TransIP: the company's domain with its contacts, mailboxes, certificate and DNS; forwards and lists of people."""

from __future__ import annotations

from belofte.sandbox.rest.simulator import Simulator
from belofte.sandbox.seeds.people import OUR_DOMAIN, People, name_of

MAILBOXES = ("info", "klantenservice", "privacy", "administratie")


def seed(simulator: Simulator, people: People) -> None:
    """Fill an empty simulator: those who have a name get a forward or stand in a list."""
    domain = OUR_DOMAIN
    simulator.put("domains", [{"name": domain}])
    here = {"_domain": domain}
    simulator.put(
        "contacts",
        [
            {
                **here,
                "type": kind,
                "firstName": "Directie",
                "lastName": "LinProfs",
                "companyName": "LinProfs B.V.",
                "companyKvk": "00000000",
                "companyType": "BV",
                "street": "Voorbeeldstraat",
                "number": "1",
                "postalCode": "1000 AA",
                "city": "Voorbeeldstad",
                "phoneNumber": "+31 20 000 0000",
                "email": f"info@{domain}",
            }
            for kind in ("registrant", "administrative", "technical")
        ],
    )
    simulator.put(
        "mailboxes",
        [{**here, "identifier": f"{name}@{domain}", "localPart": name, "domain": domain} for name in MAILBOXES],
    )
    known = {
        row["email"]: name_of(row)
        for row in (*people.of("customers"), *people.of("contacts"))
        if row["email"] in people.named
    }
    forwards = [(f"klant-{place}", email) for place, email in enumerate(sorted(known), 1)]
    simulator.put(
        "forwards",
        [
            {**here, "id": 1000 + place, "localPart": local, "domain": domain, "forwardTo": email}
            for place, (local, email) in enumerate(forwards)
        ],
    )
    simulator.put(
        "mail_lists",
        [{**here, "id": 1, "name": "storingen", "emailAddress": f"storingen@{domain}", "entries": sorted(known)}],
    )
    simulator.put(
        "certificates",
        [
            {
                **here,
                "certificateId": 31,
                "commonName": f"*.{domain}",
                "expirationDate": "2027-05-01 12:00:00",
                "orderDate": "2026-05-01 12:00:00",
            }
        ],
    )
    records = [
        ("@", "TXT", "v=spf1 include:_spf.transip.email -all"),
        ("_dmarc", "TXT", "v=DMARC1; p=reject"),
        ("@", "CAA", '0 issue "letsencrypt.org"'),
        ("@", "MX", "10 mail.transip.email."),
        ("www", "A", "192.0.2.10"),
    ]
    simulator.put("dns", [{**here, "name": name, "type": kind, "content": content} for name, kind, content in records])
    simulator.put("dnssec", [{**here, "keyTag": 2371, "flags": 257, "algorithm": 13, "publicKey": "c2FuZGJveA=="}])
    simulator.put("nameservers", [{**here, "hostname": f"ns{n}.transip.example"} for n in (0, 1)])
