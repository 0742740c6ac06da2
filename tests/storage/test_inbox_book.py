"""The book of messages on both kinds of store: seen once, found by thread, gone with its case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from belofte.storage.store import SqlStore
from belofte.store_port import CaseClosed, LetterState, StoredLetter, Unknown
from belofte.store_port.inbox_book import MailboxMark, MessageState, StoredMessage

from .conftest import NOW, TODAY, a_row, approved_case, open_case


def a_message(name: str, case: str | None = None, state: MessageState = MessageState.WAITING) -> StoredMessage:
    return StoredMessage(name, "privacy", f"1:{name}", state, "person", NOW, NOW, case, signs=("spf-pass", "dkim-none"))


def test_a_message_is_seen_once_and_the_memory_of_it_ends(store: SqlStore) -> None:
    with store.transaction() as tx:
        assert tx.inbox.claim("print", TODAY)
        assert not tx.inbox.claim("print", TODAY)
        assert tx.inbox.claim("another", TODAY)
    with store.transaction() as tx:
        assert tx.inbox.forget(NOW - timedelta(days=1)) == 0
        assert tx.inbox.forget(NOW + timedelta(days=1)) == 2
        assert not tx.inbox.knows("print")


def test_threads_lead_to_cases_by_messages_by_letters_and_by_answers(store: SqlStore) -> None:
    plan = approved_case(store)
    step = plan.steps[0].id
    with store.transaction() as tx:
        tx.inbox.add(a_message("M-1", "c-1", MessageState.JOINED), "<came@post.example>")
        tx.letters.add(StoredLetter("letter-9", "c-1", "receipt", "v-1", LetterState.READY, NOW))
        tx.letters.sent("letter-9", NOW, "<sent@linprofs.example>")
    with store.reading() as tx:
        for known in ("<came@post.example>", "<sent@linprofs.example>", "<letter-9@linprofs.example>", f"<{step}@x>"):
            assert tx.inbox.cases_of([known]) == ["c-1"], known
        assert tx.inbox.cases_of(["<unknown@post.example>"]) == []
        assert tx.inbox.cases_of([]) == []
        assert tx.inbox.case_of_answer(step) == "c-1"
        assert tx.inbox.case_of_answer("s-none") is None
        assert tx.letters.find("letter-9", "") == tx.letters.find("", "<sent@linprofs.example>")
        assert tx.letters.find("", "") is None


def test_what_is_kept_goes_with_its_case_and_what_asks_nothing_goes_at_once(store: SqlStore) -> None:
    open_case(store)
    store.open_cases(["mail-1"])
    with store.transaction() as tx:
        tx.inbox.add(a_message("M-1", "c-1", MessageState.REQUEST), "")
        tx.inbox.add(a_message("M-2", "mail-1"), "<two@post.example>")
        entry = tx.vault.put("mail-1", "mail", b"words")
    store.drop_cases(["mail-1"])
    with store.reading() as tx:
        with pytest.raises(Unknown):
            tx.inbox.get("M-2")
        assert tx.inbox.get("M-1") == a_message("M-1", "c-1", MessageState.REQUEST)
        assert tx.register.handled() == 0, "what was no request is no row of the register"
        with pytest.raises((Unknown, CaseClosed)):
            tx.vault.get(entry)
    store.close_case("c-1", a_row("c-1"))
    with store.reading() as tx, pytest.raises(Unknown):
        tx.inbox.get("M-1")


def test_states_are_counted_and_only_what_is_over_is_forgotten(store: SqlStore) -> None:
    states = (MessageState.WAITING, MessageState.MISSED, MessageState.STOPPED, MessageState.AUTOMATIC)
    with store.transaction() as tx:
        for number, state in enumerate(states):
            tx.inbox.add(a_message(f"M-{number}", state=state), "")
        assert sum(tx.inbox.counts().values()) == 4
        assert tx.inbox.counts()[MessageState.STOPPED, ""] == 1
        tx.inbox.forget(NOW + timedelta(days=1))
        left = tx.inbox.in_states(list(MessageState))
        assert [one.state for one in left] == [MessageState.WAITING, MessageState.MISSED]
        with pytest.raises(Unknown):
            tx.inbox.save(a_message("M-9"))


def test_how_far_a_mailbox_was_read_is_kept(store: SqlStore) -> None:
    with store.transaction() as tx:
        assert tx.inbox.mark("privacy") == MailboxMark("privacy", "", None)
        tx.inbox.set_mark(MailboxMark("privacy", "7:1", NOW))
        tx.inbox.set_mark(MailboxMark("privacy", "7:2", NOW, "away"))
    with store.reading() as tx:
        assert tx.inbox.mark("privacy") == MailboxMark("privacy", "7:2", NOW, "away")
