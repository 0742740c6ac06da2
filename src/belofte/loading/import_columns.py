"""The columns of every table that can be taken over: names in English and Dutch, forms, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.domain.account import Role
from belofte.domain.policy import RecipientRole
from belofte.domain.register import OUTCOMES
from belofte.domain.rights.names import HANDLED
from belofte.domain.staff import Bond
from belofte.loading.import_forms import Column, choice, count, day, moment, month, said, text, yes_or_no

_DAY_NL, _DAY_EN = "schrijf de dag als 2026-11-22 of 22-11-2026", "write the day like 2026-11-22 or 22-11-2026"
_DAY = said(_DAY_NL, _DAY_EN)
_MOMENT = said(
    f"{_DAY_NL}, met de tijd als die bekend is: 2026-11-22T10:30",
    f"{_DAY_EN}, with a time if it is known: 2026-11-22T10:30",
)
_LANGUAGE = choice("language", "taal", ("nl", "en"), default="nl")
_ROLES = tuple(role.value for role in RecipientRole)

TABLES: Mapping[str, tuple[Column, ...]] = {
    "requests": (
        Column("received", "ontvangen", moment, _MOMENT, needed=True),
        choice("right", "recht", HANDLED, needed=True),
        choice("channel", "kanaal", ("web", "mail", "post", "phone"), default="mail"),
        Column(
            "address",
            "adres",
            text,
            said(
                "schrijf het e-mailadres; leeg alleen bij post en phone",
                "write the e-mail address; empty only for post and phone",
            ),
        ),
        Column("name", "naam", text, said("schrijf de naam die is opgegeven", "write the name that was given")),
        Column(
            "number",
            "klantnummer",
            text,
            said("schrijf het klantnummer dat is opgegeven", "write the customer number that was given"),
        ),
        Column(
            "words",
            "woorden",
            text,
            said("schrijf wat er is gevraagd, in hun eigen woorden", "write what was asked, in their words"),
        ),
        Column(
            "identified",
            "vastgesteld",
            text,
            said(
                "schrijf hoe is vastgesteld wie het vraagt; nooit een document of het nummer daarvan",
                "write how it was settled who asks; never a document or its number",
            ),
        ),
        _LANGUAGE,
    ),
    "register": (
        Column(
            "received",
            "ontvangen",
            month,
            said(f"schrijf een maand als 2025-03; of {_DAY_NL}", f"write a month like 2025-03; or {_DAY_EN}"),
            needed=True,
        ),
        Column(
            "closed",
            "afgesloten",
            month,
            said(f"schrijf een maand als 2025-04; of {_DAY_NL}", f"write a month like 2025-04; or {_DAY_EN}"),
            needed=True,
        ),
        choice("right", "recht", HANDLED, needed=True),
        choice("outcome", "uitkomst", OUTCOMES, needed=True),
        Column(
            "law_kept",
            "wet_gehaald",
            yes_or_no,
            said("schrijf ja of nee: op tijd volgens de wet?", "write yes or no: answered within the law's term?"),
            needed=True,
        ),
        Column(
            "promise_kept",
            "belofte_gehaald",
            yes_or_no,
            said(
                "schrijf ja of nee; leeg als er niets beloofd was", "write yes or no; empty where nothing was promised"
            ),
        ),
        Column("answered", "beantwoord", day, _DAY),
        Column(
            "records",
            "gegevens",
            count,
            said("schrijf met hoeveel gegevens iets is gedaan", "write how many records were acted on"),
            default="0",
        ),
        Column(
            "kept",
            "bewaard",
            count,
            said(
                "schrijf hoeveel gegevens op een wettelijke grond bewaard zijn",
                "write how many records were kept on a legal ground",
            ),
            default="0",
        ),
        Column(
            "systems", "systemen", count, said("schrijf in hoeveel systemen", "write in how many systems"), default="0"
        ),
    ),
    "recipients": (
        Column(
            "name",
            "naam",
            text,
            said("schrijf een korte naam in kleine letters", "write a short name in small letters"),
            needed=True,
        ),
        choice("role", "rol", _ROLES, needed=True),
        Column(
            "label",
            "opschrift",
            text,
            said("schrijf de naam zoals mensen die kennen", "write its name as people know it"),
        ),
        Column(
            "does",
            "doet",
            text,
            said(
                "schrijf waar de ontvanger voor nodig is, woorden met spaties ertussen",
                "write what it is needed for, words with spaces between them",
            ),
        ),
        Column(
            "gets",
            "krijgt",
            text,
            said(
                "schrijf de categorieën die de ontvanger krijgt, met spaties ertussen",
                "write the categories it gets, with spaces between them",
            ),
        ),
        Column(
            "country", "land", text, said("schrijf de twee letters van het land", "write the country's two letters")
        ),
        Column(
            "contact",
            "contact",
            text,
            said(
                "schrijf het adres dat van verbeteringen en wissingen hoort",
                "write the address that is told of corrections and erasures",
            ),
        ),
    ),
    "documents": (
        Column(
            "recipient",
            "ontvanger",
            text,
            said("schrijf de naam van de ontvanger in het beleid", "write the recipient's name in the policy"),
            needed=True,
        ),
        choice("is", "is", ("agreement", "measures", "secrecy"), needed=True),
        Column(
            "file",
            "bestand",
            text,
            said(
                "schrijf het pad in de beleidsmap: documents/agreement.pdf",
                "write the path in the policy folder: documents/agreement.pdf",
            ),
            needed=True,
        ),
        Column("signed", "ondertekend", day, _DAY),
        Column("until", "tot", day, _DAY),
    ),
    "staff": (
        Column(
            "name",
            "naam",
            text,
            said(
                "schrijf de naam van de medewerker, zoals die onder besluiten komt",
                "write the person's name, as decisions will carry it",
            ),
            needed=True,
        ),
        choice("role", "rol", (role.value for role in Role), default=Role.STAFF.value),
    ),
    "members": (
        Column("name", "naam", text, said("schrijf de naam van de medewerker", "write the person's name"), needed=True),
        Column(
            "role",
            "rol",
            text,
            said(
                "schrijf de rol zoals het beleid die onder staff noemt: technical-staff",
                "write the role, as the policy names it under staff: technical-staff",
            ),
            needed=True,
        ),
        choice("bond", "verband", (bond.value for bond in Bond), default=Bond.EMPLOYEE.value),
        Column("start", "begin", day, _DAY, needed=True),
        Column(
            "end",
            "einde",
            day,
            said(f"{_DAY_NL}; leeg zolang iemand hier werkt", f"{_DAY_EN}; empty while they work here"),
        ),
        Column("email", "email", text, said("schrijf het werkadres", "write the work address")),
        Column(
            "accounts",
            "accounts",
            text,
            said(
                "schrijf SYSTEEM=ACCOUNT met spaties ertussen: crm=jan aws=j.jansen",
                "write SYSTEM=ACCOUNT with spaces between: crm=jan aws=j.jansen",
            ),
        ),
        Column(
            "document",
            "document",
            text,
            said(
                "schrijf het pad in de beleidsmap van wat is ondertekend",
                "write the path in the policy folder of what they signed",
            ),
        ),
        Column("signed", "ondertekend", day, _DAY),
    ),
    "consents": (
        Column(
            "who",
            "wie",
            text,
            said(
                "schrijf een e-mailadres, of SOORT=WAARDE zoals customer-number=1042",
                "write an e-mail address, or KIND=VALUE such as customer-number=1042",
            ),
            needed=True,
        ),
        Column(
            "purpose",
            "doel",
            text,
            said(
                "schrijf een doel uit het beleid dat op toestemming rust",
                "write a purpose of the policy that rests on consent",
            ),
            needed=True,
        ),
        Column("given", "gegeven", moment, _MOMENT, needed=True),
        Column(
            "words",
            "tekst",
            text,
            said(
                "schrijf de woorden waarop ja is gezegd: wie om toestemming vroeg moet die laten zien",
                "write the words the person said yes to: who asks must show them",
            ),
            needed=True,
        ),
        Column("withdrawn", "ingetrokken", moment, _MOMENT),
        _LANGUAGE,
    ),
}
"""By kind: the columns, in the order of the template."""
