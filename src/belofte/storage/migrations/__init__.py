"""Alembic revisions of the store, one file each, in order."""
