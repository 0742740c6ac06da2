"""Alembic looks for this file; :mod:`belofte.storage.migrating` runs the revisions itself, without a config file."""
