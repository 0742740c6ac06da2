"""Mailboxes in ``belofte.toml``: read whole or refused, with table and key, and never with a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from belofte.mail.boxes import mailbox_of
from belofte.mail.graph import GraphMailbox
from belofte.mail.imap import ImapMailbox
from belofte.ports import MailboxPurpose
from belofte.settings import SettingsError, load_mailboxes, load_settings

IMAP = '[mailbox.privacy]\naccount = "p@company.example"\nhost = "imap.company.example"\n'
GRAPH = '[mailbox.support]\nkind = "graph"\npurpose = "shared"\naccount = "s@company.example"\ntoken = "env:T"\n'


def written(home: Path, text: str) -> Path:
    (home / "belofte.toml").write_text(text, "utf-8")
    return home


def test_any_number_of_mailboxes_stand_beside_the_settings(tmp_path: Path) -> None:
    home = written(tmp_path, f'locale = "en"\n{IMAP}password = "env:P"\nservers = ["mx.company.example"]\n{GRAPH}')
    assert load_settings(home, {}).locale == "en"
    boxes = {name: mailbox_of(name, each, home, "p@company.example") for name, each in load_mailboxes(home).items()}
    assert [type(box) for box in boxes.values()] == [ImapMailbox, GraphMailbox]
    assert [box.purpose for box in boxes.values()] == [MailboxPurpose.PRIVACY, MailboxPurpose.SHARED]
    assert boxes["privacy"].ours.servers == ("mx.company.example",)
    assert boxes["privacy"].ours.domains == ("company.example",), "the domain of the privacy office"
    assert load_mailboxes(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mailbox = 7\n", "is a table with a short name"),
        ('[mailbox."Een Postbus"]\n', "is a table with a short name"),
        (f'{IMAP}hots = "x"\n', "there is no key hots"),
        (f"{IMAP}port = 0\n", "port must be a port between"),
        (f'{IMAP}port = "993"\n', "port must be a whole number"),
        (f'{IMAP}password = "geheim"\n', "password must be the name of a place"),
        (f'{IMAP}since = "gisteren"\n', "since must be a day"),
        (f'{IMAP}servers = "mx"\n', "servers must be a list"),
        (f'{IMAP}security = "ssl"\n', "security must be one of"),
        ('[mailbox.x]\naccount = "a"\n', "host is needed"),
        (IMAP, "set password, token or oauth_url"),
        (f'{IMAP}password = "env:P"\ntoken = "env:T"\n', "only one way to sign in"),
        (f'{IMAP}oauth_url = "https://sign-in.example/token"\n', "needs oauth_client and oauth_secret"),
        (f'{IMAP}password = "env:P"\nsecurity = "none"\n', "only for a server on this computer"),
        (GRAPH.replace('token = "env:T"\n', ""), "graph needs token"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    home = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        for name, each in load_mailboxes(home).items():
            mailbox_of(name, each, home, "p@company.example")
    assert said in str(caught.value)
    assert "geheim" not in str(caught.value)
