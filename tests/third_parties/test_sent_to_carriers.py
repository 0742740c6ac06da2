"""What a carrier was told of a parcel is told to the person it was for: the kinds of data, the day, and the order."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from tests.rights.commands import approve, received, typed
from tests.worlds import World, fresh_world

from belofte.domain.handed_over import Handed, handed_told
from belofte.domain.notice.wording import day
from belofte.procedures.using.use_desk import UseDesk

LABEL = ("--reason", "label", "--by", "shop")
NAME_AND_ADDRESS = ("--kinds", "name,address")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return fresh_world(tmp_path / "home")


def shipped(world: World, carrier: str, order: str, address: str) -> int:
    return typed(world, "ship", address, "--carrier", carrier, "--order", order, *NAME_AND_ADDRESS, *LABEL)[0]


def answered(world: World, address: str) -> str:
    """The letter that answers a request for access."""
    reference = received(world, "access", address)
    assert typed(world, "request", "confirm", reference)[0] == 0
    approve(world, reference)
    return world.letters_to(address)[-1]


def copied_information(world: World, address: str) -> dict[str, Any]:
    """``information.json`` of the copy, valid against the schema that lies beside it."""
    with world.open() as belofte:
        parts = belofte.public.download(world.link_for(address))
        assert parts is not None
        copy = zipfile.ZipFile(io.BytesIO(b"".join(parts)))
    told = json.loads(copy.read("information.json"))
    jsonschema.validate(told, json.loads(copy.read("access-information.schema.json")))
    return told


def test_the_answer_says_what_went_to_which_carrier_on_which_day_for_which_order(world: World) -> None:
    anna = world.made.asks
    assert shipped(world, "postnl", "10023", anna) == shipped(world, "postnl", "10024", anna) == 0
    assert shipped(world, "dhl", "10025", anna) == 0
    assert shipped(world, "ups", "10026", anna) != 0, "the policy names no such carrier: the parcel did not leave"
    today = day(datetime.now(ZoneInfo("Europe/Amsterdam")).date()).nl
    letter = answered(world, anna)
    assert f"Wij gaven door: adres en naam, op {today} (bestelling 10023) en {today} (bestelling 10024)." in letter
    assert f"Wij gaven door: adres en naam, op {today} (bestelling 10025)." in letter
    assert "10026" not in letter
    told = copied_information(world, anna)
    given = {one["name"] for one in told["recipients"] if "Wij gaven door" in " ".join(one["sentences"])}
    assert given == {"postnl", "dhl"}
    assert not {"PostNL", "DHL"} & set(told["perhaps"]), "it is known, so it is no guess any more"


def test_nobody_is_told_of_somebody_elses_parcels(world: World) -> None:
    assert shipped(world, "postnl", "10023", world.made.leaves) == 0
    assert shipped(world, "dhl", "10024", world.made.asks) == 0
    letter = answered(world, world.made.asks)
    assert "bestelling 10024" in letter
    assert "10023" not in letter


def test_no_carrier_is_told_of_where_nothing_was_sent(world: World) -> None:
    assert "Wij gaven door" not in answered(world, world.made.asks)


def test_a_parcel_reported_afterwards_at_a_carrier_of_long_ago_is_told_too(world: World) -> None:
    """What was done without asking is in the log as well; a carrier may be one the policy names no more."""
    line = {"who": f"email={world.made.asks}", "at": "2024-03-05T12:00:00Z", "carrier": "ups", "kinds": ["name"]}
    with world.open() as belofte:
        assert belofte.desk(UseDesk).told([{**line, "basis": "order:77"}], "shop") == 1
    assert "Ups. Wij gaven door: naam, op 5 maart 2024 (bestelling 77)." in answered(world, world.made.asks)


def test_parcels_of_one_kind_stand_in_one_sentence_in_order_of_their_days() -> None:
    parcels = (
        Handed(date(2026, 11, 2), ("name", "address"), "order", "2"),
        Handed(date(2026, 11, 1), ("address", "name"), "consent", "c-1"),
        Handed(date(2026, 11, 3), ("phone",), "contract", "K7"),
    )
    assert list(handed_told(parcels, "en")) == [
        "We passed on: address and name, on 1 November 2026 and 2 November 2026 (order 2).",
        "We passed on: telephone number, on 3 November 2026 (contract K7).",
    ]
