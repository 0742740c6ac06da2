"""The folder of one installation: settings, policy and all own state, each in its fixed place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one installation. Everything that must be backed up lies under ``data``."""

    path: Path
    data_folder: Path = Path("data")

    @classmethod
    def of_policy(cls, policy: Path, data_folder: Path = Path("data")) -> Home:
        """The home that a policy folder belongs to: the folder it stands in."""
        return cls(policy.absolute().parent, data_folder)

    @property
    def settings_file(self) -> Path:
        return self.path / "belofte.toml"

    @property
    def policy(self) -> Path:
        return self.path / "policy"

    @property
    def data(self) -> Path:
        return self.path / self.data_folder

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
        return self.data / "vault"

    @property
    def evidence(self) -> Path:
        return self.data / "evidence"

    @property
    def sandbox(self) -> Path:
        """The demo's world: sample databases, simulators, and the mail sink's letters."""
        return self.data / "sandbox"
