"""A policy in which every key of the folder is written once: the yardstick for "each fact has its sentence"."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from belofte.domain.policy import Policy
from belofte.loading.folder import load_policy_folder
from belofte.loading.shape import Group, Named, One, Shape
from belofte.loading.shape_policy import POLICY
from belofte.loading.values import Choice, Flag, Word

SECRECY = {"basis": "contract", "document": "documents/a.pdf", "signed": "2020-01-01", "until": "2030-12-31"}

FULL: dict[str, Any] = {
    "format": "1",
    "environment": "sandbox",
    "example": True,
    "controller": {
        "name": "Voorbeeld B.V.", "country": "NL", "kvk": "01234567", "address": "Dorpsstraat 1, 1234 AB Ons Dorp",
        "email": "info@shop.example", "phone": "+31 20 000 0000",
        "representative": "Voorbeeld EU B.V.", "joint": ["Voorbeeld Holding"],
        "book_year_starts": "07-01",
        "book_year_changes": {"2023-07-01": {"before": "01-01", "last_year": "short"}},
    },
    "privacy_office": {
        "email": "privacy@shop.example", "phone": "+31 20 000 0001", "address": "Postbus 1, 1234 AB Ons Dorp",
        "form": "https://shop.example/privacy", "stand_in": "director@shop.example", "names": ["Privacy Office", "PO"],
        "second": "board@shop.example", "tell_before": 3, "second_after": 2,
    },
    "dpo": {"appointed": False, "contact": "dpo@shop.example", "why_not": "no large-scale monitoring"},
    "languages": ["nl", "en"],
    "in_force": "2026-01-01",
    "ends_earlier_at": "in-force",
    "scope": ["www.shop.example"],
    "scope_excludes": ["staff", "applicants"],
    "services": ["web-shop"],
    "limits": {
        "data": "needed-only", "purposes": "service-only", "tied_to": ["order", "consent"],
        "contact": "explicit-consent",
    },
    "data": {
        "profile": {
            "needed": ["name", "email"], "optional": ["phone"], "label": {"nl": "klantprofiel", "en": "profile"},
            "special": True, "special_basis": "Art. 9(2)(h)", "source": "subject", "closed": False,
            "subjects": ["customers"], "about_children": False, "why_needed": "mail is addressed by name",
        },
        "invoice": ["name", "invoice-lines"],
    },
    "purposes": {
        "service": {
            "uses": ["profile.needed", "invoice"], "basis": "consent", "law": "AWR art. 52(4)",
            "interest": "keeping the site safe", "ask": "news", "label": {"nl": "dienst", "en": "service"},
            "direct_marketing": True, "must_give": "contractual", "if_not_given": "we cannot deliver",
            "tied_to_order": True, "bundled_with": "post",
            "dpia": {
                "needed": True, "because": ["health"], "why": "many patients", "document": "documents/dpia.pdf",
                "done": "2026-01-01", "review": "2028-01-01",
            }, "channels": ["email", "phone"],
        },
        "post": {"uses": ["profile.optional"], "basis": "consent", "ask": "news"},
    },
    "recipients": {
        "google": {
            "role": "processor", "label": {"nl": "Google", "en": "Google"}, "does": ["statistics"],
            "gets": ["profile"], "sees": "everything", "country": "US", "only_in": "eu-central-1",
            "vendor": "google-analytics",
            "transfer": {"basis": "dpf", "review": "2027-06-01", "fallback": "scc", "copy_from": "p@shop.example"},
            "secrecy": SECRECY, "own_use": "never", "never_uses": ["name"], "only_for": "trend-analysis",
            "shares_on": False, "purposes": ["service"], "basis": "contract",
            "agreement": {
                "document": "documents/b.pdf", "signed": "2020-01-01", "until": "2030-12-31", "review": "2027-01-01",
                "points": dict.fromkeys("abcdefgh", "art. 1"),
            }, "metadata": "personal", "measures": "stated",
            "only_if": "forced-by-law", "encrypted": True,
            "sub_processors": {
                "cloud": {"country": "IE", "does": "storage", "starts": "2027-01-01", "object_by": "2026-12-01"},
            },
            "tracking": "off",
            "records": ["browser"], "closed": False, "contact": "privacy@google.example",
            "ends": "2030-12-31",
        },
    },
    "sharing": {"only_for": ["bookkeeping", "delivery"], "all_bound_to_secrecy": True, "bound_by": ["contract"],
                "papers_within": "3 months"},
    "retention": {
        "profile": {
            "at_least": "1 year", "at_most": "2 years", "until": "left", "after": "collected", "then": "erase",
            "staff_access": "ends-at-once", "seen_by": ["custodian"], "applicable_term": True, "why": "complaints",
            "reset_by_activity": False, "covers": ["exports"],
            "tagged": {
                "oss": {
                    "at_least": "10 years", "at_most": "11 years", "after": "year-of-supply", "until": "closed",
                    "law": "Regulation (EU) 282/2011 art. 63c", "label": {"nl": "verkoop ver weg", "en": "far sales"},
                },
                "real-estate": {"exactly": "9 years", "after": "year-of-first-use", "law": "Wet OB art. 34a"},
            },
            "by_purpose": {
                "service": {
                    "at_least": "1 year", "at_most": "2 years", "after": "ordered", "until": "left",
                    "law": "BW 2:10", "begins": "ordered",
                },
                "post": {"exactly": "1 year", "after": "consent-given"},
            },
        },
        "invoice": {"exactly": "7 years", "after": "book-year-of-settlement", "law": "AWR art. 52(4)"},
    },
    "rights": {
        "described": [
            "access", "rectification", "erasure", "restriction", "portability", "objection", "withdrawal", "complaint",
            "automated-decisions", "court",
        ],
        "reach": "ours-and-processors", "requests_to": "privacy-contact", "answer_within": "30 days",
        "answer_capped_by": "law", "access_gives": ["all-data", "processors", "categories"],
        "confirms": ["rectification"], "copies_go_to": "known-address", "elsewhere": "after-identification",
        "identify_by": "least-intrusive", "copies_are": "machine-readable", "copies_secured": "link",
        "leaving": "counts-as-erasure", "leaving_copy_first": True,
        "restriction": {
            "for": "anyone", "lifted_by": "subject", "told_before_lifting": True, "still": ["storage", "legal-claims"],
        },
        "portability": {"scope": "provided-data", "direct": True, "ends_service": False},
        "objection": {
            "stop": "at-once", "upheld": "copies-then-stop", "answer_within": "30 days", "marketing_absolute": True,
            "pointed_out": True,
        },
        "withdrawal": "as-easy-as-giving", "extension": True, "free": True,
        "register": {
            "kept": "handled", "erasures": "anonymous", "term": "5 years", "basis": "legal-duty",
            "method": "months only",
        },
        "complaint": True, "complaint_url": "https://authority.example", "court": True, "case_term": "6 weeks",
        "download_for": "14 days", "pause": "24 hours", "ask_above": 5000, "sample_mailboxes": True,
        "ask_identity_within": "2 days", "remind_after": "4 days", "decide_after": "12 days",
        "two_people": ["erasure"], "two_people_above": 10000,
    },
    "website": {
        "encryption": "https", "cookies": {"basket": {"purpose": "service", "lifetime": "7 days", "by": "google"}},
        "cookie_consent": "before", "unsubscribe_link": "in-every-mail", "unsubscribe_effect": "newsletter-stops",
        "collects": ["ip-address"], "collects_closed": False,
    },
    "staff": {
        "roles": ["technical-staff"], "limits": "only for the ticket at hand", "secrecy": SECRECY, "own_use": "never",
        "custodian": "custodian",
    },
    "authorities": {"when": "forced-by-law", "grounds": ["tax", "criminal"]},
    "changes": {
        "reserved": True, "newest_here": True, "told_by": "email", "lead_time": "30 days", "fallback": "a letter",
        "archive": "https://shop.example/privacy/archive", "version": "2.10",
    },
    "automated_decisions": {"used": False, "logic": "none"},
    "customers": {
        "organisations": True, "contact_persons_from": "the organisation", "processor_for": True,
        "ask_instead": "your own employer",
    },
    "technology": {"named": ["google"], "called": "mixed"},
    "notice": {"describes": ["data", "rights"], "sections": ["retention"], "contact_details_at": "end"},
    "children": "none-knowingly",
    "security": {"access": "personal accounts with a second step"},
    "breaches": "we tell the authority",
    "own_books": {"members": "2 years", "disclosures": "5 years", "breaches": "5 years"},
    "backups": "35 days",
    "suppression_list": "a keyed trace",
    "never": ["resale", "commercial-sharing"],
    "never_means": {"resale": "no data is sold on"},
    "statements": {"care": {"states": "we care about your privacy", "value": "careful"}},
}  # fmt: skip


def load(facts: Mapping[str, Any], folder: Path) -> Policy:
    """The policy of these facts, through the real loader (JSON is YAML)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "policy.yaml").write_text(json.dumps(facts), "utf-8")
    return load_policy_folder(folder).policy


