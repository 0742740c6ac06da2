"""``belofte verify``, ``prove``, ``backup`` and ``restore``: is the evidence whole, and is the state safe?

``verify`` needs no installation: the three files, copied anywhere, and the key that was pinned.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, PolicyDir, print_json

if TYPE_CHECKING:
    from belofte.domain.verification import Fault
    from belofte.settings import Home
    from belofte.storage.places import Places

Folder = Annotated[
    Path | None,
    typer.Argument(help="The folder with leaves.jsonl, hashes and checkpoints, or a proof made by `belofte prove`."),
]
Key = Annotated[
    str | None,
    typer.Option(
        "--key", help="The pinned public key, or a file with it. Without it the key beside the files is used."
    ),
]


def verify(
    folder: Folder = None,
    key: Key = None,
    anchor: Annotated[
        list[Path] | None, typer.Option("--anchor", help="A file with a checkpoint that was kept outside; repeatable.")
    ] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Check the evidence log offline and name what is wrong: leaf, hash line, checkpoint, cut-off end, foreign key.

    Example: belofte verify copies/evidence --key belofte-3f9a1c20+1a2b3c4d+Ab… --anchor newest-checkpoint.txt
    """
    from belofte.domain.verification import Fault, FaultKind
    from belofte.procedures.proving.stamping import stamps_in
    from belofte.procedures.proving.verify import check_proof, read_key, read_proof
    from belofte.procedures.proving.verify import verify_in_use as judge

    place = folder or _home_of(policy).evidence
    if place.is_file():
        faults = check_proof(read_proof(place), read_key(_pinned(key, place.parent)))
        _tell(as_json, "proof", faults, "The proof holds: this leaf is in the log.", {})
        return
    stamps = list(stamps_in(place))
    outside = [*(anchor or ()), *(stamp.note for stamp in stamps if stamp.wrong is None)]
    report = judge(place, read_key(_pinned(key, place)), outside)
    report.faults += [
        Fault(
            FaultKind.TIME_STAMP,
            stamp.size,
            stamp.size,
            f"The time stamp {stamp.size}.tsr does not hold: {stamp.wrong}.",
        )
        for stamp in stamps
        if stamp.wrong
    ]
    counts: dict[str, object] = {
        "size": report.size,
        "checkpoints": report.checkpoints,
        "root": report.root,
        "pinned": key is not None,
        "time_stamps": [{"size": stamp.size, "at": stamp.at} for stamp in stamps if stamp.wrong is None],
    }
    whole = f"The log is whole: {report.size} leaves, {report.checkpoints} signed checkpoints."
    if stamps and stamps[-1].at:
        whole += f"\nIts first {stamps[-1].size} leaves bear a time stamp of {stamps[-1].at:%Y-%m-%d %H:%M} UTC."
        whole += " Whose it is: openssl ts -verify (docs/evidence.md)."
    if key is None:
        whole += "\nThe key lay beside the files. Pin it elsewhere (--key) to be sure whose log this is."
    _tell(as_json, "verify", report.faults, whole, counts)


def prove(
    leaf: Annotated[int, typer.Argument(help="The leaf's number, counted from 1: its line in leaves.jsonl.")],
    folder: Annotated[Path | None, typer.Option("--evidence", help="The evidence folder, when it is a copy.")] = None,
    key: Key = None,
    policy: PolicyDir = DEFAULT_POLICY,
) -> None:
    """Show that one leaf is in the signed log: its path to the root, to be checked by anyone with the pinned key.

    Example: belofte prove 1042 > proof.json; belofte verify proof.json --key pinned.key
    """
    from belofte.procedures.proving.verify import prove as show
    from belofte.procedures.proving.verify import read_key

    place = folder or _home_of(policy).evidence
    proof = show(place, leaf, read_key(_pinned(key, place)))
    print_json(
        "proof", leaf=proof.leaf, number=proof.number, size=proof.size, path=proof.path, checkpoint=proof.checkpoint
    )


