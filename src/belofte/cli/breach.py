"""``belofte breach``: personal data breaches, from awareness to the end (Art. 33 and 34 GDPR)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.days import moment_of
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.breach import Breach, BreachKind, BreachWords, OurRole

if TYPE_CHECKING:
    from belofte.procedures.office.breaching import BreachView

app = typer.Typer(no_args_is_help=True, help="Personal data breaches: open, decide, report, tell, close.")
BreachId = Annotated[str, typer.Argument(help="The breach's id, as `belofte breach list` shows it.")]
By = Annotated[str, typer.Option("--by", help="The named person who does or decides this.")]
Happened = Annotated[str, typer.Option("--happened", help="What happened, in words. No names of persons.")]
Consequences = Annotated[str, typer.Option("--consequences", help="What it can mean for the persons concerned.")]
Measures = Annotated[str, typer.Option("--measures", help="What was done about it.")]
Advice = Annotated[str, typer.Option("--advice", help="What the persons can do themselves.")]
Persons = Annotated[int | None, typer.Option("--persons", min=0, help="How many persons, as far as known.")]
Categories = Annotated[list[str] | None, typer.Option("--category", help="A category of the policy; may be repeated.")]
To = Annotated[str, typer.Option("--to", help="The e-mail address of the person, or as processor of the customer.")]


@app.command("open")
def open_(
    kind: Annotated[BreachKind, typer.Option("--kind", help="What went wrong.")],
    aware: Annotated[str, typer.Option("--aware", help="When somebody here became aware: the clock starts then.")],
    by: By,
    request: Annotated[str | None, typer.Option("--request", help="The reference it came from.")] = None,
    role: Annotated[OurRole, typer.Option("--role", help="Whose data: our own, or a customer's.")] = OurRole.CONTROLLER,
    happened: Happened = "",
    consequences: Consequences = "",
    measures: Measures = "",
    advice: Advice = "",
    persons: Persons = None,
    category: Categories = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Open a breach; the law's hours run from awareness, weekends included.

    Example: belofte breach open --request B-7K3M-22Q --kind wrong-recipient --aware 2026-11-22T10:30+01:00 --by P.B.
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.office.breaching import BreachDesk

    words = BreachWords(happened, consequences, measures, advice)
    with open_belofte(policy, now) as belofte:
        made = belofte.desk(BreachDesk).open(
            kind, moment_of("--aware", aware), by, role, request, words, persons, category or ()
        )
        belofte.work.tend()
    _tell(made, as_json)


@app.command("list")
def list_(
    all_: Annotated[bool, typer.Option("--all", help="The closed ones too: the whole register.")] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The breaches that are open, newest first.

    Example: belofte breach list --all --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.office.breaching import BreachDesk

    with open_belofte(policy, now) as belofte:
        found = belofte.desk(BreachDesk).list(only_open=not all_)
        moment = belofte.parts.now()
    if as_json:
        print_json("breach.list", breaches=[{"breach": one, "overdue": one.is_overdue(moment)} for one in found])
        return
    for one in found:
        typer.echo(_line(one, moment))
    if not found:
        typer.echo("No breach is open." if not all_ else "The register of breaches is empty.")


@app.command()
def show(breach: BreachId, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False) -> None:
    """One breach: where it stands, what was written about it, and whether its row is as it was sealed.

    Example: belofte breach show breach-1f2e3d4c5b6a7988
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.office.breaching import BreachDesk

    with open_belofte(policy, now) as belofte:
        view = belofte.desk(BreachDesk).show(breach)
        moment = belofte.parts.now()
    if as_json:
        print_json("breach", view=view)
    else:
        typer.echo(_text(view, moment))
    if not view.as_sealed:
        raise typer.Exit(1)


