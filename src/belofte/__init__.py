"""Belofte makes a company's privacy policy executable: one fact, three faces.

The public API is what a company's own programs call: :mod:`belofte.may`, for decisions about people's data.
"""

__all__ = ["may"]
__version__ = "0.1.0"
