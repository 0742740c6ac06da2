"""Whose messages are these? Against a real Dovecot."""

from __future__ import annotations

import pytest
from tests.connectors.imap.mailbox import (
    US,
    ask,
    connector,
    count,
    counted,
    letter,
    mail_system,
    make_folder,
    messages,
    put,
)
from tests.inbox.dovecot import Dovecot

from belofte.domain.system_map import FoundBy, Verb
from belofte.ports import SystemUnreachable

JAN = "jan@x.example"


def test_messages_from_and_to_somebody_are_found_in_every_folder(mail_server: Dovecot) -> None:
    make_folder(mail_server, "Archive/Café & co")
    put(mail_server, letter(f"Jan <{JAN.upper()}>"))
    put(mail_server, letter("info@linprofs.example", f'"Jansen, J." <{JAN}>', "sales@linprofs.example"))
    put(mail_server, letter(JAN), "Archive/Café & co")
    found = list(connector(mail_server).find([ask("r1", JAN)]))
    assert sorted(one.key[0] for one in found) == ["Archive/Café & co", "INBOX", "INBOX"]
    assert all(not one.shared and not one.candidate and one.via == "email → messages" for one in found)
    assert {one.events["received"].isoformat() for one in found if one.events["received"]} == {"2026-02-02"}
    assert all(one.has_text for one in found)


def test_an_address_that_contains_the_other_is_somebody_else(mail_server: Dovecot) -> None:
    for sender in ("wijan@x.example", "jan@x.example.org", '"jan@x.example" <piet@y.example>', "jan.jan@x.example"):
        put(mail_server, letter(sender))
    assert list(connector(mail_server).find([ask("r1", JAN)])) == []


def test_a_message_that_also_goes_to_another_outside_is_shared(mail_server: Dovecot) -> None:
    put(mail_server, letter(JAN, "info@linprofs.example", cc="piet@y.example"))
    put(mail_server, letter(JAN, "info@linprofs.example", cc="boss@linprofs.example"))
    found = list(connector(mail_server).find([ask("r1", JAN), ask("r2", "piet@y.example")]))
    told = sorted((one.request, one.shared) for one in found)
    assert told == [("r1", False), ("r1", True), ("r2", True)]
    assert all(not one.holds and not one.identifiers for one in found)


def test_one_person_with_two_addresses_and_two_requests_is_not_shared_with_themselves(mail_server: Dovecot) -> None:
    put(mail_server, letter(JAN, "info@linprofs.example", cc="j.jansen@werk.example"))
    asks = [ask("r1", JAN, "j.jansen@werk.example"), ask("r2", JAN, "j.jansen@werk.example")]
    assert [one.shared for one in connector(mail_server).find(asks)] == [False, False]


def test_who_is_only_mentioned_is_a_candidate_where_the_map_looks_there(mail_server: Dovecot) -> None:
    put(mail_server, letter("piet@y.example", text=f"Vraag het aan {JAN}."))
    put(mail_server, letter("piet@y.example", text="Vraag het aan wijan@x.example."))
    put(mail_server, letter("piet@y.example", subject="klant 10023", text="."))
    assert list(connector(mail_server).find([ask("r1", JAN)])) == []
    by = (FoundBy("from", "email"), FoundBy("body", "email"), FoundBy("subject", "customer-number"))
    system = mail_system(messages(found_by=by), scopes={"customer-number": ""})
    found = list(connector(mail_server, system).find([ask("r1", JAN), ask("r2", "10023", kind="customer-number")]))
    assert [(one.request, one.candidate, one.shared) for one in found] == [("r1", True, False), ("r2", True, False)]


def test_an_address_in_letters_outside_ascii_is_found_in_either_form(mail_server: Dovecot) -> None:
    raw = letter("x@y.example").replace(b"x@y.example", "jürgen@münchen.example".encode(), 1)
    put(mail_server, raw)
    put(mail_server, letter("x@y.example").replace(b"x@y.example", "jürgen@xn--mnchen-3ya.example".encode(), 1))
    found = list(connector(mail_server).find([ask("r1", "jürgen@xn--mnchen-3ya.example")]))
    assert len(found) == 2


def test_a_value_cannot_say_anything_to_the_server(mail_server: Dovecot) -> None:
    put(mail_server, letter(JAN))
    hostile = ('a"\r\nx1 DELETE INBOX\r\n@x.example', 'x" OR ALL FROM "', "\\", "{5}", "")
    assert list(connector(mail_server).find([ask("r1", *hostile)])) == []
    assert count(mail_server) == 1


