"""May we? Decisions for a company's own programs: asked in the process, from memory, logged before data is used.

``open_may`` is the way in (docs/may.md). Nothing here needs a server, an engine, a PDF or SQLAlchemy.
"""

from belofte.domain.basis import Basis
from belofte.domain.contact import Because, Contact
from belofte.domain.decided import Decision
from belofte.domain.decision import Why
from belofte.domain.identity import Identifier
from belofte.domain.shipment import Shipment
from belofte.may.asking import May
from belofte.may.opening import open_may

__all__ = ["Basis", "Because", "Contact", "Decision", "Identifier", "May", "Shipment", "Why", "open_may"]
