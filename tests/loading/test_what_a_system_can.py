"""What a kind of system cannot do is not allowed by ``allow: all``: a person gets the task."""

from __future__ import annotations

from pathlib import Path

from belofte.domain.system_map import SystemMap, Verb
from belofte.loading.folder import load_policy_folder

from .folders import POLICY, make

BINDERS = "kind: person\ncontact: archief@bewaarder.example\nallow: all\ntables: {binders: {category: profile}}\n"
NEWSLETTER = "kind: mailchimp\nkey: env:KEY\nallow: all\ntables: {members: {category: news, by_hand: rectify}}\n"
NEWS = """\
data:
  news: [email, name, address, phone, date-of-birth, ip-address, location, language, preferences, consent-record,
         mail-opens, notes]
"""


def loaded(tmp_path: Path, name: str, text: str) -> SystemMap:
    folder = load_policy_folder(make(tmp_path, POLICY.replace("data:\n", NEWS), more={f"systems/{name}.yaml": text}))
    return folder.systems[name]


def test_a_paper_archive_is_looked_into_by_people_whatever_the_map_allows(tmp_path: Path) -> None:
    binders = loaded(tmp_path, "binders", BINDERS)
    assert binders.allow == {Verb.FIND, Verb.OBSERVE}
    assert not any(binders.does(verb, "binders") for verb in (Verb.EXPORT, Verb.ERASE, Verb.RECTIFY))


def test_a_company_may_keep_an_act_for_its_people_table_by_table(tmp_path: Path) -> None:
    members = loaded(tmp_path, "newsletter", NEWSLETTER)
    assert not members.does(Verb.RECTIFY, "members")
    assert members.does(Verb.ERASE, "members")


def test_lines_of_a_log_cannot_be_put_right_where_they_lie_and_mail_contacts_can(tmp_path: Path) -> None:
    aws = loaded(
        tmp_path,
        "aws",
        "kind: aws\nregion: eu-central-1\nallow: all\ntables:\n"
        "  requests: {category: profile, at: {service: logs, group: /web, by: email}, email: [message]}\n"
        "  readers: {category: profile, at: {service: ses}, email: [EmailAddress]}\n",
    )
    assert not aws.does(Verb.RECTIFY, "requests")
    assert aws.does(Verb.ERASE, "requests")
    assert aws.does(Verb.RECTIFY, "readers")
