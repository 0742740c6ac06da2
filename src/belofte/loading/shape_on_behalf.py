"""The keys of ``on_behalf.yaml``: what the company processes for others, as their processor (Art. 28(3), 30(2))."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from belofte.domain.policy import FactPath, OnBehalf, SubProcessor
from belofte.loading.nodes import Keyed
from belofte.loading.reading import Reading
from belofte.loading.shape import Key, Named, One, Shape
from belofte.loading.shape_recipients import AGREEMENT, SUB_PROCESSOR, TRANSFER
from belofte.loading.times import Day
from belofte.loading.values import CountryCode, ListOf, Prose, Word

ON_BEHALF = "on_behalf"


def on_behalf(sub_processors: Mapping[str, SubProcessor] = MappingProxyType({}), **stated: Any) -> OnBehalf:
    """An agreement as written; its sub-processors are a tuple."""
    return OnBehalf(sub_processors=tuple(sub_processors.values()), **stated)


# fmt: off
WORK = Shape(
    make=on_behalf,
    keys=(
        Key("controller", Prose(), "For whom, by their own name.", "Voor wie, met de eigen naam.",
            "controller: Bakkerij Voorbeeld B.V."),
        Key("contact", Prose(), "How they are reached.", "Hoe die te bereiken is.",
            "contact: privacy@bakkerij.example"),
        Key("dpo", Prose(), "Their data protection officer.", "Hun functionaris voor gegevensbescherming.",
            "dpo: fg@bakkerij.example"),
        Key("about", Prose(), "The subject matter of the agreement.", "Het onderwerp van de overeenkomst.",
            'about: "managing their office computers"'),
        Key("nature", Prose(), "What is done with the data.", "Wat er met de gegevens gebeurt.",
            'nature: "storing, backing up, helping their people"'),
        Key("purpose", Prose(), "What it is for.", "Waarvoor het is.", 'purpose: "keeping their office running"'),
        Key("starts", Day(), "The first day.", "De eerste dag.", "starts: 2024-01-01"),
        Key("until", Day(), "The last day, where there is one.", "De laatste dag, als die er is.",
            "until: 2028-12-31"),
        Key("subjects", ListOf(Word()), "Whose data it is.", "Van wie de gegevens zijn.", "subjects: [employees]"),
        Key("data", ListOf(Prose()), "Which data.", "Welke gegevens.", "data: [names, e-mail, files]"),
        Key("systems", ListOf(Word()), "Where it lies, by the names of your systems.",
            "Waar het ligt, bij de namen van uw systemen.", "systems: [crm]"),
        Key("instructions", Prose(), "The document with their instructions.", "Het document met hun instructies.",
            "instructions: documents/bakkerij-instructions.pdf"),
        Key("agreement", One(AGREEMENT), "The processor agreement (Art. 28(3)).",
            "De verwerkersovereenkomst (art. 28 lid 3).", "agreement: documents/bakkerij.pdf"),
        Key("sub_processors_allowed", Word(("none", "named", "general")),
            "Which other processors may come in: none, those named, or any after telling them (Art. 28(2)).",
            "Welke andere verwerkers mogen: geen, de genoemde, of elke na melding (art. 28 lid 2).",
            "sub_processors_allowed: named"),
        Key("sub_processors", Named(SUB_PROCESSOR), "Who works for us on it in turn.",
            "Wie er op zijn beurt voor ons aan werkt.", "sub_processors: {aws: {country: DE, does: hosting}}"),
        Key("country", CountryCode(), "Where the controller is, when outside the EEA.",
            "Waar de verantwoordelijke zit, als dat buiten de EER is.", "country: CH"),
        Key("transfer", One(TRANSFER), "Why data may leave the EEA for it.",
            "Waarom gegevens daarvoor de EER mogen verlaten.", "transfer: adequacy"),
    ),
)
# fmt: on


def read_on_behalf(node: Keyed, reading: Reading) -> dict[str, OnBehalf]:
    """Every agreement of the file by name, in its order."""
    return Named(WORK).read(node, FactPath(ON_BEHALF), reading)


def check_on_behalf(stated: Mapping[str, OnBehalf], systems: Mapping[str, object], reading: Reading) -> None:
    """Systems that are named must exist."""
    for name, work in stated.items():
        for system in work.systems:
            if system not in systems:
                at = reading.positions[FactPath(f"{ON_BEHALF}.{name}.systems.{system}")]
                reading.dangling(at, f'No system is called "{system}".', system, systems)
