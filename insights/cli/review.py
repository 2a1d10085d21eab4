"""`insights review`: the pages where people decide."""

from __future__ import annotations

from typing import Annotated

import typer

from insights.cli.options import ProjectArgument, RootOption


def review(
    project: ProjectArgument,
    coder: Annotated[
        str, typer.Option("--coder", metavar="NAME", help="Your initials: AB.", show_default=False)
    ],
    port: Annotated[
        int, typer.Option("--port", help="Where on this computer; 0 takes any free one.")
    ] = 0,
    no_open: Annotated[
        bool, typer.Option("--no-open", help="Do not open the browser; only print the address.")
    ] = False,
    root: RootOption = None,
) -> None:
    """Open the pages where people decide: codings, codebook, quotes, meaning, masked words.

    The pages are served on this computer alone. Every decision is on disk before the next
    one is shown, and any of them can be undone. Stop with Ctrl and C.

    Example:

      insights review money-toolkit --coder AB
    """
    from insights.review import serve

    def tell(address: str) -> None:
        print(f"Review pages for {coder}: {address}\nStop with Ctrl and C.", flush=True)

    serve(project, coder=coder, root=root, port=port, open_browser=not no_open, tell=tell)
