"""Run by Alembic for every upgrade: it works in the connection, and so the transaction, that it is handed."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
