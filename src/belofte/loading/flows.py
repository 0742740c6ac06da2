"""``flows:`` of a system: what may leave it, as the system itself shows it, and to whom.

```yaml
flows:
  connected-apps: {Belofte: own, Bookkeeping link: exact}   # what is seen -> the recipient in policy.yaml, or own
  webhooks: {www.shop.example: own}                         # an address is named by its host
  forwards: {accountant.example: accountant}                # mail by its domain; an address would be personal data
  guests: {2: red-hat}                                      # where only a count is seen: at most so many
  shared-with: {}                                           # nothing may
  shipments.carrier: {PostNL: postnl, DHL: dhl}             # a column that names whom each row went to
```
"""

from __future__ import annotations

from belofte.domain.flows import OWN
from belofte.domain.policy import FactPath
from belofte.loading.nodes import Keyed, Node, Scalar
from belofte.loading.reading import Reading, under
from belofte.loading.values import NAME, Custom, Schema

_SCHEMA: Schema = {
    "type": "object",
    "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
}


def _flows(node: Node, path: FactPath, reading: Reading) -> dict[str, dict[str, str]] | None:
    keyed = reading.keyed(node, "This")
    if keyed is None:
        return None
    flows: dict[str, dict[str, str]] = {}
    for entry in keyed.entries:
        inner = under(path, entry.key.text)
        reading.stands(inner, entry.key.at)
        if reading.is_todo(entry.value, inner):
            continue
        if not isinstance(entry.value, Keyed):
            reading.problem(entry.value.at, "Here stands what is seen and who gets it.", f"For example: {{x: {OWN}}}.")
            continue
        flows[entry.key.text] = _targets(entry.value, inner, reading)
    return flows


def _targets(keyed: Keyed, path: FactPath, reading: Reading) -> dict[str, str]:
    targets: dict[str, str] = {}
    for entry in keyed.entries:
        if "@" in entry.key.text:
            hint = "Write only what stands behind the @: an address is personal data."
            reading.problem(entry.key.at, "An address cannot stand here.", hint)
        elif isinstance(entry.value, Scalar) and NAME.fullmatch(entry.value.text):
            reading.stands(under(path, entry.key.text), entry.key.at)
            targets[entry.key.text] = entry.value.text
        else:
            reading.problem(entry.value.at, "Here stands one recipient.", f"Its name in policy.yaml, or {OWN}.")
    return targets


FLOWS = Custom(_flows, _SCHEMA)
"""The reader of ``flows:``."""
