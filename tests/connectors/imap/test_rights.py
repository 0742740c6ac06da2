"""What the account may do in each folder, asked of a real Dovecot with its ACL plugin (RFC 4314), against ``allow``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.connectors.imap.mailbox import (
    US,
    ask,
    connector,
    counted,
    keys,
    letter,
    mail_system,
    make_folder,
    messages,
    order,
    put,
)
from tests.inbox.dovecot import ABSENT, PROGRAM, Dovecot, dovecot

from belofte.connectors.imap.connector import ImapConnector
from belofte.domain.plan import Decision, Outcome
from belofte.domain.system_map import Verb

LOOKS = (Verb.FIND, Verb.EXPORT, Verb.READ_BACK, Verb.OBSERVE)
EVERY = (*LOOKS, Verb.RESTRICT, Verb.LIFT, Verb.ERASE)
ACL = """
mail_plugins = acl
protocol imap {{
  mail_plugins = acl imap_acl
}}
plugin {{
  acl = vfile:{rights}
  acl_cache_ttl = 0
}}
"""


@dataclass
class Ruled:
    """A server that tells rights, and the file in which they are given."""

    server: Dovecot
    file: Path

    def box(self, rights: str, *allow: Verb, port: int | None = None) -> ImapConnector:
        """The mailbox where the account has these rights in every folder, or as the lines say."""
        self.file.write_text(rights if "\n" in rights else f"* owner {rights}\n", "utf-8")
        one = messages(at={"folders": ("INBOX", "Afgehandeld", "Done")}, restrict={"folder": "Beperkt"})
        return connector(self.server, mail_system(one, allow=allow, ignore=("Prullenbak",)), port=port)


@pytest.fixture(scope="module")
def ruled() -> Iterator[Ruled]:
    if PROGRAM is None:
        pytest.skip(ABSENT)
    with tempfile.TemporaryDirectory(prefix="belofte-rights-") as folder:
        file, home = Path(folder) / "rights", Path(folder) / "server"
        Path(folder).chmod(0o755)
        home.mkdir()
        file.write_text("* owner lrwstipekxa\n", "utf-8")
        with dovecot(home, ACL.format(rights=file)) as server:
            for name in ("Afgehandeld", "Beperkt", "Prullenbak"):
                make_folder(server, name)
            yield Ruled(server, file)


def test_who_may_expunge_too_little_is_told_which_right_lacks_and_what_it_cannot_do(ruled: Ruled) -> None:
    rights = "* owner lr\nBeperkt owner lr\nINBOX owner lrt\nAfgehandeld owner lrte\n"
    box = ruled.box(rights, *LOOKS, Verb.ERASE)
    assert box.rights_told()
    assert box.can[Verb.ERASE].lacking == (
        "t (mark messages as deleted) in 2 of 4 folders of messages",
        "e (expunge messages) in 3 of 4 folders of messages",
    )
    assert {verb: ability.best for verb, ability in box.can.items() if verb is not Verb.ERASE} == dict.fromkeys(
        LOOKS, Outcome.DONE
    )
    assert box.can[Verb.ERASE].best is Outcome.IMPOSSIBLE
    assert box.too_wide() == ()


def test_setting_apart_takes_the_rights_to_take_out_to_put_in_and_to_make_folders(ruled: Ruled) -> None:
    box = ruled.box("lr", *EVERY)
    restrict, lift = " ".join(box.can[Verb.RESTRICT].lacking), " ".join(box.can[Verb.LIFT].lacking)
    assert "i (put messages in) in 1 of 4 folders" in restrict and "t (mark messages as deleted) in 3 of 4" in restrict
    assert "k (make folders in it) in 1 of 4 folders" in restrict and "k (" not in lift
    assert "i (put messages in) in 3 of 4 folders" in lift and "e (expunge messages) in 1 of 4" in lift


def test_who_may_do_everything_and_only_looks_is_told_each_right_too_many(ruled: Ruled) -> None:
    told = ruled.box("lrwstipekxa", *LOOKS).too_wide()
    mine = [one[0] for one in told if one.endswith("in 4 of 4 folders of messages")]
    assert mine == list("swipkxtea")
    assert "x (remove the folder) in 1 of 1 folders that the map leaves alone" in told
    assert not any(word in " ".join(told) for word in ("Prullenbak", "Afgehandeld")), "folders are named after people"


def test_marks_may_go_along_with_what_is_moved_and_nothing_else(ruled: Ruled) -> None:
    own = "".join(f"{name} owner lrswtei\n" for name in ("INBOX", "Afgehandeld", "Done"))
    exact = f"{own}Beperkt owner lrswteik\nPrullenbak owner lr\n"
    box = ruled.box(exact, *EVERY)
    assert (box.too_wide(), [one for ability in box.can.values() for one in ability.lacking]) == ((), [])
    assert any(one.startswith("s (keep which messages were read)") for one in ruled.box(exact, *LOOKS).too_wide())


def test_the_commands_that_are_printed_give_what_the_map_takes_and_no_more(ruled: Ruled) -> None:
    statements = ruled.box("lr", *LOOKS, Verb.ERASE).grants()
    assert f'SETACL "INBOX" "{US}" lrte' in statements
    assert not any("Prullenbak" in one for one in statements)
    assert 'SETACL "INBOX" "belofte" lr' in ruled.box("lr", *LOOKS).grants("belofte")


def test_what_is_told_to_lack_does_not_happen_though_the_server_says_that_it_did(ruled: Ruled) -> None:
    """Dovecot answers OK to an EXPUNGE that the account may not do, and expunges nothing."""
    ruled.box("lrwstipekxa")
    put(ruled.server, letter("jan@post.example"))
    for rights, lacks, left in (("lrwstipkxa", ["e"], 1), ("lrte", [], 0)):
        box, jan = ruled.box(rights, *LOOKS, Verb.ERASE), ask("r1", "jan@post.example")
        assert [one[0] for one in box.can[Verb.ERASE].lacking] == lacks
        found = keys(box.find([jan]))
        list(box.erase([order(jan, Decision.DELETE, found)]))
        assert len(keys(box.find([jan]))) == left


def test_to_ask_changes_nothing(ruled: Ruled) -> None:
    with counted(ruled.server) as line:
        box = ruled.box("lrwstipekxa", *LOOKS, port=line.port)
        assert box.can and box.too_wide() and box.rights_told()
        assert set(line.verbs()) <= {"CAPABILITY", "AUTHENTICATE", "LIST", "MYRIGHTS", "LOGOUT"}
        assert line.verbs().count("LIST") == 2, "the second and third question are answered from the first"


def test_a_server_without_such_rights_is_not_said_to_have_told_them(mail_server: Dovecot) -> None:
    with counted(mail_server) as line:
        box = connector(mail_server, port=line.port)
        assert (box.rights_told(), box.too_wide(), box.grants()) == (False, (), ())
        assert not any(ability.lacking for ability in box.can.values())
        assert "SELECT" not in line.verbs(), "it would tell whether a folder can be changed, and take marks off"
