"""Reading settings: the environment wins over the file, the file over the default. All of them, or none."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast

from belofte.settings.errors import SettingsError
from belofte.settings.forms import wanted_form
from belofte.settings.home import Home
from belofte.settings.listing import SETTINGS, Setting, Settings
from belofte.settings.mailboxes import TABLE


def load_settings(home: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """Read ``home/belofte.toml`` if it is there, then the environment. Raises :class:`SettingsError`."""
    surroundings = os.environ if environ is None else environ
    given: dict[str, tuple[object, str]] = {}
    path = Home(home).settings_file
    if path.is_file():
        given |= _read_file(path)
    for setting in SETTINGS:
        if setting.variable in surroundings:
            given[setting.name] = surroundings[setting.variable], f"environment, {setting.variable}"
    known = {setting.name: setting for setting in SETTINGS}
    settings = Settings(**{name: _checked(known[name], value, where) for name, (value, where) in given.items()})
    if "public_listen" in given and "public_url" not in given:
        return replace(settings, public_url=f"http://{_reached_at(settings.public_listen)}")
    return settings


def _reached_at(listen: str) -> str:
    """Where a browser on this computer finds what listens there: who listens on every address has this one too."""
    host, _, port = listen.rpartition(":")
    address = ip_address(host.strip("[]"))
    here = host if not address.is_unspecified else "127.0.0.1" if address.version == 4 else "[::1]"
    return f"{here}:{port}"


def _read_file(path: Path) -> dict[str, tuple[object, str]]:
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        reason = error if isinstance(error, tomllib.TOMLDecodeError) else type(error).__name__
        raise SettingsError(f"{path} is not a TOML file that can be read: {reason}.") from None
    names = [setting.name for setting in SETTINGS]
    given: dict[str, tuple[object, str]] = {}
    for name, value in values.items():
        if name == TABLE:
            continue  # any number of tables: load_mailboxes reads them
        where = f"{path.name}{_line(text, name)}"
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            hint = f"Did you mean {near[0]}?" if near else "docs/settings.md lists all settings."
            raise SettingsError(f"{where}: there is no setting {name}. {hint}")
        given[name] = value, where
    return given


def _line(text: str, name: str) -> str:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"""\s*(\[\s*)?["']?{re.escape(name)}\b""", line):
            return f", line {number}"
    return ""


def _checked(setting: Setting, value: object, where: str) -> Any:
    """``value`` as the setting's type, or a sentence that says what would be right."""
    if isinstance(setting.default, tuple):
        items = _list(value)
        if items is None:
            raise SettingsError(f"{where}: {setting.name} must be a list of texts.")
        value = items
    elif isinstance(setting.default, int):
        value = int(value) if isinstance(value, str) and value.strip().isdecimal() else value
        if isinstance(value, bool) or not isinstance(value, int):
            raise SettingsError(f"{where}: {setting.name} must be a whole number.")
    elif not isinstance(value, str):
        raise SettingsError(f"{where}: {setting.name} must be a text, in quotes.")
    wanted = wanted_form(setting.form, value)
    if wanted and value != setting.default:
        raise SettingsError(f"{where}: {setting.name} must be {wanted}.")
    return value


def _list(value: object) -> tuple[str, ...] | None:
    """A TOML list of texts, or from the environment texts with commas or spaces between them."""
    if isinstance(value, str):
        return tuple(value.replace(",", " ").split())
    if isinstance(value, list) and all(isinstance(item, str) for item in cast("list[object]", value)):
        return tuple(cast("list[str]", value))
    return None
