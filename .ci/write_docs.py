"""Writes the pages of docs/ that follow from the code: settings, commands, keys of the policy folder.

A test compares them.

usage: python .ci/write_docs.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from belofte.cli.main import app
from belofte.loading.reference import END, START, reference
from belofte.settings import SETTINGS, Setting
from belofte.settings.mailboxes import KEYS

DOCS = Path(__file__).parents[1] / "docs"
NOTE = "<!-- Written by `make docs` from the code; change it there. -->"

SETTINGS_HEAD = """# Settings

How one installation runs. What the company promises is not here: that is the policy folder.

Settings stand in `belofte.toml`, beside the policy folder, or in the environment. The environment wins over the file,
the file over the default. A name that is not in this list is refused, with its line and the name probably meant.

```toml
# belofte.toml
public_url = "https://privacy.company.example"
trusted_proxies = ["10.0.0.0/8"]
smtp_host = "mail.company.example"
smtp_user = "privacy@company.example"
smtp_password = "credential:smtp"      # the name of a place, never the password
```

Lists are lists in the file; in the environment, texts with commas between them.

**Secrets** are only named. `env:NAME` reads an environment variable, `file:PATH` a file (counted from the folder of
`belofte.toml`), `credential:NAME` a systemd credential (`LoadCredential=` in the unit). They are read at the moment of
use and never logged. A password inside a database address is refused too: put the whole address behind a reference.

| name | in the environment | default | meaning | betekenis |
|---|---|---|---|---|
"""

MAILBOXES_HEAD = """
## Mailboxes: `[mailbox.NAME]`

Any number of tables in the file, each with a short name of its own; [mail that comes in](inbox.md) says how they are
used. In a sandbox without any, the sandbox's own mailboxes are looked into.

| key | default | meaning | betekenis |
|---|---|---|---|
"""

SETTINGS_TAIL = """
## Where everything lies

The folder of `belofte.toml` is the home:

```
belofte.toml           these settings
policy/                the policy folder
data/store.sqlite      requests, plans, due dates, evidence (or the database of store_url)
data/engine.sqlite     the work queue
data/ledger.sqlite     the suppression store: own file, own key, own term
data/keys/             keys of the week; back these up apart, and for less long
data/vault/            encrypted packages and case files
data/connectors/       sign-ins that connectors renew by themselves; not in backups: `belofte connect NAME` anew
data/evidence/         leaves, hashes, checkpoints: what `belofte verify` reads
data/sandbox/          the demo's sample company and its letters
```
"""

COMMANDS_HEAD = """# Commands

`belofte COMMAND --help` says the same on the screen.

Exit status: 0 done · 1 something is not as promised (broken, refused) · 2 wrong use · 3 could not look · 70 our own
error. Where several hold, 70 comes before 1, 1 before 3, 3 before 0. With `--json` a command prints one object with a
`schema` name; dates are ISO 8601.
"""


def keys_page() -> str:
    """docs/policy-reference.md: its tables are made, what stands around them stays."""
    before, _, rest = (DOCS / "policy-reference.md").read_text("utf-8").partition(START)
    after = rest.partition(END)[2]
    return f"{before}{START}\n\n{reference().strip()}\n\n{END}{after}"


def settings_page() -> str:
    """docs/settings.md."""
    rows = "".join(f"{_setting_row(setting)}\n" for setting in SETTINGS)
    keys = "".join(f"| `{name}` | {_shown(default)} | {en} | {nl} |\n" for name, default, nl, en in KEYS)
    return f"{NOTE}\n{SETTINGS_HEAD}{rows}{MAILBOXES_HEAD}{keys}{SETTINGS_TAIL}"


def commands_page() -> str:
    """docs/commands.md."""
    return f"{NOTE}\n{COMMANDS_HEAD}" + "".join(_command(get_command(app), "belofte"))


def _setting_row(setting: Setting) -> str:
    return f"| `{setting.name}` | `{setting.variable}` | {_shown(setting.default)} | {setting.en} | {setting.nl} |"


def _shown(default: object) -> str:
    return "*empty*" if default in ("", ()) else f"`{default}`"


def _command(command: Any, path: str) -> Iterator[str]:
    """One command and everything below it, by name."""
    below = getattr(command, "commands", None)
    if below is None:
        yield f"\n## `{path}{_arguments(command)}`\n\n{_text(command.help)}\n"
        options = [option for option in command.params if option.param_type_name == "option"]
        if options:
            yield "\n| option | meaning |\n|---|---|\n"
            yield from (f"| {_flags(option)} | {_sentence(option.help)}{_default(option)} |\n" for option in options)
        return
    for name in sorted(below):
        yield from _command(below[name], f"{path} {name}")


def _arguments(command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    return "".join(
        f" {(a.metavar or a.name).upper()}" if a.required else f" [{(a.metavar or a.name).upper()}]" for a in arguments
    )


def _flags(option: Any) -> str:
    flags = " / ".join(f"`{flag}`" for flag in (*option.opts, *option.secondary_opts))
    return flags if option.is_flag else f"{flags} {(option.metavar or option.opts[0].strip('-')).upper()}"


def _default(option: Any) -> str:
    if option.required:
        return " Needed."
    if (
        option.default in (None, False, "", (), [])
        or callable(option.default)
        or "default" in (option.help or "").lower()
    ):
        return ""
    return f" Default: `{option.default}`."


def _text(words: str | None) -> str:
    return (words or "").replace("\b", "").strip()


def _sentence(words: str | None) -> str:
    text = _text(words)
    return text if not text or text.endswith((".", "?")) else f"{text}."


if __name__ == "__main__":
    (DOCS / "settings.md").write_text(settings_page(), encoding="utf-8")
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")
    (DOCS / "policy-reference.md").write_text(keys_page(), encoding="utf-8")
