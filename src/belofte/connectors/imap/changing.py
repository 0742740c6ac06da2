"""Messages go, or are set apart. Nobody else's deleted messages ever go with them.

With UIDPLUS (RFC 4315) exactly the messages named are expunged. Without it EXPUNGE takes everything that anybody marked
as deleted: then ours are moved (RFC 6851) to a folder of their own and expunged there. Where a server can do neither, a
folder in which somebody else has marked messages is left alone and the order fails with what to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from belofte.connectors.imap.layout import OWN_FOLDER
from belofte.connectors.imap.session import Chosen, Session, uid_sets
from belofte.domain.located import Key
from belofte.domain.plan import Failure

_DELETED = "(\\Deleted)"

OTHERS_DELETED = (
    "Somebody has marked other messages in this folder as deleted, and this server cannot tell them apart: empty that "
    "folder's deleted messages in a mail program, then try again."
)
_NOT_DONE = "The server refused to change a folder: give the account the right to delete and to move messages there."


def erase(session: Session, keys: Iterable[Key]) -> dict[Key, Failure]:
    """Expunge these messages; those that could not be, and why. A message that is gone already is no failure."""
    failed: dict[Key, Failure] = {}
    if session.has(OWN_FOLDER):
        _empty_own(session)  # what an act left there that was broken off
    for (folder, validity), uids in _by_folder(keys).items():
        chosen = session.work_in(folder)
        if chosen.validity != validity:
            continue  # numbered anew since they were found: what is left is seen when looking again
        problem = _erase(session, chosen, uids)
        if problem is not None:
            failed |= {(folder, validity, uid): Failure(False, folder_kind(folder), problem) for uid in uids}
    return failed


def move(session: Session, keys: Mapping[Key, str]) -> dict[Key, Failure]:
    """Move each message to its folder; those that could not be moved, and why."""
    failed: dict[Key, Failure] = {}
    for target in sorted(set(keys.values())):
        session.make(target)
        moving = [key for key, where in keys.items() if where == target]
        for (folder, validity), uids in _by_folder(moving).items():
            chosen = session.work_in(folder)
            if chosen.validity == validity and not _move(session, chosen, uids, target):
                failed |= {(folder, validity, uid): Failure(False, folder_kind(folder), _NOT_DONE) for uid in uids}
    return failed


def folder_kind(folder: str) -> str:
    """A folder as a failure may name it: people name folders after people."""
    return "INBOX" if folder.upper() == "INBOX" else "a folder"


def _by_folder(keys: Iterable[Key]) -> dict[tuple[str, int], list[int]]:
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for folder, validity, uid in keys:
        found[str(folder), int(validity)].add(int(uid))
    return {place: sorted(uids) for place, uids in found.items()}


def _erase(session: Session, chosen: Chosen, uids: Sequence[int]) -> str | None:
    if "UIDPLUS" in session.can:
        done = all(_mark(session, part) and session.say("EXPUNGE", part) for part in uid_sets(uids))
        return None if done else _NOT_DONE
    if "MOVE" in session.can:
        session.make(OWN_FOLDER)
        if not _move(session, chosen, uids, OWN_FOLDER):
            return _NOT_DONE
        return None if _empty_own(session) else _NOT_DONE
    return _expunge_all(session, chosen, uids)


def _empty_own(session: Session) -> bool:
    """Everything in the folder of our own goes; nobody else puts anything there."""
    session.work_in(OWN_FOLDER)
    return session.say("STORE", "1:*", "+FLAGS.SILENT", _DELETED) and session.expunge()


def _expunge_all(session: Session, chosen: Chosen, uids: Sequence[int]) -> str | None:
    """Only where nothing but ours is marked: looked at before and after ours are marked."""
    if set(session.search(chosen, "DELETED")) - set(uids):
        return OTHERS_DELETED
    if not all(_mark(session, part) for part in uid_sets(uids)):
        return _NOT_DONE
    if set(session.search(chosen, "DELETED")) - set(uids):
        unmarked = all(session.say("STORE", part, "-FLAGS.SILENT", _DELETED) for part in uid_sets(uids))
        return OTHERS_DELETED if unmarked else _NOT_DONE
    return None if session.expunge() else _NOT_DONE


def _mark(session: Session, part: str) -> bool:
    return session.say("STORE", part, "+FLAGS.SILENT", _DELETED)


def _move(session: Session, chosen: Chosen, uids: Sequence[int], target: str) -> bool:
    if "MOVE" in session.can:
        return all(session.say("MOVE", part, session.wire(target)) for part in uid_sets(uids))
    copied = all(session.say("COPY", part, session.wire(target)) for part in uid_sets(uids))
    return copied and _erase(session, chosen, uids) is None
