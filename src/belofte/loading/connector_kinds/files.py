"""Files on own servers, or wherever fsspec reaches."""

from __future__ import annotations

from belofte.domain.system_map import Verb
from belofte.loading.connector_kinds.kind import ConnectorKind
from belofte.loading.shape import Key
from belofte.loading.values import ByName, ListOf, Prose

# fmt: off
FILES = ConnectorKind(
    "files",
    "Files on this machine, or through fsspec elsewhere. A table's `at:` says where they lie and what they are. "
    "`format: whole`: a file is somebody's by its path, `paths: [/srv/scans/{customer-number}/*.pdf]`. "
    "`format: lines`: logs, plain or packed (.gz, .bz2, .xz), in which single lines are somebody's; e-mail and IP "
    'addresses are recognised, any other number by the words around it (`number: "customer={}"`), the time of a line '
    'by `time: "%d/%b/%Y:%H:%M:%S %z"`. An IP address alone only shows lines that may be meant. `held_open: true` '
    "(the default): programs keep the log open, so lines are overwritten where they stand; `false`: it is opened for "
    "each line, so it is written anew. Clocks count from `modified` or, in logs, `time`. It can find, export, erase "
    "and read back.",
    "Bestanden op deze computer, of elders via fsspec. `at:` van een tabel zegt waar ze liggen en wat ze zijn. "
    "`format: whole`: een bestand is van iemand door zijn pad, `paths: [/srv/scans/{customer-number}/*.pdf]`. "
    "`format: lines`: logboeken, gewoon of ingepakt (.gz, .bz2, .xz), waarin losse regels van iemand zijn; e-mail- en "
    'IP-adressen worden herkend, een ander nummer aan de woorden eromheen (`number: "customer={}"`), de tijd van een '
    'regel aan `time: "%d/%b/%Y:%H:%M:%S %z"`. Een IP-adres alleen toont regels die bedoeld kunnen zijn. '
    "`held_open: true` (zo is het als er niets staat): programma's houden het logboek open, dus worden regels "
    "overschreven waar ze staan; `false`: het wordt voor elke regel geopend, dus wordt het opnieuw geschreven. Klokken "
    "tellen vanaf `modified` of, in logboeken, `time`. Kan zoeken, exporteren, wissen en teruglezen.",
    (
        Key("storage", Prose(), "Where the files are, as a URL of fsspec; absent: on this machine. Needs the extra "
            "`files`, and the package of the place.",
            "Waar de bestanden zijn, als URL van fsspec; afwezig: op deze computer. Vraagt de extra `files` en het "
            "pakket van die plek.", "storage: s3://company-documents"),
        Key("options", ByName(Prose()), "What that place needs, in its own words; secrets by reference.",
            "Wat die plek nodig heeft, in haar eigen woorden; geheimen als verwijzing.",
            "options: {key: env:S3_KEY, secret: env:S3_SECRET}"),
        Key("ours", ListOf(Prose()), "Our own domains and addresses: a line with one is not about somebody else too.",
            "Eigen domeinen en adressen: een regel daarmee gaat niet ook over iemand anders.",
            "ours: [linprofs.example]"),
    ),
    verbs=frozenset({Verb.FIND, Verb.EXPORT, Verb.ERASE, Verb.PURGE, Verb.READ_BACK, Verb.OBSERVE}),
)
# fmt: on
