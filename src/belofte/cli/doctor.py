"""``belofte doctor``: can every system be worked with, and are its rights neither too few nor too many?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import CouldNotLook, Refused, WrongUse

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte
    from belofte.ports import Delivery
    from belofte.procedures.watching.doctor import Examined


_REACHED = {"line": "reached", "files": "reached", "person": "a person looks there"}
"""What was seen of a kind of system that is not signed in to."""
_NOT_ASKED = "what our account may do there cannot be asked: hold it yourself against allow in the map"


def doctor(
    name: Annotated[str, typer.Argument(help="One system; without it: all.")] = "",
    grants: Annotated[
        bool, typer.Option("--grants", help="Print the exact statements that give what the map allows, and no more.")
    ] = False,
    account: Annotated[str, typer.Option("--account", help="For --grants: the account that gets the rights.")] = "",
    mail: Annotated[
        bool | None,
        typer.Option("--mail/--no-mail", help="Send ourselves a message over the mail route. Default: without NAME."),
    ] = None,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Look at every system: reachable, signed in, rights lacking and too wide, fields no map names, limits left; and
    send ourselves a message.

    Examples: belofte doctor · belofte doctor --no-mail · belofte doctor crm --grants
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.watching.doctor import examine_all
    from belofte.procedures.watching.mail_route import send_to_ourselves

    with open_belofte(policy, now) as belofte:
        names = [name] if name else list(belofte.parts.systems)
        if name and name not in belofte.parts.systems:
            raise WrongUse(f"There is no system {name}.", f"use one of: {', '.join(belofte.parts.systems)}")
        if grants:
            _print_grants(belofte, names, account or None)
            return
        examined = examine_all(belofte.parts, names, _progress)
        wanted = not name if mail is None else mail
        sent = send_to_ourselves(belofte.parts) if wanted else None
        boxes = {} if name else _look_into_mailboxes(belofte)
    if as_json:
        print_json("doctor", systems=examined, mailboxes=boxes, mail=sent)
    else:
        typer.echo("\n".join(line for each in examined for line in _lines(each)))
        for box, wrong in boxes.items():
            typer.echo(f"{box:<12} mailbox · {f'could not look: {wrong}' if wrong else 'can be looked into'}")
        if sent is not None:
            typer.echo(f"{'mail':<12} {_route(sent)}")
    _leave(examined)
    if sent is not None and not sent.accepted:
        raise CouldNotLook("The mail route took no message.", "look at smtp_ in belofte.toml; see docs/settings.md")
    if any(boxes.values()):
        raise CouldNotLook("Not every mailbox could be looked into.", "see [mailbox.NAME] in docs/settings.md")


def _progress(system: str, seen: bool) -> None:
    typer.echo(f"  {system}: {'looked' if seen else 'could not look'}", err=True)


def _route(sent: Delivery) -> str:
    if sent.accepted:
        return "the server took a message to ourselves"
    return f"the server did not take a message to ourselves: {sent.why or 'it did not say why'}"


def _look_into_mailboxes(belofte: Belofte) -> dict[str, str | None]:
    """Every mailbox: None where it can be looked into, else what is wrong and what would help."""
    from belofte.bootstrap.inbox import inbox_desk

    desk = inbox_desk(belofte)
    wrong = {box.mailbox: desk.look(box.mailbox) for box in desk.boxes()}
    return {box: f"{away.why} → {away.remedy}" if away else None for box, away in wrong.items()}


def _print_grants(belofte: Belofte, names: list[str], account: str | None) -> None:
    from belofte.ports import SystemUnreachable
    from belofte.procedures.watching.doctor import Granting

    for name in names:
        connector = belofte.parts.connectors[name]
        try:
            statements = connector.grants(account) if isinstance(connector, Granting) else ()
        except SystemUnreachable as away:
            raise CouldNotLook(away.why, away.remedy) from None
        none = f"-- {name}: nothing to print: rights are not given there by statements"
        typer.echo("\n".join((f"-- {name}", *statements) if statements else (none,)))


def _lines(examined: Examined) -> list[str]:
    if examined.why:
        return [f"{examined.system:<12} could not look: {examined.why} → {examined.remedy}"]
    verbs = ", ".join(f"{verb} ({ability.best})" for verb, ability in examined.abilities.items())
    lines = [f"{examined.system:<12} {examined.kind} · {_REACHED.get(examined.kind, 'signed in')} · {verbs}"]
    lines += [f"{'':<12} lacks {right} → belofte doctor {examined.system} --grants" for right in examined.lacking]
    lines += [f"{'':<12} too wide: {right}" for right in examined.too_wide]
    lines += [f"{'':<12} {said}" for said in (_rights(examined), *_fields(examined), *_limits(examined)) if said]
    lines += [f"{'':<12} age of keys in days: {examined.keys}"] if examined.keys else []
    return lines


def _rights(examined: Examined) -> str:
    """What is to be said of the rights as a whole; what lacks or is too wide has lines of its own."""
    if examined.rights_told is None:
        return "signs in with no account: there are no rights to hold against allow"
    if not examined.rights_told:
        return _NOT_ASKED
    if examined.rights_unseen:
        return f"rights: asked about {'; '.join(examined.rights_unseen)}"
    return "" if examined.lacking or examined.too_wide else "rights: what allow takes, none lacks and none is too many"


def _fields(examined: Examined) -> tuple[str, ...]:
    if examined.drift:
        return tuple(f"the map does not fit: {field}" for field in examined.drift)
    return ("the map fits what is there" if examined.compared else "it has no fields that could change",)


def _limits(examined: Examined) -> tuple[str, ...]:
    return examined.limits or ("limits: it tells of none",)


def _leave(examined: list[Examined]) -> None:
    """Exit 1 where rights or fields do not fit, else 3 where a system could not be seen; both are said."""
    away = [each for each in examined if each.why]
    unseen = f"Not every system could be seen: {', '.join(each.system for each in away)}."
    if any(each.lacking or each.too_wide or each.drift for each in examined):
        also = f" {unseen}" if away else ""
        remedy = "the lines above say what lacks, is too wide, or is new"
        raise Refused(f"Not everything is as it should be.{also}", remedy)
    if away:
        raise CouldNotLook(unseen, away[0].remedy or "")
