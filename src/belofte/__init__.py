"""Belofte makes a company's privacy policy executable: one fact, three faces."""

__version__ = "0.1.0"
