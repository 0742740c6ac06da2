"""One simulated system: its vendor's file, its state, its server, its secrets, its faults and its count of calls.

with simulate("mailchimp", folder / "mailchimp.sqlite") as mailchimp:
    mailchimp.put("members", [{"list_id": "a1", "email_address": "anna@dvries.example", ...}])
    httpx.get(f"{mailchimp.api_url}/lists", auth=("any", mailchimp.secrets["api_key"]))
    mailchimp.break_("429,times=1")
    assert mailchimp.calls().writing == 0
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from belofte.domain.errors import WrongUse
from belofte.loading.simulated import Secret, SimulatedVendor, read_simulated
from belofte.sandbox.rest import faults
from belofte.sandbox.rest.answering import Answering, Own
from belofte.sandbox.rest.calls import Calls, counted
from belofte.sandbox.rest.filling import Names, fill
from belofte.sandbox.rest.rights import give_rights, rights_of
from belofte.sandbox.rest.rows import Condition, Doc, State, field_of
from belofte.sandbox.rest.server import Server
from belofte.sandbox.rest.signing_in import KEPT_UNDER, expire_all, secrets_of

VENDORS = files("belofte.sandbox") / "vendors"
KEY_BITS = 2048


def simulated_kinds() -> tuple[str, ...]:
    """The kinds of systems there is a simulator for."""
    return tuple(sorted(Path(str(file)).stem for file in VENDORS.iterdir() if str(file).endswith(".yaml")))


@lru_cache
def vendor_of(kind: str) -> SimulatedVendor:
    """The file of one vendor. Raises :class:`WrongUse` for a kind that is not simulated."""
    path = Path(str(VENDORS / f"{kind}.yaml"))
    if not path.is_file():
        raise WrongUse(f"There is no simulator of {kind!r}.", "one of: " + ", ".join(simulated_kinds()))
    return read_simulated(path)


class Simulator:
    """One system that listens on 127.0.0.1. What it remembers outlives it and is shared between processes.

    ``clock`` gives the moment in seconds since 1970; tokens, limits and faults follow it.
    """

    def __init__(self, kind: str, path: Path, clock: Callable[[], float] = time.time, port: int = 0) -> None:
        self.kind, self.vendor = kind, vendor_of(kind)
        self.state = State(path, self.vendor.tables, clock)
        self._clock = clock
        self._make_secrets()
        self.server = Server(Answering(self.vendor, self.state, _own(kind)), port)

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return self.server.origin

    @property
    def api_url(self) -> str:
        """The address of the API as the vendor's own documentation writes it, on this machine."""
        return self.origin + self.vendor.base

    @property
    def secrets(self) -> Mapping[str, str]:
        """What a client holds to sign in, by the names of the vendor's file; made at random, worth nothing else."""
        return secrets_of(self.state)

    def start(self) -> Simulator:
        self.server.start()
        return self

    def stop(self) -> None:
        self.server.stop()
        self.state.close()

    def __enter__(self) -> Simulator:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def calls(self, after: int = 0) -> Calls:
        """What was counted since the call with this number (``calls().last``)."""
        return counted(self.state, after)

    def break_(self, *written: str) -> None:
        """Switch on faults: ``"500,chance=0.2"``."""
        on = [faults.switch_on(self.state, fault) for fault in written]
        if any(fault.right for fault in on):
            expire_all(self.state)  # what a token is good for is told with the next one

    def broken(self) -> list[faults.Fault]:
        """The faults that are switched on."""
        return faults.switched_on(self.state)

    def mend(self, name: str | None = None) -> int:
        """Switch off one sort of fault, or all."""
        rights_before = rights_of(self.state)
        mended = faults.mend(self.state, name)
        if rights_of(self.state) != rights_before:
            expire_all(self.state)
        return mended

    def give(self, *rights: str) -> None:
        """What our account may do, as the vendor's own console gives it; its next token tells these."""
        give_rights(self.state, rights)

    def put(self, table: str, docs: Iterable[Doc]) -> list[Doc]:
        """Put rows as they would lie at the vendor: the table's defaults are filled in. Returns them whole."""
        defaults = self.vendor.tables[table].defaults
        whole: list[Doc] = []
        for doc in docs:
            names = Names(self._clock, {"body": doc, "row": doc})
            lacking = {name: value for name, value in defaults.items() if name not in doc}
            whole.append({**fill(lacking, names), **doc})
        self.state.add(table, whole)
        return whole

    def rows(self, table: str, **wanted: Any) -> list[Doc]:
        """What lies in a table now, whatever a reader may still see: fields equal to ``wanted``."""
        conditions = [Condition(f"{field_of(c)} = ? COLLATE NOCASE", (v,)) for c, v in wanted.items()]
        gone = Condition("gone_at IS NULL")
        return [row.doc for row in self.state.select(table, [*conditions, gone])]

    def waiting(self, table: str) -> list[Doc]:
        """What waits in a table to be gone for good: rows whose time has not come, or never comes."""
        until = Condition(f"coalesce({field_of('_until')}, 1e18) > ?", (self._clock(),))
        return [row.doc for row in self.state.select(table, [until])]

    def holds(self, text: str) -> list[str]:
        """The tables in which this text stands anywhere: what a search for a person after an erasure must not find."""
        found = self.state.database.execute(
            "SELECT DISTINCT tbl FROM rows WHERE gone_at IS NULL AND doc LIKE ? ESCAPE '\\'"
            f" AND coalesce({field_of('_until')}, 1e18) > ?",
            ("%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%", self._clock()),
        )
        return sorted(row[0] for row in found)

    def _make_secrets(self) -> None:
        held = self.secrets
        for name, secret in self.vendor.secrets.items():
            if name not in held:
                self.state.keep(KEPT_UNDER + name, _made(secret, self._clock))
        if "refresh_token" in self.vendor.secrets and "refresh_token" not in held:
            first = self.secrets["refresh_token"]
            with self.state.writing() as database:
                database.execute("INSERT OR IGNORE INTO tokens VALUES (?, 'refresh', ?, NULL, 0, NULL)", (first, 0))


def simulate(kind: str, path: Path, clock: Callable[[], float] = time.time) -> Simulator:
    """A simulator that is not started yet: ``with simulate(kind, path) as system:``."""
    return Simulator(kind, path, clock)


def _own(kind: str) -> Mapping[str, Own]:
    """The vendor's own behaviour, by the name its routes call it by."""
    if not Path(str(VENDORS / f"{kind}.py")).is_file():
        return {}
    module = import_module(f"belofte.sandbox.vendors.{kind}")
    own: Mapping[str, Own] = module.OWN
    return own


def _made(secret: Secret, clock: Callable[[], float]) -> str:
    if secret.text is not None:
        return str(fill(secret.text, Names(clock, {})))
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    if secret.key_pair == "pem":
        return pem
    mail = "belofte@sandbox.iam.example"
    return json.dumps(
        {"type": "service_account", "client_email": mail, "private_key": pem, "private_key_id": "sandbox"}
    )
