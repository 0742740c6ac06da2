"""The letters and mails of one request in the order in which they came and went, without a word of any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from belofte.procedures.desks import LetterRow
from belofte.procedures.intake.inbox_views import MessageRow
from belofte.procedures.office.case_desk import CaseStory


@dataclass(frozen=True, slots=True)
class Piece:
    """One letter of ours, or one mail that reached us."""

    at: datetime
    letter: LetterRow | None = None
    message: MessageRow | None = None


def correspondence(story: CaseStory) -> list[Piece]:
    """Oldest first; a letter that has not gone yet stands at the moment from which it may go."""
    pieces = [Piece(one.sent_at or one.due_at, letter=one) for one in story.letters]
    pieces += [Piece(one.received_at, message=one) for one in story.messages]
    return sorted(pieces, key=lambda piece: piece.at)
