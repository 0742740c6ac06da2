"""What goes wrong with the store, as sentences that say what to do."""

from __future__ import annotations

from belofte.domain.errors import BelofteError


class StoreError(BelofteError):
    """The store cannot do this; the message says what to do and holds no personal data."""


class Unknown(StoreError):
    """There is no such record (any more)."""

    exit_status = 2


class CaseClosed(StoreError):
    """The case key is gone: what lay under it cannot be read by anybody."""

    exit_status = 1


class StoreBusy(StoreError):
    """Another process holds the store; try again."""

    exit_status = 3
