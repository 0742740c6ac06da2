"""Who is signed in while one request is answered: set by the door, read by pages, forms and seals.

A context variable, because the header of every page and the seal of every form need it, and a page may be made in a
thread: what runs a page in a thread hands the context on.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from litestar.connection import ASGIConnection

from belofte.domain.account import Account, act_of_button
from belofte.procedures.sign_in.signing_in import SignedIn

_PRESENT: ContextVar[SignedIn | None] = ContextVar("belofte_present", default=None)


def present() -> SignedIn | None:
    """Who is signed in; None before the door."""
    return _PRESENT.get()


def may_press(button: str) -> bool:
    """May whoever is signed in press this button? Before the door there is nobody to ask: the door itself decides."""
    somebody = present()
    return somebody is None or somebody.account.may(act_of_button(button))


@contextmanager
def being(somebody: SignedIn) -> Generator[None]:
    """While within, this is who is signed in."""
    mark = _PRESENT.set(somebody)
    try:
        yield
    finally:
        _PRESENT.reset(mark)


def signed_in(request: ASGIConnection[Any, Any, Any, Any]) -> Account:
    """The account that sends ``request``; its ``name`` is what a decision carries.

    Raises ``LookupError`` for a page that does not stand behind the door: that is a fault of ours, never an answer.
    """
    somebody = present()
    if somebody is None:
        raise LookupError(f"{request.url.path} does not stand behind the door of the office")
    return somebody.account
