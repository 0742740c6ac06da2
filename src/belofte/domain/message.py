"""A message that came in by mail, as far as its form tells: who, when, by which way, and what kind of message it is.

Nothing here opens an attachment or follows an address. What a header says is only as good as who wrote it: a line of
our own mail servers is a fact, a line below those is a claim (RFC 5321, 4.4; RFC 8601, 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from belofte.domain.network_named import network_named


class MessageKind(StrEnum):
    """What kind of message it is by its form. Only the first asks something of us by itself."""

    PERSON = "person"
    AUTO_REPLY = "auto-reply"  # RFC 3834: out of office, "we received your message"
    AUTOMATIC = "automatic"  # written by a program, but not as a reply: a form on a website, an alarm
    AWAY = "away"  # its subject reads like an automatic reply, and no header says it is one
    LIST = "list"  # a mailing list or a newsletter
    BOUNCE = "bounce"  # RFC 3464: a letter was not delivered
    REPORT = "report"  # another report (RFC 6522): read receipt, feedback, TLS


@dataclass(frozen=True, slots=True)
class Hop:
    """One ``Received`` line: which server wrote it, whom it had the message from, and when."""

    by: str
    source: str
    network: str  # the address of the machine it came from, as that server saw it
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment by its outside. ``aside``: an archive or a program; it is counted and never handed out. ``kept``
    False: a picture, or all that came with an answer to "who are you?"; it lies in the mailbox only."""

    name: str
    type: str
    size: int
    aside: bool
    kept: bool = True


@dataclass(frozen=True, slots=True)
class NotDelivered:
    """One letter that a report says was not delivered. ``letter`` is our own id of it, where it came back with it."""

    letter: str
    message_id: str
    status: str  # RFC 3463: 5.1.1


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Somebody passed a message of another on. ``claimed_at`` is what stands in it; a person confirms the true day."""

    sender: str
    claimed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OurSide:
    """What is our own: names by which our mail servers sign their lines, and domains from which colleagues write."""

    servers: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One message, read. ``fingerprint`` is the same for two copies of it; ``broken`` says why it could not be read
    whole (then ``text`` holds what could be)."""

    fingerprint: str
    message_id: str
    refers_to: tuple[str, ...]
    sender: str
    sender_name: str
    subject: str
    text: str
    kind: MessageKind
    hops: tuple[Hop, ...] = ()
    written_at: datetime | None = None
    attachments: tuple[Attachment, ...] = ()
    not_delivered: tuple[NotDelivered, ...] = ()
    forwarded: Forwarded | None = None
    signs: tuple[str, ...] = ()
    broken: str = ""


FORGED = frozenset({"dmarc-fail", "spf-fail", "dkim-fail", "several-senders"})
"""Signs that the sender may not be who the message says; a person looks first."""
PROVEN = frozenset({"dmarc-pass"})


def is_doubtful(message: Message) -> bool:
    """Whether the sender may be forged: a sign says so, and no other outweighs it."""
    signs = set(message.signs)
    return bool(signs & FORGED) and not signs & PROVEN


def is_ours(name: str, ours: Iterable[str]) -> bool:
    """Whether a host or domain is one of ours, or lies under it."""
    name = name.lower().rstrip(".")
    return any(name == one or name.endswith(f".{one}") for one in (each.lower().rstrip(".") for each in ours))


def own_hops(hops: Sequence[Hop], servers: Sequence[str]) -> Sequence[Hop]:
    """The lines that our own servers wrote, newest first: from the top, as long as each was handed the message by
    another of ours. Without names only the topmost counts: the server that delivers to us always writes that one."""
    if not servers:
        return hops[:1]
    count = 0
    for hop in hops:
        if not is_ours(hop.by, servers):
            break
        count += 1
        if not is_ours(hop.source, servers):
            break
    return hops[:count] or hops[:1]


