"""A browser without JavaScript: follows redirects, keeps its cookie, fills in forms."""

import asyncio
import html
import re
from urllib.parse import urlencode, urlsplit

from insights.review.access import Access
from insights.review.app import make_app

PORT = 5000


class Answer:
    """What came back."""

    def __init__(self, status, headers, text):
        self.status, self.headers, self.text = status, headers, text

    def forms(self):
        """Every form on the page, as (action, method, fields) with its defaults filled in."""
        found = []
        for tag, inside in re.findall(r"<form ([^>]*)>(.*?)</form>", self.text, re.DOTALL):
            found.append((_attribute(tag, "action"), _attribute(tag, "method"), _fields(inside)))
        return found

    def form(self, where, /, **having):
        """The first form sent to ``where`` whose fields include ``having``."""
        for action, _, fields in self.forms():
            if action == where and all((k, v) in fields for k, v in having.items()):
                return fields
        raise AssertionError(f"no form {where} with {having}")


def _attribute(tag, name):
    match = re.search(rf'(?:^|\s){name}="([^"]*)"', tag)
    return html.unescape(match.group(1)) if match else ""


def _fields(inside):
    fields = []
    for tag in re.findall(r"<input ([^>]*)>", inside):
        kind = _attribute(tag, "type")
        ticked = kind not in ("checkbox", "radio") or " checked" in tag
        if ticked and "disabled" not in tag:
            fields.append((_attribute(tag, "name"), _attribute(tag, "value")))
    for tag, words in re.findall(r"<textarea ([^>]*)>(.*?)</textarea>", inside, re.DOTALL):
        fields.append((_attribute(tag, "name"), html.unescape(words)))
    for tag, options in re.findall(r"<select ([^>]*)>(.*?)</select>", inside, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        if match := chosen or first:
            fields.append((_attribute(tag, "name"), html.unescape(match.group(1))))
    return fields


class Browser:
    """One browser with the link in hand."""

    def __init__(self, desk, *, enter=True):
        self.access = Access(PORT)
        self.app = make_app(desk, self.access)
        self.cookie = ""
        if enter:
            self.get(urlsplit(self.access.link).path)

    @property
    def own_headers(self):
        """What a browser on these pages sends."""
        headers = {"host": f"127.0.0.1:{PORT}", "origin": f"http://127.0.0.1:{PORT}"}
        return headers | ({"cookie": self.cookie} if self.cookie else {})

    def ask(self, method, path, *, body=b"", headers=None, raw_headers=()):
        """Send one request as it is."""
        sent = self.own_headers if headers is None else headers
        if body:
            sent = {"content-type": "application/x-www-form-urlencoded",
                    "content-length": str(len(body)), **sent}  # fmt: skip
        whole = [(k.encode(), v.encode()) for k, v in sent.items()] + list(raw_headers)
        where, _, query = path.partition("?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "scheme": "http", "path": where, "raw_path": where.encode(), "root_path": "",
            "query_string": query.encode(), "headers": whole, "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", PORT),
        }  # fmt: skip
        got = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            got.append(message)

        asyncio.run(self.app(scope, receive, send))
        start = next(m for m in got if m["type"] == "http.response.start")
        found = {k.decode(): v.decode() for k, v in start["headers"]}
        text = b"".join(m.get("body", b"") for m in got if m["type"] == "http.response.body")
        if "set-cookie" in found:
            self.cookie = found["set-cookie"].partition(";")[0]
        return Answer(start["status"], found, text.decode())

    def get(self, path):
        """Open a page, wherever that leads."""
        answer = self.ask("GET", path)
        for _ in range(3):
            if answer.status != 303:
                break
            answer = self.ask("GET", answer.headers["location"])
        return answer

    def post(self, path, fields, *, follow=True):
        """Send a form, and open the page it leads to."""
        pairs = list(fields.items()) if isinstance(fields, dict) else fields
        answer = self.ask("POST", path, body=urlencode(pairs).encode())
        return self.get(answer.headers["location"]) if follow and answer.status == 303 else answer
