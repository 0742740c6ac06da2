"""The folder of one installation: settings, policy and all own state, each in its fixed place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class State:
    """Everything that must be backed up, below ``data``: the one list of what lies where."""

    data: Path

    @property
    def store(self) -> Path:
        """Requests, plans, due dates, evidence: our own tables, where no ``store_url`` is set."""
        return self.data / "store.sqlite"

    @property
    def engine(self) -> Path:
        """The work queue's own tables."""
        return self.data / "engine.sqlite"

    @property
    def ledger(self) -> Path:
        """The suppression store: own file, own key, own term."""
        return self.data / "ledger.sqlite"

    @property
    def keys(self) -> Path:
        """Keys of the week; kept out of the store's backups on purpose."""
        return self.data / "keys"

    @property
    def vault(self) -> Path:
        """Packages, each under its case's key."""
        return self.data / "vault"

    @property
    def connectors(self) -> Path:
        """What connectors renew by themselves, such as sign-in tokens; kept out of backups like the keys."""
        return self.data / "connectors"

    @property
    def evidence(self) -> Path:
        """The log's three files and the key to check them with."""
        return self.data / "evidence"

    @property
    def uses(self) -> Path:
        """What was done with whose data, until it has been taken into the store."""
        return self.data / "uses"

    @property
    def sandbox(self) -> Path:
        """The demo's world: sample databases, simulators, and the mail sink's letters."""
        return self.data / "sandbox"


@dataclass(frozen=True, slots=True, init=False)
class Home(State):
    """The folder of one installation, in which the policy, the settings and the state lie."""

    path: Path

    def __init__(self, path: Path, data_folder: Path = Path("data")) -> None:
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "data", path / data_folder)

    @classmethod
    def of_policy(cls, policy: Path, data_folder: Path = Path("data")) -> Home:
        """The home that a policy folder belongs to: the folder it stands in."""
        return cls(policy.absolute().parent, data_folder)

    @property
    def settings_file(self) -> Path:
        """What can be set, without secrets."""
        return self.path / "belofte.toml"

    @property
    def policy(self) -> Path:
        """The facts."""
        return self.path / "policy"
