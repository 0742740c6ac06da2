"""``belofte disclose``: what goes to an authority, who approved it, and what was refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.days import day_if_any
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.disclosure_scope import Scope
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.identifier_written import identifier_of

if TYPE_CHECKING:
    from belofte.domain.disclosure import Disclosure
    from belofte.procedures.disclosing.demand import OrderDocument
    from belofte.procedures.disclosing.disclosure_desk import DisclosureView
    from belofte.procedures.retaining.postponing import Rerun

app = typer.Typer(
    no_args_is_help=True, help="Disclosures to authorities: receive, approve by two, hand over, refuse, lift, close."
)
DisclosureId = Annotated[str, typer.Argument(help="The disclosure's id, as `belofte disclose list` shows it.")]
By = Annotated[str, typer.Option("--by", help="The named person who does this.")]
Viewer = Annotated[str, typer.Option("--by", help="Your name: what is secret is shown to who is named with it only.")]
Several = list[str] | None


@app.command()
def receive(
    authority: Annotated[str, typer.Option("--authority", help="As `belofte disclose authorities` names it.")],
    by: By,
    article: Annotated[str, typer.Option("--article", help="The article it rests on: Sv 126nd, AWR 53.")] = "",
    channel: Annotated[str, typer.Option("--channel", help="letter, mail, phone, counter or portal.")] = "letter",
    document: Annotated[Path | None, typer.Option("--document", help="The order as a file; its hash is kept.")] = None,
    keep: Annotated[bool, typer.Option("--keep-file", help="Keep the file too, encrypted, until it ends.")] = False,
    person: Annotated[str, typer.Option("--person", help="Whom it is about: an e-mail address, or KIND=VALUE.")] = "",
    category: Annotated[Several, typer.Option("--category", help="A category it names; may be repeated.")] = None,
    collection: Annotated[Several, typer.Option("--collection", help="SYSTEM.COLLECTION; may be repeated.")] = None,
    kind: Annotated[Several, typer.Option("--kind", help="Only these kinds of data; may be repeated.")] = None,
    begins: Annotated[str, typer.Option("--begins", help="First day of the period it names.")] = "",
    ends: Annotated[str, typer.Option("--ends", help="Last day of that period.")] = "",
    because: Annotated[str, typer.Option("--because", help="Why this is an authority, if it is not on the list.")] = "",
    ground: Annotated[str, typer.Option("--ground", help="Then also: tax, criminal … as the policy names it.")] = "",
    secret: Annotated[str, typer.Option("--secret", help="What forbids to speak of it, if the article does not.")] = "",
    known_to: Annotated[Several, typer.Option("--known-to", help="Who else may know of it; may be repeated.")] = None,
    hold_until: Annotated[
        str, typer.Option("--hold-until", help="Hold what it names, and look again on this day.")
    ] = "",
    received: Annotated[str, typer.Option("--received", help="The day it came in; today if left out.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Write down what an authority asks for. What no law forces is refused at once, and the refusal is kept.

    Example: belofte disclose receive --authority tax-office --article "AWR 53" --document order.pdf --person
    anna@post.example --category invoice --begins 2025-01-01 --ends 2025-12-31 --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.disclosing.demand import Demand
    from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk

    scope = Scope(
        tuple(category or ()),
        tuple(collection or ()),
        tuple(kind or ()),
        day_if_any("--begins", begins),
        day_if_any("--ends", ends),
    )
    demand = Demand(
        authority=authority,
        article=article,
        channel=channel,
        scope=scope,
        person=identifier_of(person) if person else None,
        document=_document(document, keep) if document else None,
        authority_because=because,
        ground=ground,
        secret=secret,
        known_to=tuple(known_to or ()),
        review_on=day_if_any("--hold-until", hold_until),
        received_on=day_if_any("--received", received),
    )
    with open_belofte(policy, now) as belofte:
        view = belofte.desk(DisclosureDesk).receive(demand, by)
    _print(view, as_json)
    if view.disclosure.refused_because is not None:
        raise Refused(f"Refused: {view.disclosure.refused_because.value}.", "it stands in the register: disclose show")


@app.command()
def authorities(policy: PolicyDir = DEFAULT_POLICY, as_json: AsJson = False) -> None:
    """Who can demand data in the policy's country, and by which articles.

    Example: belofte disclose authorities
    """
    from belofte.bootstrap import open_belofte
    from belofte.loading.authorities import authorities_of

    with open_belofte(policy) as belofte:
        known = authorities_of(belofte.parts.policy.controller.country or "")
    if as_json:
        print_json("disclosure.authorities", authorities=known)
        return
    for one in known.values():
        typer.echo(f"{one.name:<20} {one.label.in_('en')}: {', '.join(article.article for article in one.articles)}")


@app.command("list")
def list_(
    by: Viewer = "",
    all_: Annotated[bool, typer.Option("--all", help="Those that ended or were refused too.")] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The register of disclosures, newest first.

    Example: belofte disclose list --all --json
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk

    with open_belofte(policy, now) as belofte:
        found = belofte.desk(DisclosureDesk).list(by, only_open=not all_)
    if as_json:
        print_json("disclosure.list", disclosures=found)
    else:
        typer.echo("\n".join(map(_line, found)) or "Nothing is being disclosed.")


@app.command()
def show(
    disclosure: DisclosureId,
    by: Viewer = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """One disclosure with its plan; leaves with status 1 when the entry is not what its leaf says.

    Example: belofte disclose show disclosure-1f2e3d4c
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk

    with open_belofte(policy, now) as belofte:
        view = belofte.desk(DisclosureDesk).show(disclosure, by)
    _print(view, as_json)
    if not view.as_sealed:
        raise Refused("This entry is not what its newest leaf was made of.", "see belofte verify")


