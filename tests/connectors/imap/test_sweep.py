"""Messages past their term go by the day they came or were dated; copies go with the record they name (RET-4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.connectors.by_term import due_keys, goes_by_term, lacking
from tests.connectors.imap.mailbox import connector, count, letter, mail_system, messages, put
from tests.inbox.dovecot import Dovecot

from belofte.domain.identity import KEY, Identifier
from belofte.domain.retention import Term
from belofte.domain.system_map import Reference

OLD, NONE = Term("received", date(2026, 2, 2)), Term("received", date(2026, 2, 1))


def test_messages_go_on_their_day_and_not_before(mail_server: Dovecot) -> None:
    put(mail_server, letter("jan@x.example"))
    put(mail_server, letter("piet@y.example"), "Done")
    put(mail_server, letter("piet@y.example", date="Tue, 03 Feb 2026 00:30:00 +0000"))
    goes_by_term(connector(mail_server), "messages", OLD, NONE)
    assert (count(mail_server), count(mail_server, "Done")) == (1, 0)


def test_a_message_nobody_dated_is_told_and_never_due(mail_server: Dovecot) -> None:
    put(mail_server, letter("jan@x.example", date=""))
    box = connector(mail_server)
    assert len(lacking(box, "messages", "received")) == 1
    assert due_keys(box, "messages", Term("received", date(2030, 1, 1))) == set()


def test_the_mail_that_sent_an_invoice_is_found_by_its_number(mail_server: Dovecot) -> None:
    for subject in ("Factuur F-12", "Re: factuur f-12 voldaan", "Factuur F-123", "Facturen F-12 en F-99", "Vraag"):
        put(mail_server, letter("jan@x.example", subject=subject))
    stated: dict[str, Any] = {
        "of": (Reference(("subject",), "invoices", ("number",), "crm"),),
        "clock": {"book-year-of-settlement": "crm.invoices.paid_on"},
    }
    box = connector(mail_server, mail_system(messages(**stated)))
    holders = [[Identifier(KEY, "crm.invoices.number", number)] for number in ("F-12", "F-99", "F-1")]
    found = list(box.hanging_on("messages", holders))
    assert sorted((number, one.shared) for number, one in found) == [(0, False), (0, False), (0, True), (1, True)]
