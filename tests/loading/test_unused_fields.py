"""A company whose audience asks no birthday promises nothing about birthdays: the field is left out of its map."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.loading.folders import POLICY, make

from belofte.domain.system_map import SystemMap
from belofte.loading.folder import load_policy_folder
from belofte.loading.problems import PolicyFolderError

MAP = """\
kind: mailchimp
key: file:mailchimp.key
allow: [find]
tables:
  members:
    category: profile
    not_personal: [full_name, FNAME, LNAME, ADDRESS, ip_signup, ip_opt, location, language, interests, tags, vip,
      email_type, email_client, status, marketing_permissions, timestamp_signup, timestamp_opt, unsubscribe_reason,
      source, consents_to_one_to_one_messaging, stats, member_rating, activity, events, goals]
    unused: [{unused}]
"""
SQL = """\
kind: sql
url: sqlite:///shop.sqlite
allow: [find]
tables:
  customers: {category: profile, email: [email], not_personal: [id], person: true, unused: [birthday]}
"""


def loaded(tmp_path: Path, text: str) -> SystemMap:
    folder = load_policy_folder(make(tmp_path / "policy", POLICY, more={"systems/own.yaml": text}))
    return folder.systems["own"]


def test_what_an_account_does_not_use_needs_no_kind_in_the_category(tmp_path: Path) -> None:
    unused = "PHONE, BIRTHDAY, last_note, notes_about"
    system = loaded(tmp_path, MAP.format(unused=unused))
    members = system.collections["members"]
    assert not members.columns & {"PHONE", "BIRTHDAY", "last_note", "notes_about"}
    assert "last_note" not in members.free_text


@pytest.mark.parametrize(("text", "said"), [(MAP.format(unused="BIRTDAY"), "BIRTDAY"), (SQL, "no fields of its own")])
def test_a_field_the_system_does_not_have_cannot_be_unused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PolicyFolderError) as refused:
        loaded(tmp_path, text)
    assert said in str(refused.value)