def backup(
    target: Annotated[Path, typer.Argument(help="The folder below which the copy is made.")],
    keys: Annotated[
        Path | None, typer.Option("--keys", help="Also copy the keys, to this other folder; empty it within days.")
    ] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Copy the state while it is in use: store, ledger, packages, evidence. Keys are never in it.

    Example: belofte backup /backup/state --keys /backup/keys-of-this-week
    """
    from belofte.storage.backup import back_up_keys, back_up_state

    places, now = _places_of(policy), datetime.now(UTC)
    state = back_up_state(places, target, now)
    copied_keys = back_up_keys(places, keys, now) if keys is not None else None
    if as_json:
        folder = None if copied_keys is None else str(copied_keys.folder)
        files = sorted(state.files)
        print_json("backup", state=str(state.folder), keys=folder, store=state.has_store, files=files)
        return
    typer.echo(f"State copied to {state.folder} ({len(state.files)} files).")
    if not state.has_store:
        typer.echo("The store is a Postgres: copy it with pg_dump at the same time.")
    if copied_keys is not None:
        typer.echo(f"Keys copied to {copied_keys.folder}. Remove this copy within a week: it opens closed cases.")
    else:
        typer.echo("No keys were copied (--keys): without the keys folder this copy opens no case.")


_RESTORED = ("made_at", "adopted", "closed_since", "erased_since", "stopped_since", "rows_missing", "keys_destroyed")


def restore(
    state: Annotated[Path, typer.Argument(help="A copy made by `belofte backup`: the folder with manifest.json.")],
    keys: Annotated[
        Path | None, typer.Option("--keys", help="A copy of the keys, needed only where the keys folder is gone.")
    ] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Put a copy of the state back. Newer evidence, ledger and keys that are still there are kept. Stop Belofte first.

    Example: belofte restore /backup/state/belofte-state-20261122T190500Z
    """
    from belofte.storage.restore import restore as put_back

    _refuse_while_at_work(policy)
    restored = put_back(_places_of(policy), state, keys, datetime.now(UTC))
    if as_json:
        print_json("restore", **{name: getattr(restored, name) for name in _RESTORED})
        return
    typer.echo(f"The state of {restored.made_at:%Y-%m-%d %H:%M} UTC is back.")
    if restored.set_aside is not None:
        typer.echo(f"The store that was there lies in {restored.set_aside}; remove it when all is well.")
    typer.echo(f"Newer evidence taken over: {restored.adopted} leaves.")
    typer.echo(f"Cases that were closed since and stay closed: {restored.closed_since}.")
    typer.echo(f"Erasures since, known from the ledger: {restored.erased_since}.")
    typer.echo(f"Restrictions and objections since, known from the ledger: {restored.stopped_since}.")
    if restored.rows_missing:
        typer.echo(f"Rows of the register that are lost, as the evidence shows: {restored.rows_missing}.")
    typer.echo(f"Requests that came in since {restored.made_at:%Y-%m-%d %H:%M} UTC are lost: look in your mailboxes.")
    typer.echo("If another system was put back too: belofte restore-replay SYSTEM --restored-from DAY")


def _home_of(policy: Path) -> Home:
    """The installation a policy folder belongs to, with the data folder its settings name."""
    from belofte.settings import Home, load_settings

    path = Home.of_policy(policy).path
    return Home(path, Path(load_settings(path).data))


def _places_of(policy: Path) -> Places:
    from belofte.bootstrap.installation import store_url
    from belofte.settings import load_settings
    from belofte.storage.places import Places

    home = _home_of(policy)
    return Places(home.data, store_url(load_settings(home.path), home))


def _refuse_while_at_work(policy: Path) -> None:
    """A process that holds the store would go on writing to the one that was set aside."""
    from belofte.domain.errors import Refused
    from belofte.engine.database import open_engine_database
    from belofte.engine.workers import SqlWorkers

    places, engine = _places_of(policy), _home_of(policy).engine
    if places.url is None and not engine.exists():
        return
    database = open_engine_database(places.url or f"sqlite:///{engine}")
    alive = [worker.id for worker in SqlWorkers(database).seen() if worker.is_fresh()]
    database.dispose()
    if alive:
        raise Refused(
            f"Belofte is at work on this data ({', '.join(alive)}); nothing was restored.",
            "Stop it first. A process that was killed counts as gone after half a minute.",
        )


def _pinned(key: str | None, folder: Path) -> str:
    return key if key is not None else str(folder / "public.key")


def _tell(as_json: bool, schema: str, faults: list[Fault], whole: str, fields: dict[str, object]) -> None:
    if as_json:
        print_json(schema, whole=not faults, faults=faults, **fields)
    else:
        typer.echo("\n".join(fault.sentence for fault in faults) or whole)
    if faults:
        raise typer.Exit(1)
