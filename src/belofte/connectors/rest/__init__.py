"""The connector files of vendors, one a kind. They are data: :mod:`belofte.connectors.http` carries them out."""
