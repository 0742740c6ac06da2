"""Secrets are named, never written out: ``env:NAME``, ``file:PATH``, ``credential:NAME``; read at the moment of use."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from belofte.settings.errors import SecretMissing

_KINDS = ("env", "file", "credential")
REFERENCE = re.compile(rf"({'|'.join(_KINDS)}):(.+)", re.DOTALL)
"""What a reference looks like: the kind of place, and its name there."""


def is_reference(written: str) -> bool:
    """Whether a value that may also stand there itself, such as a proxy's address, is named instead."""
    return written.partition(":")[0] in _KINDS


def resolve_secret(reference: str, *, beside: Path | None = None, environ: Mapping[str, str] | None = None) -> str:
    """The secret that ``reference`` names: ``env:NAME``, ``file:PATH`` (counted from ``beside``) or ``credential:NAME``
    (systemd's ``$CREDENTIALS_DIRECTORY``). One line end at the end of a file is not part of it.

    Raises :class:`SecretMissing`; what it returns must not be logged, stored or put into a message.
    """
    surroundings = os.environ if environ is None else environ
    match = REFERENCE.fullmatch(reference.strip())
    if match is None:
        raise SecretMissing("A secret is only named, never written out: use env:NAME, file:PATH or credential:NAME.")
    kind, name = match.groups()
    if kind == "env":
        if not surroundings.get(name):
            raise SecretMissing(f"The environment variable {name} is not set. Set it, or change the reference.")
        return surroundings[name]
    if kind == "credential":
        folder = surroundings.get("CREDENTIALS_DIRECTORY")
        if not folder:
            raise SecretMissing(f"credential:{name} needs systemd: add LoadCredential={name}:PATH to the unit.")
        return _read_secret(Path(folder) / name, reference)
    return _read_secret((beside or Path()) / Path(name).expanduser(), reference)


def _read_secret(path: Path, reference: str) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SecretMissing(f"The secret {reference} cannot be read from {path}: {type(error).__name__}.") from None
    secret = text.removesuffix("\n").removesuffix("\r")
    if not secret:
        raise SecretMissing(f"The secret {reference} is empty: put it into {path}.")
    return secret
