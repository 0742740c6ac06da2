"""The rules: pure functions and frozen records. No I/O, no clock, no framework (docs/architecture.md)."""
