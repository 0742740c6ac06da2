"""The rights somebody can use here, by the name used everywhere: form, command line, store, register, letters."""

from __future__ import annotations

ACCESS = "access"
"""Art. 15."""
RECTIFICATION = "rectification"
"""Art. 16."""
ERASURE = "erasure"
"""Art. 17."""
RESTRICTION = "restriction"
"""Art. 18."""
PORTABILITY = "portability"
"""Art. 20."""
OBJECTION = "objection"
"""Art. 21."""
WITHDRAWAL = "withdrawal"
"""Withdrawal of consent, Art. 7(3)."""
LEAVING = "leaving"
"""Ending the relation; where the policy says so it counts as a request for erasure."""
QUESTION = "question"
"""A question or complaint that uses no right; it gets an owner and an answer too."""

RIGHTS = (ACCESS, RECTIFICATION, ERASURE, RESTRICTION, PORTABILITY, OBJECTION, WITHDRAWAL, LEAVING, QUESTION)
"""In the order of the form."""

HANDLED = (ACCESS, RECTIFICATION, ERASURE, RESTRICTION, PORTABILITY, OBJECTION, WITHDRAWAL, LEAVING, QUESTION)
"""Those that are carried out from end to end. Intake takes no other."""
