"""``belofte request ask-identity``, ``who``, ``proof``, ``mandate``, ``close``, ``join`` and the ways to a person."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from belofte.cli.days import day_if_any
from belofte.cli.extending import By, Reference, text_or_file
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json
from belofte.domain.errors import WrongUse

if TYPE_CHECKING:
    from belofte.bootstrap import Belofte

How = Annotated[str, typer.Option("--how", help="By which means, in a few words; never what stands in a document.")]


def ask_identity(
    reference: Reference,
    by: By,
    doubt: Annotated[
        str, typer.Option("--doubt", help="The reason to doubt, where none follows from the case; told in the letter.")
    ] = "",
    aloud: Annotated[
        bool, typer.Option("--aloud", help="It was asked on the telephone or at the counter; no letter goes.")
    ] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Ask who somebody is: the least that removes the doubt, never a copy of a document (Art. 12(6)).

    Example: belofte request ask-identity B-7K3M-22Q --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.identity.identity_desk import IdentityDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(IdentityDesk)
        if aloud:
            desk.asked_aloud(reference, by, doubt)
        else:
            desk.ask(reference, by, doubt)
        _after(belofte, reference, as_json)


def who(
    reference: Reference, by: By, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False
) -> None:
    """Who asks, for you to judge: the address with look-alike letters shown, the words, what was given. Noted.

    Example: belofte request who B-7K3M-22Q --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.identity.identity_desk import IdentityDesk

    with open_belofte(policy, now) as belofte:
        seen = belofte.desk(IdentityDesk).who(reference, by)
    if as_json:
        print_json("request.who", who=seen)
        return
    warning = "   ! holds letters that look like others" if seen.odd else ""
    shown = [f"address      {seen.address or 'none: by post'}{warning}", f"name         {seen.name or '-'}"]
    shown += [f"given        {one}" for one in seen.given]
    rest = {"for another": seen.represents, "other e-mail": seen.other_address, "new e-mail": seen.new_address}
    shown += [f"{label:<12} {value}" for label, value in rest.items() if value]
    shown += [f"by post to   {line}" for line in seen.post_address.splitlines()]
    shown += [f"proof        {proof}" for proof in seen.proofs]
    shown += [f"said         {line}" for line in seen.words.splitlines()]
    typer.echo("\n".join(shown))