def test_looking_changes_nothing_and_says_nothing_that_could(mail_server: Dovecot) -> None:
    put(mail_server, letter(JAN))
    before = mail_server.flags()
    with counted(mail_server) as line:
        look = frozenset({Verb.FIND, Verb.READ_BACK, Verb.EXPORT, Verb.OBSERVE})
        box = connector(mail_server, mail_system(allow=look), port=line.port)
        assert len(list(box.find([ask("r1", JAN)]))) == 1
        list(box.observe(["rows/messages", "oldest/messages/received", "setting/quota"]))
        with pytest.raises(SystemUnreachable, match="does not allow erase"):
            list(box.erase([]))
    assert not {"SELECT", "STORE", "UID STORE", "EXPUNGE", "UID MOVE", "APPEND"} & set(line.verbs())
    assert mail_server.flags() == before


def test_five_hundred_people_take_few_more_commands_than_one(mail_server: Dovecot) -> None:
    for number in range(40):
        put(mail_server, letter(f"p{number}@x.example"))
    commands: list[int] = []
    for people in (1, 500):
        with counted(mail_server) as line:
            asks = [ask(f"r{number}", f"p{number}@x.example") for number in range(people)]
            found = list(connector(mail_server, port=line.port).find(asks))
        assert len(found) == min(people, 40)
        assert max(map(len, line.said)) < 8192
        commands.append(len(line.said))
    assert commands[1] <= commands[0] + 2


def test_folders_nobody_decided_about_are_told_by_number_and_stop_the_search(mail_server: Dovecot) -> None:
    make_folder(mail_server, "Klacht Jansen")
    with pytest.raises(SystemUnreachable, match="1 folders that its map does not name") as stopped:
        list(connector(mail_server).find([ask("r1", JAN)]))
    assert "Jansen" not in f"{stopped.value.why} {stopped.value.remedy}"
    system = mail_system(ignore=("Klacht *",))
    assert list(connector(mail_server, system).find([ask("r1", JAN)])) == []


def test_a_folder_of_the_map_that_is_not_there_is_no_empty_folder(mail_server: Dovecot) -> None:
    system = mail_system(messages(at={"folders": ("INBOX", "Done", "Sollicitaties")}))
    with pytest.raises(SystemUnreachable, match="names are not in the mailbox"):
        list(connector(mail_server, system).find([ask("r1", JAN)]))
    with pytest.raises(SystemUnreachable, match="names are not in the mailbox"):
        connector(mail_server, system).reach()  # the doctor sees it too


@pytest.mark.parametrize("column", ["from", "to", "cc", "bcc"])
def test_each_header_is_searched_by_itself(mail_server: Dovecot, column: str) -> None:
    heads = {"from": US, "to": US, "cc": US, "bcc": US, column: JAN}
    put(mail_server, letter(heads["from"], heads["to"], cc=heads["cc"], Bcc=heads["bcc"]))
    by = messages(found_by=(FoundBy(column, "email"),))
    assert len(list(connector(mail_server, mail_system(by)).find([ask("r1", JAN)]))) == 1
    for other in {"from", "to", "cc", "bcc"} - {column}:
        elsewhere = messages(found_by=(FoundBy(other, "email"),))
        assert list(connector(mail_server, mail_system(elsewhere)).find([ask("r1", JAN)])) == []


def test_a_message_that_a_colleague_who_asks_too_shares_is_shared(mail_server: Dovecot) -> None:
    boss = "boss@linprofs.example"
    put(mail_server, letter(JAN, boss))
    box = connector(mail_server)
    assert [one.shared for one in box.find([ask("r1", JAN)])] == [False], "who works here is no other party"
    both = {one.request: one.shared for one in box.find([ask("r1", JAN), ask("r2", boss)])}
    assert both == {"r1": True, "r2": True}, "unless it is looked for as a person of its own"


def test_a_map_by_which_nobody_can_be_found_is_no_look_that_found_nothing(mail_server: Dovecot) -> None:
    put(mail_server, letter(JAN))
    with pytest.raises(SystemUnreachable) as raised:
        list(connector(mail_server, mail_system(messages(found_by=()))).find([ask("r1", JAN)]))
    assert not raised.value.transient
    assert "found_by:" in raised.value.remedy