def reached_at(message: Message, servers: Sequence[str], arrived_at: datetime | None, now: datetime) -> datetime:
    """When the message reached the company: the earliest line of our own servers, else when it lay in the mailbox, else
    what its sender says. Never later than now; a sender's own date never goes before what our servers say."""
    own = [hop.at for hop in own_hops(message.hops, servers) if hop.at is not None]
    found = min(own, default=None) or arrived_at or message.written_at or now
    return min(found, now)


def network_of(message: Message, servers: Sequence[str]) -> str:
    """The network of the machine from which our servers had it; "" where none says."""
    own = own_hops(message.hops, servers)
    return network_named(own[-1].network) if own else ""


def authentication_signs(header: str) -> tuple[str, ...]:
    """What our own server found about the sender (RFC 8601): ``spf-pass``, ``dmarc-fail`` and so on."""
    found = dict[str, str]()
    for method, verdict in re.findall(r"(?:^|;)\s*(spf|dkim|dmarc)(?:/\d+)?\s*=\s*([a-z]+)", header.lower()):
        word = "pass" if verdict == "pass" else "fail" if verdict in ("fail", "softfail", "permerror") else "none"
        if found.get(method) != "pass":  # several signatures: one that holds is enough
            found[method] = word
    if found.get("dkim") == "pass" and found.get("spf") == "fail" and "dmarc" not in found:
        found["spf"] = "none"  # passed on by another server: the signature still stands
    return tuple(f"{method}-{word}" for method, word in sorted(found.items()))


_QUOTED = re.compile(r"^\s*>")
_BEFORE_QUOTE = re.compile(
    r"^\s*(-{2,}\s*(original message|oorspronkelijk bericht|doorgestuurd bericht|forwarded message)|"
    r"(on|op)\b.{0,200}\b(wrote|schreef)\b.{0,80}:\s*$|_{10,}\s*$)",
    re.IGNORECASE,
)


def own_words(text: str) -> str:
    """What the writer wrote themselves: without quoted lines and without everything below the usual dividing lines."""
    kept: list[str] = []
    for line in text.splitlines():
        if _BEFORE_QUOTE.match(line[:400]):
            break
        if not _QUOTED.match(line):
            kept.append(line)
    return "\n".join(kept).strip()


_REFERENCE = re.compile(r"\bB-([0-9A-Z]{4})-([0-9A-Z]{3})\b", re.IGNORECASE)


def references_in(text: str) -> tuple[str, ...]:
    """Our references that stand in a subject: ``B-7K3M-22Q``."""
    return tuple(dict.fromkeys(match[0].upper() for match in _REFERENCE.finditer(text[:2000])))


_NUMBER = re.compile(
    r"\b(?:mijn\s+)?(?:klantnummer|klantnr|customer\s+number|customer\s+no)\b\W{0,4}(?:is\W{1,2})?([A-Za-z0-9][A-Za-z0-9-]{2,20})",
    re.IGNORECASE,
)


def number_in(text: str) -> str:
    """A customer number that the writer gave; only a number: "klantnummer kwijt" is none."""
    found = _NUMBER.search(text[:20_000])
    return found[1] if found and any(sign.isdigit() for sign in found[1]) else ""


_DUTCH = frozenset("de het een ik mijn u uw wil graag van en dat niet met voor op gegevens geachte groet".split())
_ENGLISH = frozenset("the a i my you your want would like of and that not with for on data dear regards".split())


def language_of(text: str, languages: Sequence[str]) -> str:
    """The language of a message, counted by its small words; the policy's first where they do not tell."""
    words = re.findall(r"[a-z]+", text.lower()[:5000])
    counts: Mapping[str, int] = {
        "nl": sum(word in _DUTCH for word in words),
        "en": sum(word in _ENGLISH for word in words),
    }
    known = [language for language in languages if language in counts]
    return max(known, key=lambda language: counts[language], default=languages[0] if languages else "nl")
