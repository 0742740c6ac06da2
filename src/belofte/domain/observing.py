"""The names of what a connector can be asked to observe, and what each answer means.

A name is text, so that connectors, checks and the store share it without sharing code. A connector answers a name it
does not know with reach ``absent`` and the reason, never with a number.

=============================================  ===================================================================
name                                           value
=============================================  ===================================================================
``past-term/<collection>/<event>/<day>``       count of rows whose clock column of ``event`` is ``day`` or earlier and
                                               that still hold what their erase rule would take away: a row that was
                                               cleared and stays as an empty shell is not counted
``without-start/<collection>/<event>``         count of rows whose clock column of ``event`` is empty
``rows/<collection>``                          count of rows
``undeclared``                                 count of tables and columns that no list of the map names
``oldest/<collection>/<event>``                the earliest day in the clock column of ``event``, ISO 8601
``encrypted``                                  whether nobody on the way can read along with the connection
``server-version``                             the version the server says it has
``distinct/<collection>/<column>``             how many rows have each value of a column that is not personal, as JSON
``setting/<name>``                             how the system is set up: a text, number or truth value; where there are
                                               several, canonical JSON text in a fixed order
=============================================  ===================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

UNDECLARED = "undeclared"
ENCRYPTED = "encrypted"
SERVER_VERSION = "server-version"


@dataclass(frozen=True, slots=True)
class PastTerm:
    """How many rows are older than their rule allows: the event's column is compared with a day."""

    collection: str
    event: str
    day: date


@dataclass(frozen=True, slots=True)
class WithoutStart:
    """How many rows have no start for their term (unpaid invoices)."""

    collection: str
    event: str


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows a collection has."""

    collection: str


@dataclass(frozen=True, slots=True)
class Undeclared:
    """How many tables and columns the live schema has and the map does not name."""


@dataclass(frozen=True, slots=True)
class Oldest:
    """The earliest day of an event, ``after`` a day where one is named: nothing where there is none."""

    collection: str
    event: str
    after: date | None = None


@dataclass(frozen=True, slots=True)
class Encrypted:
    """Is the connection encrypted, or does it never leave the machine?"""


@dataclass(frozen=True, slots=True)
class ServerVersion:
    """Which version the server is."""


@dataclass(frozen=True, slots=True)
class Distinct:
    """How many rows have each value of a column. Only a column the map calls not personal is asked for."""

    collection: str
    column: str


@dataclass(frozen=True, slots=True)
class Setting:
    """How the system is set up. The names a kind of system knows stand in its connector."""

    name: str


Question = PastTerm | WithoutStart | Rows | Undeclared | Oldest | Encrypted | ServerVersion | Distinct | Setting


def name_of(question: Question) -> str:
    """The question as the text a connector is asked."""
    match question:
        case PastTerm(collection, event, day):
            return f"past-term/{collection}/{event}/{day.isoformat()}"
        case WithoutStart(collection, event):
            return f"without-start/{collection}/{event}"
        case Rows(collection):
            return f"rows/{collection}"
        case Oldest(collection, event, after):
            return f"oldest/{collection}/{event}{f'/{after.isoformat()}' if after else ''}"
        case Undeclared():
            return UNDECLARED
        case Encrypted():
            return ENCRYPTED
        case ServerVersion():
            return SERVER_VERSION
        case Distinct(collection, column):
            return f"distinct/{collection}/{column}"
        case Setting(name):
            return f"setting/{name}"


def question_of(name: str) -> Question | None:
    """The question behind a name; None for a name that is not in the list."""
    match name.split("/"):
        case ["past-term", collection, event, day]:
            return PastTerm(collection, event, date.fromisoformat(day))
        case ["without-start", collection, event]:
            return WithoutStart(collection, event)
        case ["rows", collection]:
            return Rows(collection)
        case ["oldest", collection, event]:
            return Oldest(collection, event)
        case ["oldest", collection, event, after]:
            return Oldest(collection, event, date.fromisoformat(after))
        case ["undeclared"]:
            return Undeclared()
        case ["encrypted"]:
            return Encrypted()
        case ["server-version"]:
            return ServerVersion()
        case ["distinct", collection, column]:
            return Distinct(collection, column)
        case ["setting", name]:
            return Setting(name)
        case _:
            return None
