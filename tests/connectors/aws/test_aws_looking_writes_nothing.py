"""Under a map that only looks, everything that looks is done at AWS, and no call of it changes anything."""

from __future__ import annotations

from tests.connectors.aws.cloud import NOW, Cloud, ask, documents, email, exported, number, order

from belofte.connectors.aws.observing import SETTINGS
from belofte.domain.plan import Decision
from belofte.domain.system_map import Collection, Contact, Verb

READING = ("Get", "List", "Head", "Describe", "Filter", "Simulate", "Lookup")
LOOK_ONLY = (Verb.FIND, Verb.EXPORT, Verb.OBSERVE, Verb.READ_BACK)
JAN = email("jan.bakker@shop.example")
VISITS = Collection(
    name="visits",
    category="visits",
    kinds={"email": ("message",)},
    not_personal=("timestamp",),
    at={"service": ("logs",), "group": ("/web",)},
)
CONTACTS = Collection(
    name="contacts",
    category="newsletter",
    kinds={"email": ("email",), "preferences": ("attributes",)},
    contact=(Contact("email", "email", "created"),),
    person=True,
    at={"service": ("ses",)},
)
QUESTIONS = (
    "encrypted",
    "rows/documents",
    "rows/visits",
    "rows/contacts",
    *(f"setting/{name}" for name in SETTINGS),
)


def test_everything_that_looks_makes_no_writing_call_and_the_first_that_writes_is_counted(cloud: Cloud) -> None:
    _fill(cloud)
    maps = (documents(), VISITS, CONTACTS)
    looking = cloud.connector(*maps, allow=LOOK_ONLY)
    looking.fingerprint()
    assert set(looking.can) <= set(LOOK_ONLY)
    for told_by_doctor in (looking.drift, looking.too_wide, looking.grants, looking.readers):
        told_by_doctor()
    who = (JAN, number("4711"))
    assert {record.collection for record in exported(looking, *who)} == {"documents", "visits", "contacts"}
    found = list(looking.find([ask(*who)]))
    list(looking.read_back([order(found, Decision.EXPORT, *who)]))
    assert len(list(looking.observe(QUESTIONS))) == len(QUESTIONS)
    assert {service for service in ("GetObject", "FilterLogEvents", "ListContacts") if cloud.calls[service]}
    assert _writing(cloud) == []
    acting = cloud.connector(*maps)
    list(acting.erase([order(found, Decision.DELETE, *who, verb=Verb.ERASE)]))
    assert _writing(cloud) != [], "the count would have told"


def _writing(cloud: Cloud) -> list[str]:
    return [act for act in cloud.calls if not act.startswith(READING)]


def _fill(cloud: Cloud) -> None:
    s3 = cloud.bucket("documents", versions=True)
    s3.put_object(Bucket="documents", Key="klanten/4711/a.txt", Body=b"x")
    logs = cloud.client("logs")
    logs.create_log_group(logGroupName="/web")
    logs.create_log_stream(logGroupName="/web", logStreamName="one")
    event = {"timestamp": int(NOW.timestamp() * 1000) - 60_000, "message": f"login {JAN.value}"}
    logs.put_log_events(logGroupName="/web", logStreamName="one", logEvents=[event])
    ses = cloud.client("sesv2")
    ses.create_contact_list(ContactListName="customers")
    ses.create_contact(ContactListName="customers", EmailAddress=JAN.value, AttributesData="{}")
