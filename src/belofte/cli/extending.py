"""``belofte request extend``: a longer term, told with its reasons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import WrongUse

if TYPE_CHECKING:
    from belofte.procedures.clock.clocks import ClockView

Reference = Annotated[str, typer.Argument(help="The reference people see, such as B-7K3M-22Q.")]
By = Annotated[str, typer.Option("--by", help="The named person who decides.")]


def extend(
    reference: Reference,
    ground: Annotated[
        str,
        typer.Option(
            "--ground", help="complexity or number (Art. 12(3)); any other shows as doubtful, an outage is refused."
        ),
    ],
    reasons: Annotated[str, typer.Option("--reasons", help="The reasons, or a UTF-8 text file that holds them.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Tell the person, with the reasons, that it takes two months longer. It counts once the letter was delivered.

    Example: belofte request extend B-7K3M-22Q --ground complexity --reasons reasons.txt --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.clock.clock_desk import ClockDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(ClockDesk)
        desk.extend(reference, by, ground, text_or_file(reasons))
        belofte.work.tend()
        clock = desk.clock(reference)
    if as_json:
        print_json("request.clock", clock=clock, delay_days=clock.delay_days)
    else:
        typer.echo("\n".join(clock_lines(clock)))


def clock(reference: Reference, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """Both clocks of one request, every date with its reason.

    Example: belofte request clock B-7K3M-22Q --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.clock.clock_desk import ClockDesk
    from belofte.procedures.programs.told_as_json import sentence

    with open_belofte(policy, now) as belofte:
        seen = belofte.desk(ClockDesk).clock(reference)
    if as_json:
        why = {
            name: [sentence(r) for r in seen.reasons if r.of == name] for name in sorted({r.of for r in seen.reasons})
        }
        print_json("request.clock", clock=seen, delay_days=seen.delay_days, why=why)
        return
    lines = clock_lines(seen)
    lines += [f"  {reason.of}: {sentence(reason)}" for reason in seen.reasons]
    typer.echo("\n".join(lines))


def clock_lines(clock: ClockView) -> list[str]:
    """The two clocks as lines on a terminal: two results, never one."""
    lines = [
        f"promise {clock.promise:<9} due {clock.promise_due or '-'}",
        f"law     {clock.law:<9} due {clock.law_end or '-'}   work by {clock.work_by or '-'}",
    ]
    if clock.delay_days:
        lines.append(f"registered {clock.delay_days} days after it reached us, on {clock.registered_on}; the clock ran")
    if clock.suspended_from:
        until = clock.suspended_until or "now"
        lines.append(
            f"the law's clock stood still from {clock.suspended_from} to {until} ({clock.suspended_days} days) for "
            f"proof of identity; without that the law's day is {clock.law_due_without_waiting}; "
            "the promise did not wait"
        )
    if clock.late_asked:
        lines.append("identity was asked too late: nothing is credited")
    if clock.extension:
        doubt = f", on a ground Art. 12(3) does not name: {clock.extension_ground}" if clock.extension_doubtful else ""
        lines.append(f"{EXTENSION[clock.extension]}{doubt}")
    if clock.accepted_later:
        lines.append(f"sent in time ({clock.sending_began_at:%H:%M} UTC), accepted after the day had ended")
    return lines


EXTENSION = {
    "asked": "an extension was written; it counts once it was delivered",
    "in-force": "extended: the law's day moved, the promise did not",
    "void": "the extension was delivered after the first month and is void (Art. 12(3) GDPR)",
}


def text_or_file(given: str) -> str:
    """The words themselves, or what stands in the file of that name."""
    try:
        file = Path(given)
        return file.read_text("utf-8").strip() if len(given) < 256 and file.is_file() else given
    except (OSError, UnicodeDecodeError, ValueError) as unreadable:
        raise WrongUse(
            f"{given[:60]} cannot be read as text.", "name a UTF-8 text file, or give the words"
        ) from unreadable
