"""What can be wrong with settings, as sentences that say what to do."""

from __future__ import annotations

from belofte.domain.errors import WrongUse


class SettingsError(WrongUse):
    """A setting cannot be used. The message names it, where it stands, and what would be right; it holds no value."""


class SecretMissing(SettingsError):
    """A secret is not where the reference says. The message holds the reference, never the secret."""
