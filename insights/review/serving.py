"""From the command line to a page in the browser, and back when it is closed."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

from insights.errors import InsightsError
from insights.review.access import HOST, Access


def serve(
    project: str | Path,
    *,
    coder: str,
    root: Path | None = None,
    port: int = 0,
    open_browser: bool = True,
    tell: Callable[[str], None] = lambda _link: None,
) -> None:
    """Serve a project's review pages until the program is stopped.

    Parameters
    ----------
    project, root
        As for :func:`insights.pipeline.run`.
    coder
        Initials: letters, digits, "-" and "_".
    port
        Where on this computer; 0 takes any free one.
    open_browser
        Open the page in the person's own browser.
    tell
        Called with the address to open, once the page can be opened.

    Raises
    ------
    InsightsError
        If the project has not been run, or the port is taken.
    """
    import uvicorn

    from insights.pipeline.reviewing import open_desk
    from insights.review.app import make_app

    desk = open_desk(project, coder=coder, root=root)
    desk.lessons.warm_up()
    with _listen(port) as listening:
        access = Access(listening.getsockname()[1])
        config = uvicorn.Config(
            make_app(desk, access),
            log_config=None,  # addresses hold ids and what was searched for
            log_level="critical",
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            ws="none",
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
        tell(access.link)
        if open_browser:
            import webbrowser

            webbrowser.open(access.link)
        uvicorn.Server(config).run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere this would let another program share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        # Before the address is told, so that a browser never finds nobody there.
        listening.listen(128)
    except (OSError, OverflowError):
        listening.close()
        raise InsightsError(
            f"The port {port} cannot be used on this computer.",
            "--port",
            "Leave --port out to take any free one.",
        ) from None
    return listening
