"""A system that only people can look into: paper, or a supplier without an interface."""

from __future__ import annotations

from belofte.domain.system_map import Verb
from belofte.loading.connector_kinds.kind import ConnectorKind
from belofte.loading.shape import Key
from belofte.loading.times import Term
from belofte.loading.values import EmailAddress, Prose

# fmt: off
PERSON = ConnectorKind(
    "person",
    "A system that no program can reach: a paper archive, a supplier without an interface. Every request asks a named "
    "person to look there; who keeps it gets a letter, is reminded, and the answer is noted. It is never passed over.",
    "Een systeem waar geen programma bij kan: een papieren archief, een leverancier zonder koppeling. Bij elk verzoek "
    "krijgt een mens de taak daar te kijken; wie het bewaart krijgt een brief en herinneringen, en het antwoord wordt "
    "genoteerd. Het wordt nooit overgeslagen.",
    (
        Key("contact", EmailAddress(), "Whom to write to: who keeps it. Without it the office asks by itself.",
            "Aan wie geschreven wordt: wie het bewaart. Zonder dit vraagt het kantoor zelf.",
            "contact: privacy@carrier.example"),
        Key("instructions", Prose(), "What the person does there, in a sentence.",
            "Wat de mens daar doet, in een zin.", "instructions: look in the blue binders, third shelf"),
        Key("answer_within", Term(), "How soon whoever keeps it answers; then it is reminded.",
            "Hoe snel wie het bewaart antwoordt; daarna volgt een herinnering.", "answer_within: 7 days"),
    ),
    verbs=frozenset({Verb.FIND, Verb.OBSERVE}),
)
# fmt: on
