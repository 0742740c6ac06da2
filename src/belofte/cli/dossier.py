"""``belofte request export``: one case as a dossier for a lawyer, a court or an authority."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from belofte.cli.extending import text_or_file
from belofte.cli.options import DEFAULT_POLICY, AsJson, Now, PolicyDir, print_json


def export(
    reference: Annotated[str, typer.Argument(help="The reference people see, such as B-7K3M-22Q.")],
    to: Annotated[Path, typer.Option("--to", help="The zip to write; it must not be there yet.")],
    by: Annotated[str, typer.Option("--by", help="The named person who makes the dossier.")],
    reasons: Annotated[str, typer.Option("--reasons", help="For whom and why, or a text file.")] = "",
    with_others: Annotated[
        bool, typer.Option("--with-others", help="Other people's data stays in the texts; needs --reasons.")
    ] = False,
    leave_out: Annotated[
        list[str] | None, typer.Option("--leave-out", help="Words about somebody else you saw in it; may be repeated.")
    ] = None,
    with_copy: Annotated[bool, typer.Option("--with-copy", help="Put the copy of the person's data in too.")] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Write one case as a dossier: what happened, letters, decisions, receipts, proofs, hashes, a page and a PDF.

    Example: belofte request export B-7K3M-22Q --to dossier.zip --by "P. de Boer" --reasons "for our lawyer"
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.typesetting import office_words, typesetter
    from belofte.procedures.answering.dossier import Include
    from belofte.procedures.answering.dossier_desk import DossierAsk, DossierDesk

    wanted = {Include.OTHERS: with_others, Include.COPY: with_copy}
    include = frozenset(one for one, is_wanted in wanted.items() if is_wanted)
    why = text_or_file(reasons) if reasons else ""
    with open_belofte(policy, now) as belofte:
        ask = DossierAsk(reference, by, why, include, tuple(leave_out or ()))
        written = belofte.desk(DossierDesk).export(ask, to, typesetter(), office_words(belofte.parts.policy))
    if as_json:
        print_json("request.exported", reference=reference, file=to.name, written=written)
        return
    typer.echo(f"{written.files} files written to {to}. SHA-256 of its manifest: {written.manifest}")
    if not written.pdf:
        typer.echo("Without a PDF: the manifest says why.")
    if not with_others:
        typer.echo("Other people's data was left out where it was recognised: read it before you hand it over.")
        typer.echo("Is somebody still in it? Make it again with --leave-out and the words as they stand there.")