def every_key(shape: Shape = POLICY, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every key the folder knows, with ``*`` for a name, and the type of its value."""
    for key in shape.keys:
        path = (*at, key.name)
        yield path, key.type
        match key.type:
            case One(inner) | Group(inner):
                yield from every_key(inner, path)
            case Named(inner):
                yield from every_key(inner, (*path, "*"))
            case _:
                pass


def variants() -> Iterator[tuple[str, dict[str, Any]]]:
    """The full policy with every closed word and both values of every flag, one change at a time."""
    for path, kind in every_key():
        match kind:
            case Word(choices):
                values: list[Any] = list(choices)
            case Flag():
                values = [True, False]
            case Choice(of):
                values = [member.value for member in of]
            case _:
                continue
        for value in values:
            facts = deepcopy(FULL)
            if _put(facts, path, value):
                yield f"{'.'.join(path)}={value}", facts


def _put(facts: Any, path: tuple[str, ...], value: Any) -> bool:
    """Set one key; for ``*`` the first thing that has it. False where the full policy has no such place."""
    head, *rest = path
    if head == "*":
        return any(isinstance(v, dict) and _put(v, tuple(rest), value) for v in facts.values())
    if not isinstance(facts, dict) or head not in facts:
        return False
    if not rest:
        facts[head] = value
        return True
    return _put(facts[head], tuple(rest), value)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each change of the full policy."""
    if "variant" in metafunc.fixturenames:
        known = list(variants())
        metafunc.parametrize("variant", [facts for _, facts in known], ids=[name for name, _ in known])


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """The full policy, read by the loader."""
    return load(FULL, tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="session")
def known_keys() -> list[tuple[str, ...]]:
    """Every key the folder knows."""
    return [path for path, _ in every_key()]


@pytest.fixture
def variant_policy(variant: dict[str, Any], tmp_path: Path) -> Policy:
    """The full policy with one change."""
    return load(variant, tmp_path)
