"""``belofte staff list``, ``show``, ``import``, ``end`` and ``access``: our own people, and who can read what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.days import day_of
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import CouldNotLook, Refused, WrongUse
from belofte.domain.staff import Finding, Member, Wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belofte.procedures.staffing.people_from import TakenOver
    from belofte.procedures.staffing.staff_desk import Access, Report

Name = Annotated[str, typer.Argument(help="The person's name, as the list has it.")]
_WRONG = {
    Wrong.NOBODY: "is nobody's on the list",
    Wrong.NOT_BEGUN: "before the first day",
    Wrong.ENDED: "after the last day",
    Wrong.UNSIGNED: "without a signed promise of secrecy",
    Wrong.OUTSIDE: "outside the role",
    Wrong.GUEST: "belongs to another organisation",
    Wrong.ANYONE: "open to whoever has the address",
}


def list_(policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """Everybody on the list: role, days, signature, accounts.

    Example: belofte staff list --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.staffing.staff_desk import StaffDesk

    with open_belofte(policy, now) as belofte:
        members = belofte.desk(StaffDesk).members()
    if as_json:
        print_json("staff.list", members=members)
    else:
        typer.echo("\n".join(map(_line, members)) or "Nobody yet: belofte staff import FILE")


def show(name: Name, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """One of our people, with the accounts that are theirs.

    Example: belofte staff show "J. Jansen"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.staffing.staff_desk import StaffDesk

    with open_belofte(policy, now) as belofte:
        member = belofte.desk(StaffDesk).member(name)
    if as_json:
        print_json("staff.member", member=member)
        return
    typer.echo(_line(member))
    for system, account in member.accounts:
        typer.echo(f"  {system or 'everywhere':<16} {account}")


def import_(
    file: Annotated[
        Path | None, typer.Argument(help="A CSV in UTF-8 or an .xlsx: belofte import --template members.")
    ] = None,
    source: Annotated[
        str, typer.Option("--from", help="Instead of a file: a system that holds the list, such as microsoft365.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look at every row; write nothing.")] = False,
    by: Annotated[str, typer.Option("--by", help="The named person who takes it over.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Put staff and contractors on the list, or change what it says of them. The same as belofte import --kind members.

    From Microsoft 365 come name, address, first and last day, employee or contractor, and whether the account is open;
    the role follows from a group that the map declares under readers:, or a function called like a role.

    Examples: belofte staff import people.csv --by "P. de Boer" · belofte staff import --from microsoft365 --dry-run
    """
    if (file is None) == (not source):
        raise WrongUse("Say where the list is.", "a file, or --from SYSTEM")
    if file is None:
        _from_system(source, by, policy, now, as_json, is_trial=dry_run)
        return
    from belofte.cli.taking_over import Kind
    from belofte.cli.taking_over import import_ as take_over

    take_over(file, Kind.MEMBERS, None, "en", dry_run, by, policy, now, as_json)


def _from_system(source: str, by: str, policy: Path, now: str | None, as_json: bool, *, is_trial: bool) -> None:
    from belofte.bootstrap import open_belofte
    from belofte.ports import SystemUnreachable
    from belofte.procedures.staffing.staff_desk import StaffDesk

    with open_belofte(policy, now) as belofte:
        try:
            taken = belofte.desk(StaffDesk).take_over(source, by, is_trial=is_trial)
        except SystemUnreachable as away:
            raise CouldNotLook(away.why, away.remedy) from away
    if as_json:
        print_json("staff.taken-over", taken=taken, dry_run=is_trial)
    else:
        typer.echo("\n".join(f"{word:<8} {_line(one)}" for word, some in _kinds(taken) for one in some))
        would = "would be taken over" if is_trial else "taken over"
        typer.echo(f"{len(taken.added) + len(taken.changed)} {would}; {taken.known} as they were")
    if taken.without_role:
        raise Refused(
            f"No role or first day is known of: {', '.join(taken.without_role)}. They are not on the list.",
            f"declare their group under readers: in systems/{source}.yaml, or import them from a table",
        )


def _kinds(taken: TakenOver) -> Sequence[tuple[str, Sequence[Member]]]:
    return (("new", taken.added), ("changed", taken.changed))


def signed(
    name: Name,
    document: Annotated[str, typer.Option("--document", help="The signed document, as it lies in the policy folder.")],
    on: Annotated[str, typer.Option("--on", help="The day it was signed: 2026-11-30.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Somebody signed for secrecy: the document's hash and the day go on record.

    Example: belofte staff signed "J. Jansen" --document documents/jansen.pdf --on 2026-11-30
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.staffing.staff_desk import StaffDesk

    day = day_of("--on", on)
    with open_belofte(policy, now) as belofte:
        member = belofte.desk(StaffDesk).sign(name, document, day)
    if as_json:
        print_json("staff.member", member=member)
    else:
        typer.echo(_line(member))


def end(
    name: Name,
    on: Annotated[str, typer.Option("--on", help="The last day: 2026-11-30.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Somebody's last day; accounts that can still read after it are reported.

    Example: belofte staff end "J. Jansen" --on 2026-11-30
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.staffing.staff_desk import StaffDesk

    last_day = day_of("--on", on)
    with open_belofte(policy, now) as belofte:
        member = belofte.desk(StaffDesk).end(name, last_day)
    if as_json:
        print_json("staff.member", member=member)
    else:
        typer.echo(_line(member))


def access(
    system: Annotated[str | None, typer.Argument(help="One system; without it: all.")] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Who can read what, held against the list: outside the role, before the signature, after the end, nobody's.

    Examples: belofte staff access · belofte staff access crm --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.staffing.staff_desk import StaffDesk

    with open_belofte(policy, now) as belofte:
        report = belofte.desk(StaffDesk).report(system, _progress)
    if as_json:
        print_json("staff.access", on=report.on, systems=report.systems, names=report.names)
    else:
        typer.echo("\n".join(line for one in report.systems for line in _lines(report, one)))
    if report.findings:
        raise Refused(f"{len(report.findings)} times somebody can read who should not.", "the lines above say who")
    if away := next((one for one in report.systems if one.why), None):
        raise CouldNotLook("Not every system told who can read there.", away.remedy or "")


def _progress(system: str, seen: bool) -> None:
    typer.echo(f"  {system}: {'looked' if seen else 'could not look'}", err=True)


def _line(member: Member) -> str:
    days = f"{member.starts_on} – {member.ends_on or 'now'}"
    signed = f"signed {member.signed_on}" if member.signed_on and member.digest else "not signed"
    return f"{member.name:<28} {member.role:<18} {member.bond:<11} {days:<24} {signed}"


def _lines(report: Report, access: Access) -> list[str]:
    if access.why:
        return [f"{access.system:<12} could not look: {access.why} → {access.remedy}"]
    lines = [f"{access.system:<12} {len(access.readers)} accounts can read"]
    lines += [f"{'':<12} {_said(report, one)}" for one in access.findings]
    return [*lines, *(f"{'':<12} not told: {sentence}" for sentence in access.untold)]


def _said(report: Report, one: Finding) -> str:
    who = f" ({report.names[one.member]})" if one.member in report.names else ""
    since = f" since {one.since}" if one.since else ""
    return f"{one.account}{who}: {_WRONG[one.wrong]}{since} · {', '.join(one.ways[:3])}"
