"""Who may see the pages: one browser that was given the link, and nobody else.

Participants' words stand on these pages. They are served on loopback only; a random link
is turned into a strict cookie; the Host, the Origin and a token in every form are checked;
nothing may be stored, framed, or fetched from anywhere else.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
LARGEST_FORM = 512 * 1024
ENTER = "/enter/"
STATIC = "/static/"

_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",  # but for the look of the pages, which says nothing
    "referrer-policy": "same-origin",  # with no-referrer a browser would hide the Origin too
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Access:
    """The secrets of one sitting; another start has others.

    Parameters
    ----------
    port
        Where the pages are served: part of the Host and Origin that are let in.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.token = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)
        self.hosts = (f"{HOST}:{port}", f"localhost:{port}")

    def __repr__(self) -> str:
        return f"Access(port={self.port})"

    @property
    def link(self) -> str:
        """The address to open: the only way in."""
        return f"http://{HOST}:{self.port}{ENTER}{self.token}"

    @property
    def form_token(self) -> str:
        """What every form carries, so that no other page can send one."""
        return hmac.new(self._session.encode(), b"form", hashlib.sha256).hexdigest()

    @property
    def cookie_name(self) -> str:
        """The cookie; with the port, so that two coders on one computer stay apart."""
        return f"insights-review-{self.port}"

    @property
    def cookie(self) -> str:
        """The header that lets this browser in until the program ends."""
        return f"{self.cookie_name}={self._session}; Path=/; HttpOnly; SameSite=Strict"

    def token_is_right(self, given: str) -> bool:
        """Say whether the link's token is this sitting's."""
        return _same(given, self.token)

    def form_is_ours(self, given: str) -> bool:
        """Say whether a form carries this sitting's token."""
        return _same(given, self.form_token)

    def refusal(self, method: str, path: str, headers: MutableMapping[str, str]) -> str:
        """Return why a request is refused, or "" where it may go on."""
        host = headers.get("host", "")
        if host not in self.hosts:
            return "This page answers only to its own address on this computer."
        if method not in ("GET", "HEAD", "POST"):
            return "This page does not understand that kind of request."
        if method == "POST" and not self._is_from_here(host, headers):
            return "This came from another website, so it was refused. Nothing was changed."
        if not path.startswith(ENTER) and not self._has_cookie(headers.get("cookie", "")):
            return "Please open the link that the program printed when it started."
        return ""

    def _is_from_here(self, host: str, headers: MutableMapping[str, str]) -> bool:
        origin = headers.get("origin")
        if origin is not None:
            return origin == f"http://{host}"
        return headers.get("sec-fetch-site") == "same-origin"

    def _has_cookie(self, header: str) -> bool:
        try:
            found = SimpleCookie(header).get(self.cookie_name)
        except CookieError:
            return False
        return found is not None and _same(found.value, self._session)


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())


class Gate:
    """Lets nothing through that :class:`Access` refuses, and puts its headers on every answer."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no web sockets here

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(k, v) for k, v in message.get("headers", []) if k.decode() not in _HEADERS]
                set_here = dict(_HEADERS)
                if scope["path"].startswith(STATIC) and message["status"] == 200:
                    set_here["cache-control"] = "private, max-age=31536000, immutable"
                own = [(k.encode(), v.encode()) for k, v in set_here.items()]
                message = {**message, "headers": kept + own}
            await send(message)

        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        names = [k for k, _ in scope["headers"]]
        reason = self._access.refusal(scope["method"], scope["path"], headers)
        if names.count(b"host") != 1:
            reason = "This page answers only to its own address on this computer."
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > LARGEST_FORM:
            reason = reason or "This is more than a form can hold. Nothing was changed."
        if reason:
            from starlette.responses import PlainTextResponse

            answer: Any = PlainTextResponse(reason + "\n", status_code=403)
            await answer(scope, receive, send_guarded)
            return
        await self._app(scope, receive, send_guarded)