def proof(
    reference: Reference,
    by: By,
    file: Annotated[Path, typer.Option("--file", help="A text file with what the person sent.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Keep what shows who somebody is, until the check; photographs, scans and national numbers are refused.

    Example: belofte request proof B-7K3M-22Q --file answer.txt --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.identity.identity_desk import IdentityDesk

    try:
        content = file.read_bytes()
    except OSError as unreadable:
        raise WrongUse(f"{file} cannot be read.", "name the file with --file") from unreadable
    with open_belofte(policy, now) as belofte:
        belofte.desk(IdentityDesk).keep_proof(reference, by, content)
    if as_json:
        print_json("request.proof", reference=reference, kept=True)
    else:
        typer.echo("Kept until the check; it goes with belofte request identify.")


def mandate(
    reference: Reference,
    by: By,
    how: How,
    born: Annotated[
        str, typer.Option("--born", help="A child's day of birth, for a parent; compared and kept nowhere.")
    ] = "",
    number: Annotated[str, typer.Option("--number", help="The customer number of the person it is about.")] = "",
    subject_chose: Annotated[
        str, typer.Option("--subject-chose", help="How the person was identified who wants the agent to get the copy.")
    ] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """You looked at what shows that somebody may ask for another: a child, a ward, the dead, a principal.

    Example: belofte request mandate B-7K3M-22Q --how "saw the birth register" --born 2014-05-01 --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.identity.identity_desk import IdentityDesk

    with open_belofte(policy, now) as belofte:
        belofte.desk(IdentityDesk).check_mandate(
            reference, by, how, born=day_if_any("--born", born), number=number, subject_chose=subject_chose
        )
        _after(belofte, reference, as_json)


def close(
    reference: Reference,
    by: By,
    ended: Annotated[str, typer.Option("--as", help="withdrawn (by the person) or unidentified.")] = "",
    reasons: Annotated[str, typer.Option("--reasons", help="The reasons, or a text file that holds them.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """End a request that its person withdrew, or whose person stayed unknown. All else ends with an answer.

    Example: belofte request close B-7K3M-22Q --as unidentified --reasons "no answer to two letters" --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.identity.identity_desk import IdentityDesk

    with open_belofte(policy, now) as belofte:
        belofte.desk(IdentityDesk).close(reference, by, ended, text_or_file(reasons))
        _after(belofte, reference, as_json)


def join(
    reference: Reference,
    into: Annotated[str, typer.Option("--to", help="The reference of the request that goes on.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """The same was asked twice: one request goes on, with the earlier date.

    Example: belofte request join B-7K3M-22Q --to B-3F9A-1TT --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.identity.identity_desk import IdentityDesk

    with open_belofte(policy, now) as belofte:
        belofte.desk(IdentityDesk).join(reference, into, by)
        _after(belofte, into, as_json)


def redirect(
    reference: Reference,
    by: By,
    how: How,
    address: Annotated[str, typer.Option("--address", help="The e-mail address to use from here on.")] = "",
    post: Annotated[str, typer.Option("--post", help="The postal address, or a text file that holds it.")] = "",
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Another way to the person, after you identified them: for what did not arrive, and for what comes.

    Example: belofte request redirect B-7K3M-22Q --address a@post.example --how "called back" --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.cli.work import carry_out
    from belofte.procedures.identity.identity_desk import IdentityDesk

    with open_belofte(policy, now) as belofte:
        belofte.desk(IdentityDesk).redirect(
            reference, by, how, other_address=address, post_address=text_or_file(post) if post else ""
        )
        carry_out(belofte)
        _after(belofte, reference, as_json)


def bounced(
    reference: Reference, by: By, policy: PolicyDir = DEFAULT_POLICY, now: Now = None, as_json: AsJson = False
) -> None:
    """The answer came back after it was accepted: it was never given, and the due date stays.

    Example: belofte request bounced B-7K3M-22Q --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.identity.identity_desk import IdentityDesk

    with open_belofte(policy, now) as belofte:
        belofte.desk(IdentityDesk).bounced(reference, by)
        _after(belofte, reference, as_json)


def change_address(
    reference: Reference,
    new: Annotated[str, typer.Option("--to", help="The new e-mail address.")],
    by: By,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Ask at the old address whether letters shall go to a new one; nothing changes before the button there.

    Example: belofte request change-address B-7K3M-22Q --to anna@new.example --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.identity.identity_desk import IdentityDesk

    with open_belofte(policy, now) as belofte:
        belofte.desk(IdentityDesk).ask_address_change(reference, new, by)
        belofte.work.tend()
    if as_json:
        print_json("request.change-address", reference=reference, asked=True, changed=False)
    else:
        typer.echo("Asked at the old address. Nothing has changed yet.")


def letter(
    reference: Reference,
    by: By,
    out: Annotated[Path, typer.Option("--out", help="The folder for the letters, and the copy that goes with them.")],
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Write the letters that go by post into a folder, to print; `belofte task done` says that one was posted.

    Example: belofte request letter B-7K3M-22Q --out to-print --by "P. de Boer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.procedures.identity.identity_desk import IdentityDesk

    with open_belofte(policy, now) as belofte:
        desk = belofte.desk(IdentityDesk)
        letters, copy = desk.letters(reference, by), desk.copy_by_post(reference)
        if not letters:
            raise WrongUse("No letter of this request goes by post.", "see belofte request show")
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        written: list[Path] = []
        for number, one in enumerate(letters, 1):
            name = f"{reference}-{number}-{one.purpose}"
            (out / f"{name}.html").write_text(one.html, "utf-8")
            (out / f"{name}.txt").write_text(one.text, "utf-8")
            written.append(out / f"{name}.html")
        if copy is not None:
            written.append(_write(out / f"{reference}-copy.zip", copy))
    if as_json:
        print_json("request.letters", reference=reference, files=[str(file) for file in written])
    else:
        typer.echo("\n".join(map(str, written)))


def _write(file: Path, pieces: Iterable[bytes]) -> Path:
    with file.open("wb") as copy:
        copy.writelines(pieces)
    return file


def _after(belofte: Belofte, reference: str, as_json: bool) -> None:
    """Send what is ready, and say where the request stands."""
    from belofte.cli.show import case_text

    belofte.work.tend()
    case = belofte.office.show(reference)
    if as_json:
        print_json("request", case=case)
    else:
        typer.echo(case_text(case))
