"""The pages, put together: rooms, guard, and what happens when something goes wrong."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights.errors import InsightsError
from insights.pipeline.reviewing import ReviewDesk
from insights.review import (
    codebook,
    corrections,
    differences,
    history,
    masking,
    meaning,
    quotes,
    reading,
    recommendations,
    release,
    start,
    topics,
)
from insights.review.access import ENTER, STATIC, Access, Gate
from insights.review.frame import (
    TEMPLATES,
    Form,
    Handler,
    Room,
    Sitting,
    Visit,
    read_form,
    read_query,
)

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

ROOMS: tuple[Room, ...] = (
    start.ROOM, reading.ROOM, codebook.ROOM, topics.ROOM, masking.ROOM, quotes.ROOM, meaning.ROOM,
    recommendations.ROOM, release.ROOM, differences.ROOM, corrections.ROOM, history.ROOM,
)  # fmt: skip
_QUICK = ("/read", "/undo")
_FILES = {"review.css": "text/css", "review.js": "text/javascript", "mark.svg": "image/svg+xml"}


def make_app(desk: ReviewDesk, access: Access) -> ASGIApp:
    """Return the pages for one coder, guarded: an ASGI application."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    sitting = Sitting(desk, access, ROOMS)
    routes = [
        Route(f"{ENTER}{{token}}", _entering(access)),
        Route(f"{STATIC}{{name}}", _send_file),
    ]
    for room in ROOMS:
        for path, handler in room.pages.items():
            routes.append(Route(path, _visiting(sitting, handler), methods=["GET", "POST"]))
    handlers: Any = {
        404: _telling(sitting, 404, "There is no such page."),
        405: _telling(sitting, 405, "This page does not understand that kind of request."),
    }
    return Gate(Starlette(routes=routes, exception_handlers=handlers), access)


def _entering(access: Access) -> Any:
    async def enter(request: Request) -> Response:
        from starlette.responses import PlainTextResponse, RedirectResponse

        if not access.token_is_right(str(request.path_params["token"])):
            return PlainTextResponse(
                "This link is not the one that the program printed last.\n", status_code=403
            )
        return RedirectResponse("/", status_code=303, headers={"set-cookie": access.cookie})

    return enter


async def _send_file(request: Request) -> Response:
    from starlette.responses import PlainTextResponse, Response

    name = str(request.path_params["name"])
    if name not in _FILES:
        return PlainTextResponse("There is no such file.\n", status_code=404)
    return Response((TEMPLATES / name).read_bytes(), media_type=_FILES[name])


def _visiting(sitting: Sitting, handler: Handler) -> Any:
    async def visit(request: Request) -> Response:
        form = Form({})
        if request.method == "POST":
            try:
                form = await read_form(request)
            except ValueError:
                return _tell(sitting, request, 400, "This form could not be read.")
            if not sitting.access.form_is_ours(form.text("form_token")):
                return _tell(
                    sitting, request, 403,
                    "This form is from an earlier sitting, so nothing was changed. "
                    "Go back, reload the page and send it again.",
                )  # fmt: skip
        try:
            sitting.desk.refresh(patient=request.url.path in _QUICK)
            return await handler(Visit(request, sitting, form, read_query(request)))
        except InsightsError as error:
            said = f"{error.problem} {error.fix}"
            return _tell(sitting, request, 409, said, error.where)
        except Exception as error:  # a message or a traceback could hold what somebody said
            return _tell(
                sitting, request, 500,
                "The program has a fault. What you had decided before is safe. "
                "Please report the place below; it holds nothing from your files.",
                _places(error),
            )  # fmt: skip

    return visit


def _places(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(f.filename).parent.name}/{Path(f.filename).name}:{f.lineno}" for f in frames]
    return " > ".join([type(error).__name__, *places[-4:]])


def _telling(sitting: Sitting, status: int, what: str) -> Any:
    async def tell(request: Request, _error: Exception) -> Response:
        return _tell(sitting, request, status, what)

    return tell


def _tell(sitting: Sitting, request: Request, status: int, what: str, where: str = "") -> Response:
    visit = Visit(request, sitting, Form({}), Form({}))
    return visit.show("told", status, title="That did not work", what=what, where=where)
