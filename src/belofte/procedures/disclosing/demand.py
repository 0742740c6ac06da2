"""What an authority asks for, as somebody of ours writes it down; and what stands in the way of handing it over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from belofte.domain.authority import OrderArticle, PublicAuthority
from belofte.domain.disclosure import RefusedBecause
from belofte.domain.disclosure_scope import Scope
from belofte.domain.errors import WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.kinds import KINDS
from belofte.domain.policy import Policy
from belofte.domain.worded import worded
from belofte.loading.authorities import authorities_of
from belofte.procedures.parts import Parts

CHANNELS = ("letter", "mail", "phone", "counter", "portal")
"""How an order or a question of an authority can reach a company."""


@dataclass(frozen=True, slots=True)
class OrderDocument:
    """The order as it was received. ``kept``: the file itself goes into the vault, not only its name and hash."""

    name: str
    content: bytes
    kept: bool


@dataclass(frozen=True, slots=True)
class Demand:
    """What an authority asks for. ``authority`` is a name of the data that ships; another one needs
    ``authority_because`` and its ``ground``. ``review_on`` places a hold on what is asked for; ``secret`` names what
    forbids to speak of it, where the article itself does not."""

    authority: str
    article: str
    channel: str
    scope: Scope
    person: Identifier | None = None
    document: OrderDocument | None = None
    authority_because: str = ""
    ground: str = ""
    secret: str = ""
    known_to: tuple[str, ...] = ()
    review_on: date | None = None
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """Who asks and by what, as far as we know them, and why nothing can be handed over, if so."""

    authority: PublicAuthority | None
    article: OrderArticle | None
    because: RefusedBecause | None = None


def judge(parts: Parts, demand: Demand) -> Judged:
    """In the order in which it is asked: is it an authority, is there an order on paper, by which article, for what?"""
    _check_words(parts.policy, parts, demand)
    known = authorities_of(parts.policy.controller.country or "")
    authority = known.get(demand.authority)
    article = authority.article(demand.article) if authority else None
    return Judged(authority, article, _obstacle(parts.policy, demand, authority, article))


def _obstacle(
    policy: Policy, demand: Demand, authority: PublicAuthority | None, article: OrderArticle | None
) -> RefusedBecause | None:
    if authority is None and not (demand.authority.strip() and demand.authority_because.strip()):
        return RefusedBecause.NO_AUTHORITY
    if demand.document is None:
        return RefusedBecause.NO_DOCUMENT
    if (authority is not None and article is None) or not demand.article.strip():
        return RefusedBecause.NO_GROUND
    if demand.person is None or not demand.scope.names_something:
        return RefusedBecause.NO_SCOPE
    if article is not None and _is_too_wide(policy, demand.scope, article):
        return RefusedBecause.TOO_WIDE
    return None


def _is_too_wide(policy: Policy, scope: Scope, article: OrderArticle) -> bool:
    """Kinds the article does not reach, or special categories without an article that reaches those."""
    if article.kinds and (not scope.kinds or set(scope.kinds) - set(article.kinds)):
        return True
    special = any(policy.data[name].special for name in scope.categories if name in policy.data)
    return not article.special and (special or any(KINDS[kind].special is not None for kind in scope.kinds))


def _check_words(policy: Policy, parts: Parts, demand: Demand) -> None:
    """Raises ``WrongUse`` for what the folder does not know: a slip of the pen is no refusal."""
    if demand.channel not in CHANNELS:
        raise WrongUse(
            worded("Zo komt een vordering niet binnen.", "That is no way an order comes in."),
            f"use one of: {', '.join(CHANNELS)}",
        )
    if unknown := [name for name in demand.scope.categories if name not in policy.data]:
        told = worded("Het beleid kent geen categorie {name}.", "The policy knows no category {name}.", name=unknown[0])
        raise WrongUse(told, f"use: {', '.join(policy.data)}")
    if unknown := [kind for kind in demand.scope.kinds if kind not in KINDS]:
        told = worded("Er is geen soort gegeven {name}.", "There is no kind of data called {name}.", name=unknown[0])
        raise WrongUse(told, "see the kinds in the policy reference")
    for written in demand.scope.collections:
        system, _, collection = written.partition(".")
        if system not in parts.systems or collection not in parts.systems[system].collections:
            told = worded("Geen gegevenskaart kent {name}.", "No map knows {name}.", name=written)
            raise WrongUse(told, "write it like --collection crm.orders")
    begins, ends = demand.scope.begins, demand.scope.ends
    if begins and ends and ends < begins:
        raise WrongUse(
            worded("De periode eindigt voordat ze begint.", "The period ends before it begins."),
            "check --begins and --ends",
        )
    if demand.received_on and demand.received_on > parts.today():
        raise WrongUse(
            worded("Een vordering kan niet in de toekomst zijn ontvangen.", "An order cannot have come in the future."),
            "check --received",
        )
    if demand.review_on and demand.review_on <= parts.today():
        raise WrongUse(
            worded("De dag om opnieuw te kijken ligt in het verleden.", "The day to look again lies in the past."),
            "name a later day with --hold-until",
        )
