"""Belofte makes a company's privacy policy executable: one fact, three faces.

The public API is what a company's own programs call: :mod:`belofte.may`, for decisions about people's data.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a program that wants it imports it; the command line starts without
    from belofte import may as may

__all__ = ["may"]
__version__ = "0.1.0"
