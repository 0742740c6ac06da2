"""``belofte connect``: sign a system in once, so that its connector can renew the sign-in by itself."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from belofte.cli.options import DEFAULT_POLICY, AsJson, PolicyDir, print_json

_TOLD = {
    "browser": "signed in; the sign-in is kept on this machine and renewed by itself",
    "device": "signed in; the sign-in is kept on this machine and renewed by itself",
    "key": "it works with what its map names; there is nothing to sign in to by hand",
}


def connect(
    name: Annotated[str, typer.Argument(help="The system, by its name in the policy.")],
    port: Annotated[int, typer.Option("--port", help="Where the browser comes back to on this machine; 0: any.")] = 0,
    redirect: Annotated[
        str, typer.Option("--redirect", help="The address that the app at the vendor knows, where it is another.")
    ] = "",
    paste: Annotated[
        bool, typer.Option("--paste", help="The browser is elsewhere: read the address it ended at from the keyboard.")
    ] = False,
    device: Annotated[
        bool, typer.Option("--device", help="With a code that is typed on another device, where the vendor has that.")
    ] = False,
    policy: PolicyDir = DEFAULT_POLICY,
    as_json: AsJson = False,
) -> None:
    """Sign a system in: prints an address, waits for the browser, keeps what it brings. Looks whether keys work.

    Examples: belofte connect exact --port 8765 · belofte connect exact --redirect https://intranet.example/ok --paste
    """
    from belofte.bootstrap import open_belofte
    from belofte.bootstrap.signing_in import Wish, connect_system

    typed = sys.stdin.readline if paste or redirect else None
    wish = Wish(lambda line: typer.echo(line, err=True), typed, redirect, port, device)
    with open_belofte(policy) as belofte:
        connected = connect_system(belofte, name, wish)
    if as_json:
        print_json("connect", system=connected.system, kind=connected.kind, how=connected.how)
        return
    typer.echo(f"{connected.system}: {_TOLD[connected.how]}")
