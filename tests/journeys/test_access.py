"""Access, end to end on the sample company: from the form to the copy, with proof (T-01, T-10, T-11, RGT, ACC)."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile

from tests.worlds import World

from belofte.domain.plan import Outcome
from belofte.domain.system_map import Verb


def fetch(world: World, address: str) -> zipfile.ZipFile:
    with world.open() as belofte:
        parts = belofte.public.download(world.link_for(address))
        assert parts is not None
        return zipfile.ZipFile(io.BytesIO(b"".join(parts)))


def test_a_known_address_gets_everything_and_nothing_else(world: World) -> None:
    address = world.made.asks
    with world.open() as belofte:
        reference = world.ask(belofte, "access", address)
        case = world.approve(belofte, reference)
    assert case.row.state == "answered"
    exported = next(receipt for receipt in case.receipts if receipt.verb is Verb.EXPORT)
    assert exported.outcome is Outcome.DONE
    copy = fetch(world, address)
    data = json.loads(copy.read("data.json"))
    assert data["schema"] == "belofte.package/1"
    in_copy = {name.split(".", 1)[1]: count for name, count in data["counts"].items() if count}
    assert in_copy == dict(world.made.expected_of(address))
    assert in_copy == {line.collection: line.acted for line in exported.lines if line.acted}
    assert all(record["category"] for record in data["records"])


def test_the_manifest_names_every_file_with_its_hash(world: World) -> None:
    address = world.made.asks
    with world.open() as belofte:
        world.approve(belofte, world.ask(belofte, "access", address))
    copy = fetch(world, address)
    manifest = json.loads(copy.read("manifest.json"))
    assert set(manifest["files"]) == set(copy.namelist()) - {"manifest.json"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256(copy.read(name)).hexdigest() == digest


def test_csv_and_json_hold_the_same_records(world: World) -> None:
    address = world.made.asks
    with world.open() as belofte:
        world.approve(belofte, world.ask(belofte, "access", address))
    copy = fetch(world, address)
    data = json.loads(copy.read("data.json"))
    for name, count in data["counts"].items():
        rows = list(csv.DictReader(io.StringIO(copy.read(f"csv/{name}.csv").decode())))
        assert len(rows) == count


def test_somebody_who_is_in_nothing_is_told_so_in_time(world: World) -> None:
    address = "niemand@nergens.example"
    with world.open() as belofte:
        reference = world.ask(belofte, "access", address)
        case = world.approve(belofte, reference)
    assert case.row.state == "answered"
    assert [receipt.verb for receipt in case.receipts] == [Verb.TELL]
    assert "niets gevonden" in world.letters_to(address)[-1].lower()


def test_looking_at_a_link_changes_nothing(world: World) -> None:
    """A mail scanner opens every link; only the button acts."""
    address = world.made.asks
    with world.open() as belofte:
        belofte.public.submit(_access(address))
        belofte.work.tend()
        token = world.link_for(address)
        for _ in range(3):
            assert belofte.public.link(token).state == "open"
        assert belofte.office.queue()[0].state == "received"
        assert belofte.public.confirm(token) == "open"
        assert belofte.public.confirm(token) == "used"


def test_the_same_words_for_a_known_and_an_unknown_address(world: World) -> None:
    with world.open() as belofte:
        for address in (world.made.asks, "niemand@nergens.example"):
            belofte.public.submit(_access(address))
        belofte.work.tend()
    known, unknown = (world.letters_to(a)[-1] for a in (world.made.asks, "niemand@nergens.example"))
    assert _without_secrets(known) == _without_secrets(unknown)


def test_nothing_of_a_person_stands_in_the_open_in_our_own_state(world: World) -> None:
    address = world.made.asks
    with world.open() as belofte:
        world.approve(belofte, world.ask(belofte, "access", address))
    data = world.made.home.data
    own = [f for f in data.rglob("*") if f.is_file() and "sandbox" not in f.parts]
    assert own
    for file in own:
        assert address.encode() not in file.read_bytes(), file.name


def _access(address: str):
    from belofte.procedures.desks import Submission

    return Submission(right="access", address=address, language="nl")


def _without_secrets(text: str) -> str:
    import re

    return re.sub(r"B-[0-9A-Z]{4}-[0-9A-Z]{3}|[0-9a-f]{48}", "…", text)
