"""The frame every page stands in: rooms, forms, notices, and how templates are drawn.

A :class:`Room` is one kind of judgement with its pages. A new one needs a module with its
handlers and a ``ROOM``, a template that extends ``frame.html.j2``, and its name in the list
of :mod:`insights.review.app`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from insights.pipeline.reviewing import ReviewDesk
from insights.review.access import LARGEST_FORM, STATIC, Access

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response

TEMPLATES = Path(__file__).parent / "templates"
Handler = Callable[["Visit"], Awaitable["Response"]]


@dataclass(frozen=True)
class Room:
    """One kind of judgement.

    Attributes
    ----------
    path, name
        Where its first page is, and what the menu calls it.
    about
        What a person does there, in a sentence, for the start page.
    pages
        Handlers by path; a path may hold ``{name}`` parts.
    waiting
        How many judgements wait there; None where that cannot be counted cheaply.
    """

    path: str
    name: str
    about: str
    pages: Mapping[str, Handler]
    waiting: Callable[[ReviewDesk], int | None] = field(default=lambda _desk: None)


@dataclass
class Settings:
    """What the reviewer has switched on, for this sitting."""

    keys: bool = True
    blind: frozenset[str] = frozenset()  # "group", "suggestions"


@dataclass
class Sitting:
    """One coder at one desk, with what the pages need to remember between two requests."""

    desk: ReviewDesk
    access: Access
    rooms: Sequence[Room]
    settings: Settings = field(default_factory=Settings)
    notice: str = ""
    last_read: str = ""  # the address to go on from
    kept: dict[str, Any] = field(default_factory=dict)  # what a room computes once


class Form:
    """What was sent: the last value of a field, or all of them."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self._fields = fields

    def text(self, name: str, default: str = "") -> str:
        """Return a field's text without space around it."""
        values = self._fields.get(name)
        return values[-1].strip().replace("\r\n", "\n") if values else default

    def texts(self, name: str) -> tuple[str, ...]:
        """Return every value sent under a name."""
        return tuple(value.strip() for value in self._fields.get(name, ()))

    def starting(self, prefix: str) -> dict[str, str]:
        """Return the fields whose names start with ``prefix``, without it."""
        return {
            name.removeprefix(prefix): values[-1].strip()
            for name, values in self._fields.items()
            if name.startswith(prefix)
        }


@dataclass(frozen=True)
class Visit:
    """One request, with the sitting it belongs to."""

    request: Request
    sitting: Sitting
    form: Form  # of a POST
    query: Form

    @property
    def desk(self) -> ReviewDesk:
        """The reviewer's desk."""
        return self.sitting.desk

    @property
    def sent(self) -> bool:
        """Whether a form was sent."""
        return self.request.method == "POST"

    def part(self, name: str) -> str:
        """Return a part of the path."""
        return str(self.request.path_params[name])

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page."""
        from starlette.responses import HTMLResponse

        sitting = self.sitting
        notice, sitting.notice = sitting.notice, ""
        page = environment().get_template(f"{template}.html.j2")
        desk = sitting.desk
        here = self.request.url.path
        html = page.render(
            here=here,
            back=here,
            desk=desk,
            project=desk.project,
            coder=desk.coder,
            rooms=sitting.rooms,
            settings=sitting.settings,
            form_token=sitting.access.form_token,
            notice=notice,
            last_read=sitting.last_read or "/read",
            can_undo=desk.ledger.can_undo,
            can_redo=desk.ledger.can_redo,
            **values,
        )
        return HTMLResponse(html, status_code=status)

    def go(self, path: str, query: Mapping[str, str] | None = None, notice: str = "") -> Response:
        """Return the way to another page, with something to say there."""
        from starlette.responses import RedirectResponse

        if notice:
            self.sitting.notice = notice
        given = {key: value for key, value in (query or {}).items() if value}
        return RedirectResponse(address(path, given), status_code=303)


def address(path: str, query: Mapping[str, str] | None = None) -> str:
    """Return an address on these pages.

    Examples
    --------
    >>> address("/read", {"by": "code", "of": "a&b"})
    '/read?by=code&of=a%26b'
    """
    return f"{path}?{urlencode(query)}" if query else path


def own_path(given: str, default: str = "/") -> str:
    """Return an address that was sent back, if it is one of these pages'.

    Examples
    --------
    >>> own_path("/read?at=x1"), own_path("//elsewhere.example/"), own_path("https://a.example")
    ('/read?at=x1', '/', '/')
    """
    safe = given.startswith("/") and not given.startswith(("//", "/\\")) and given.isprintable()
    return given if safe else default


async def read_form(request: Request) -> Form:
    """Return what a form sent.

    Raises
    ------
    ValueError
        If it is larger than a form can be, or not a form.
    """
    data = b""
    async for piece in request.stream():
        data += piece
        if len(data) > LARGEST_FORM:
            raise ValueError("too large")
    text = data.decode("utf-8")
    return Form(parse_qs(text, keep_blank_values=True, max_num_fields=20_000))


def read_query(request: Request) -> Form:
    """Return what stands behind the address."""
    return Form(parse_qs(request.url.query, keep_blank_values=True, max_num_fields=100))


@cache
def look(name: str) -> str:
    """Return the address of a style sheet or script, another one when its text is another."""
    digest = hashlib.sha256((TEMPLATES / name).read_bytes()).hexdigest()
    return f"{STATIC}{name}?v={digest[:12]}"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return how templates are drawn: everything escaped, nothing undefined."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["address"] = address
    environment.globals["look"] = look
    environment.filters["count"] = say_count
    environment.filters["sentence"] = lambda words: f"{words[:1].upper()}{words[1:]}."
    environment.filters["spaced"] = lambda word: str(word).replace("_", " ")
    return environment


def say_count(n: int, one: str, many: str = "") -> str:
    """Return "1 excerpt", "2 excerpts".

    Examples
    --------
    >>> say_count(1, "excerpt"), say_count(1200, "excerpt")
    ('1 excerpt', '1,200 excerpts')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"