@app.command()
def plan(
    disclosure: DisclosureId, by: By, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False
) -> None:
    """Look again in every system; approvals of the plan before no longer count.

    Example: belofte disclose plan disclosure-1f2e3d4c --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk

    with open_belofte(policy, now) as belofte:
        _print(belofte.desk(DisclosureDesk).plan_again(disclosure, by), as_json)


@app.command()
def approve(
    disclosure: DisclosureId,
    plan: Annotated[str, typer.Option("--plan", help="The plan you read, as `belofte disclose show` names it.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """One person's yes to the newest plan. Two different persons with an account are needed.

    Example: belofte disclose approve disclosure-1f2e3d4c --plan p-41 --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk

    with open_belofte(policy, now) as belofte:
        _print(belofte.desk(DisclosureDesk).approve(disclosure, plan, by), as_json)


@app.command("let-in")
def let_in(
    disclosure: DisclosureId,
    who: Annotated[str, typer.Option("--who", help="Who may know of it too: an account that may decide.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Let one more named person know of a secret order, so that two can approve it. It cannot be taken back.

    Example: belofte disclose let-in disclosure-1f2e3d4c --who "J. Smit" --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk

    with open_belofte(policy, now) as belofte:
        _print(belofte.desk(DisclosureDesk).let_in(disclosure, who, by), as_json)


@app.command()
def refuse(
    disclosure: DisclosureId,
    by: By,
    reasons: Annotated[str, typer.Option("--reasons", help="Why, in words.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Refuse: nothing is handed over, and the refusal stays in the register with its reasons.

    Example: belofte disclose refuse disclosure-1f2e3d4c --reasons "signed by nobody" --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk

    with open_belofte(policy, now) as belofte:
        _print(belofte.desk(DisclosureDesk).refuse(disclosure, by, reasons), as_json)


@app.command("hand-over")
def hand_over(
    disclosure: DisclosureId,
    by: By,
    out: Annotated[Path | None, typer.Option("--out", help="Write the package here, as a zip.")] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Make the package of exactly what was approved, and count it again. Given again, it writes the same package.

    Example: belofte disclose hand-over disclosure-1f2e3d4c --out package.zip --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk

    if out is not None and out.exists():
        raise WrongUse("There is a file of that name; it was left alone.", "name another with --out")
    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(DisclosureDesk)
        view = desk.show(disclosure, by)
        if not view.can_fetch:
            view = desk.hand_over(disclosure, by)
        if out is not None:
            with out.open("xb") as file:
                file.writelines(desk.package(disclosure, by))
            out.chmod(0o600)
    _print(view, as_json)


@app.command()
def lift(
    disclosure: DisclosureId,
    by: By,
    not_told: Annotated[str, typer.Option("--not-told", help="Why the person is not told by us.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The secrecy is over: what was kept for the order goes, what waited is done, the person is told.

    Example: belofte disclose lift disclosure-1f2e3d4c --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk

    with open_belofte(policy, now) as belofte:
        _print_ended("lifted", disclosure, belofte.desk(DisclosureDesk).lift(disclosure, by, not_told), as_json)


@app.command()
def close(
    disclosure: DisclosureId, by: By, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False
) -> None:
    """Nothing is left to do: file, copies and hold go; the entry stays in the register.

    Example: belofte disclose close disclosure-1f2e3d4c --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.disclosing.disclosure_desk import DisclosureDesk

    with open_belofte(policy, now) as belofte:
        _print_ended("closed", disclosure, belofte.desk(DisclosureDesk).close(disclosure, by), as_json)


def _print(view: DisclosureView, as_json: bool) -> None:
    if as_json:
        print_json("disclosure", disclosure=view)
        return
    typer.echo(_line(view.disclosure))
    typer.echo("".join(f"  {line}\n" for line in _known(view.disclosure)), nl=False)
    for step in view.plan.steps if view.plan else ():
        for line in step.lines:
            ground = f" · {line.ground}" if line.ground else ""
            typer.echo(f"  {line.system:<12} {line.collection:<16} {line.count:>5}  {line.decision}{ground}")
    for blind in view.plan.blind if view.plan else ():
        typer.echo(f"  {blind.system:<12} could not look: {blind.why} → {blind.remedy}")
    for note in view.notes:
        typer.echo(f"  {note.on}  left out, or to be left: {note.what}")
    if view.plan:
        typer.echo(f"  plan {view.plan.id} · {len(view.disclosure.approvals)} of 2 approved it")


def _known(one: Disclosure) -> list[str]:
    """Who knows of a secret order, and what to do where that is too few for two approvals."""
    if not one.is_secret:
        return []
    lines = [f"known to {', '.join(one.known_to)} only"]
    lines += [f"{each.name} was let in by {each.by} on {each.on}" for each in one.let_in]
    if one.knows_too_few:
        lines.append(f"two must approve → belofte disclose let-in {one.id} --who NAME --by NAME")
    return lines


def _print_ended(what: str, disclosure: str, came: Rerun, as_json: bool) -> None:
    if as_json:
        print_json(f"disclosure.{what}", disclosure=disclosure, postponed=came)
    else:
        typer.echo(f"{what} · {came.done} erased that it had kept, {came.waiting} wait, {came.by_hand} by hand")


def _line(one: Disclosure) -> str:
    what = one.refused_because.value if one.refused_because else ", ".join(one.data_list)
    secret = " · secret" if one.is_secret else ""
    return f"{one.id}  {one.authority} · {one.article or 'no article'} · {one.state} {what}{secret}".rstrip()


def _document(file: Path, keep: bool) -> OrderDocument:
    from belofte.procedures.disclosing.demand import OrderDocument

    try:
        return OrderDocument(file.name, file.read_bytes(), keep)
    except OSError as error:
        raise WrongUse("The order cannot be read.", "check the name given with --document") from error