@app.command()
def describe(
    breach: BreachId,
    by: By,
    happened: Happened = "",
    consequences: Consequences = "",
    measures: Measures = "",
    advice: Advice = "",
    persons: Persons = None,
    category: Categories = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Add what became known later; what you leave out stays as it is.

    Example: belofte breach describe breach-1f2e3d4c5b6a7988 --measures "The copy was deleted unread." --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.office.breaching import BreachDesk

    words = BreachWords(happened, consequences, measures, advice)
    with open_belofte(policy, now) as belofte:
        _tell(belofte.desk(BreachDesk).describe(breach, by, words, persons, category or ()), as_json)


@app.command()
def decide(
    breach: BreachId,
    report: Annotated[bool, typer.Option("--report/--no-report", help="Is the authority told?")],
    by: By,
    reasons: Annotated[str, typer.Option("--reasons", help="Why; kept with the breach.")],
    tell_persons: Annotated[
        bool, typer.Option("--tell-persons/--no-tell-persons", help="Is the risk for the persons high?")
    ] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """A named person decides whether the authority and the persons are told, with reasons.

    Example: belofte breach decide breach-1f2e3d4c5b6a7988 --no-report --reasons "Deleted unread." --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.office.breaching import BreachDesk

    with open_belofte(policy, now) as belofte:
        _tell(belofte.desk(BreachDesk).decide(breach, report, tell_persons, by, reasons), as_json)


@app.command()
def report(
    breach: BreachId,
    sent: Annotated[str | None, typer.Option("--sent", help="When the report went to the authority.")] = None,
    by: Annotated[str, typer.Option("--by", help="Who sent it.")] = "",
    late_because: Annotated[str, typer.Option("--late-because", help="Why it was late, if it was.")] = "",
    language: Annotated[str | None, typer.Option("--language", help="nl or en.")] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The text for the authority's form, ready to be copied; with --sent: note that it was sent.

    Example: belofte breach report breach-1f2e3d4c5b6a7988 --sent 2026-11-23T09:00+01:00 --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.domain.breach_report import report_text
    from belofte.procedures.office.breaching import BreachDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(BreachDesk)
        if sent is not None:
            _tell(desk.reported(breach, moment_of("--sent", sent), by, late_because), as_json)
            return
        fields = desk.report(breach, language)
    if as_json:
        print_json("breach.report", fields=fields)
    else:
        typer.echo(report_text(fields))


@app.command()
def tell(
    breach: BreachId,
    to: To,
    by: By,
    language: Annotated[str | None, typer.Option("--language", help="The language of the letter: nl or en.")] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Write to a person concerned, or as processor to the customer. It counts when the other side took it.

    Example: belofte breach tell breach-1f2e3d4c5b6a7988 --to anna@post.example --language nl --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.office.breaching import BreachDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(BreachDesk)
        desk.tell(breach, to, by, language)
        belofte.work.tend()
        _tell(desk.show(breach).breach, as_json)


@app.command()
def close(
    breach: BreachId, by: By, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False
) -> None:
    """Nothing is left to do; the row stays in the register.

    Example: belofte breach close breach-1f2e3d4c5b6a7988 --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.office.breaching import BreachDesk

    with open_belofte(policy, now) as belofte:
        _tell(belofte.desk(BreachDesk).close(breach, by), as_json)


def _tell(breach: Breach, as_json: bool) -> None:
    if as_json:
        print_json("breach", breach=breach)
    else:
        typer.echo(f"{breach.id} · {breach.kind} · {breach.role} · to be told by {breach.tell_by:%Y-%m-%d %H:%M} UTC")


def _line(breach: Breach, now: datetime) -> str:
    hours = (breach.tell_by - now).total_seconds() / 3600
    if breach.closed_at is not None:
        stands = "closed"
    elif breach.is_told:
        stands = "late" if breach.was_late else "told"
    else:
        stands = f"{hours:.0f} hours left" if hours >= 0 else f"OVERDUE by {-hours:.0f} hours"
    return f"{breach.id}  {breach.aware_at:%Y-%m-%d %H:%M} UTC  {breach.role:<10} {breach.kind:<16} {stands}"


def _text(view: BreachView, now: datetime) -> str:
    breach, words = view.breach, view.words
    decision = {None: "not decided yet", True: "yes", False: "no"}
    rows = [
        ("authority told?", decision[breach.report]),
        ("persons told?", decision[breach.tell_persons]),
        ("decided by", breach.decided_by),
        (
            "reported",
            f"{breach.reported_at:%Y-%m-%d %H:%M} UTC by {breach.reported_by}" if breach.reported_at else None,
        ),
        ("told", f"{breach.told_at:%Y-%m-%d %H:%M} UTC" if breach.told_at else None),
        ("persons", breach.persons),
        ("categories", ", ".join(breach.categories)),
        ("happened", words.happened),
        ("consequences", words.consequences),
        ("measures", words.measures),
        ("advice", words.advice),
        ("reasons", words.reasons),
        ("late because", words.late_because),
        ("letters", ", ".join(view.letters)),
    ]
    sealed = "as sealed in the evidence log" if view.as_sealed else "NOT what was sealed in the evidence log"
    return "\n".join([_line(breach, now), *(f"  {name}: {value}" for name, value in rows if value), f"  {sealed}"])
