"""REST systems: their keys stand in their connector files, with a few that all of them have."""

from __future__ import annotations

from belofte.domain.plan import Outcome
from belofte.domain.policy import Text
from belofte.domain.rest import RestConnector, RestRecord
from belofte.domain.rest_access import RestSetting, SettingType
from belofte.domain.system_map import EraseClear, Verb
from belofte.loading.connector_kinds.kind import ConnectorKind
from belofte.loading.shape import Key
from belofte.loading.values import Flag, ListOf, Number, Prose, SecretName, ValueType, Word

# fmt: off
COMMON = (
    Key("url", Prose(), "Where the API is, where it is not the vendor's usual place (a sandbox, a gateway).",
        "Waar de API is, als dat niet de gewone plek van de leverancier is (een proefomgeving, een gateway).",
        "url: http://127.0.0.1:8500/shop"),
    Key("proxy", Prose(), "The company's proxy for this system, by reference if it holds a password.",
        "De proxy van het bedrijf voor dit systeem, als verwijzing als er een wachtwoord in staat.",
        "proxy: http://proxy.company.example:3128"),
    Key("ca", Prose(), "A file with the company's own certificate authorities, beside those of the machine.",
        "Een bestand met eigen certificaatautoriteiten van het bedrijf, naast die van de machine.",
        "ca: company-ca.pem"),
    Key("ours", ListOf(Prose()), "Domains and addresses of the company itself: they make nobody a second person.",
        "Domeinen en adressen van het bedrijf zelf: die maken niemand tot tweede persoon.",
        "ours: [company.example]"),
    Key("timeout", Number(), "Seconds to wait for an answer; 30 where nothing is written.",
        "Seconden om op een antwoord te wachten; 30 als er niets staat.", "timeout: 60"),
)
# fmt: on
_TYPES: dict[SettingType, ValueType] = {
    SettingType.TEXT: Prose(),
    SettingType.REFERENCE: SecretName(),
    SettingType.LIST: ListOf(Prose()),
    SettingType.FLAG: Flag(),
    SettingType.NUMBER: Number(),
}


def rest_kind(connector: RestConnector) -> ConnectorKind:
    """The kind of system a connector file describes."""
    written = [setting for setting in connector.settings.values() if setting.part_of is None]
    about = connector.about
    return ConnectorKind(
        connector.kind,
        about.in_("en"),
        about.in_("nl"),
        (*COMMON, *map(_key, written)),
        needs=tuple(setting.name for setting in written if setting.needed),
        by_hand=lambda table: _by_hand(connector, table.name),
    )


def _by_hand(connector: RestConnector, table: str) -> frozenset[Verb]:
    """What the vendor's API offers no way for with records of this name."""
    record = connector.records.get(table)
    if record is None:
        return frozenset()
    changing = () if record.change else (Verb.RECTIFY, Verb.RESTRICT, Verb.LIFT)
    by_person = all(way.do is None and way.outcome in (Outcome.MANUAL, Outcome.IMPOSSIBLE) for way in record.erase)
    return frozenset((*changing, *((Verb.ERASE,) if by_person and not (record.change and _clears(record)) else ())))


def _clears(record: RestRecord) -> bool:
    """Whether erasing is emptying fields of a record that stays."""
    return isinstance(record.map.get("erase"), EraseClear)


def _key(setting: RestSetting) -> Key:
    text = setting.text or Text({"en": setting.name, "nl": setting.name})
    type_ = Word(setting.choices) if setting.choices else _TYPES[setting.type]
    return Key(setting.name, type_, text.in_("en"), text.in_("nl"), setting.example or f"{setting.name}: …")
