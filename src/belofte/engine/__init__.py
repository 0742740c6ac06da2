"""Durable work: one drive a system at a time, in the command line or in a lasting process.

``inline`` drives the work in the present process without DBOS; ``durable`` is the lasting process on DBOS. Both see
only :class:`belofte.ports.Work`. Nothing here holds personal data: names of systems, verbs, ids and counts.
"""
