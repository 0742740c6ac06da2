"""``docs/looking.md`` is what the connectors do: every setting, every command, every port, and examples that load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from belofte.bootstrap import make_demo
from belofte.connectors.line.connector import SETTINGS
from belofte.connectors.line.declared import SERVICES
from belofte.connectors.line.plain import PROTOCOLS
from belofte.connectors.linux.commands import ALL_COMMANDS, FACTS
from belofte.loading.folder import load_policy_folder

PAGE = (Path(__file__).parents[2] / "docs" / "looking.md").read_text("utf-8")
EXAMPLES = dict(re.findall(r"```yaml\n# (systems/\w+\.yaml)\n(.*?)```", PAGE, re.DOTALL))


def test_every_setting_stands_in_a_table_and_no_other() -> None:
    listed = re.findall(r"^\| `([a-z0-9-]+)` \|", PAGE, re.MULTILINE)
    assert sorted(listed) == sorted([*SETTINGS, *FACTS])


def test_every_command_service_and_port_is_named() -> None:
    for command in ALL_COMMANDS:
        assert f"`{command.shown}`" in PAGE
    for name in (*SERVICES, *(protocol.name for protocol in PROTOCOLS)):
        assert re.search(rf"\b{name}\b", PAGE), name


@pytest.mark.parametrize("file", sorted(EXAMPLES))
def test_an_example_loads_and_expects_settings_there_are(file: str, tmp_path: Path) -> None:
    policy = make_demo(tmp_path / "home", 50).home.policy
    (policy / file).write_text(EXAMPLES[file], "utf-8")
    system = load_policy_folder(policy).systems[Path(file).stem]
    assert system.expect.keys() <= {*SETTINGS, *FACTS}
    assert system.expect


def test_the_line_the_server_and_the_website_have_an_example() -> None:
    assert {"systems/kpn.yaml", "systems/web1.yaml", "systems/website.yaml"} <= set(EXAMPLES)
