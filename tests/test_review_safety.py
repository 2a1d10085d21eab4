"""Who gets in, what is refused, and what stays inert."""

import html
from pathlib import Path
from urllib.parse import urlencode

import pytest

from insights.errors import InsightsError
from insights.pipeline.reviewing import open_desk
from insights.review.frame import own_path
from tests.review_client import PORT, Browser
from tests.review_fixture import NAME, make_project, read_lines

HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_project(tmp_path_factory.mktemp("safe"), texts=(HOSTILE, HOSTILE * 3))


@pytest.fixture
def browser(root):
    return Browser(open_desk(NAME, coder="AB", root=root))


def answer_form(browser):
    return urlencode([*browser.get("/read").form("/read"), ("do", "next")]).encode()


def written(root):
    path = root / "data" / "raw" / NAME / "decisions" / "AB.jsonl"
    return path.read_bytes() if path.exists() else b""


def test_without_the_link_nothing_is_shown(root):
    stranger = Browser(open_desk(NAME, coder="AB", root=root), enter=False)
    for path in ("/", "/read", "/search?words=a", "/static/review.css", "/nothing"):
        answer = stranger.ask("GET", path)
        assert answer.status == 403
        assert "Reviewed" not in answer.text
    assert stranger.ask("GET", "/enter/guess").status == 403
    assert not stranger.cookie


def test_the_link_becomes_a_strict_cookie(browser):
    answer = browser.ask("GET", f"/enter/{browser.access.token}")
    assert answer.status == 303 and answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {p.strip() for p in cookie.split(";")}
    assert browser.access.token not in cookie
    assert browser.access.token not in browser.get("/").text


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", "",
             f"127.0.0.1:{PORT}.evil.example", f"[::1]:{PORT}"],
)  # fmt: skip
def test_a_foreign_host_is_refused(browser, host):
    answer = browser.ask("GET", "/read", headers={**browser.own_headers, "host": host})
    assert answer.status == 403
    assert "form" not in answer.text


def test_two_hosts_or_none_are_refused(browser):
    twice = [(b"host", f"127.0.0.1:{PORT}".encode())]
    assert browser.ask("GET", "/read", raw_headers=twice).status == 403
    assert browser.ask("GET", "/read", headers={"cookie": browser.cookie}).status == 403


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": ""},
        {"origin": f"http://127.0.0.1:{PORT + 1}"}, {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": None, "sec-fetch-site": "cross-site"},
        {"origin": None, "sec-fetch-site": "same-site"}, {"origin": None},
    ],
)  # fmt: skip
def test_a_form_from_elsewhere_is_refused(browser, root, change):
    body, before = answer_form(browser), written(root)
    headers = {k: v for k, v in {**browser.own_headers, **change}.items() if v is not None}
    assert browser.ask("POST", "/read", body=body, headers=headers).status == 403
    assert written(root) == before


@pytest.mark.parametrize("token", [None, "", "0" * 64, "é"])
def test_a_form_without_our_token_is_refused(browser, root, token):
    before = written(root)
    fields = [(k, v) for k, v in browser.get("/read").form("/read") if k != "form_token"]
    if token is not None:
        fields.append(("form_token", token))
    answer = browser.ask("POST", "/read", body=urlencode(fields).encode())
    assert answer.status == 403
    assert written(root) == before


def test_another_sittings_cookie_and_token_do_not_fit(browser, root):
    other = Browser(open_desk(NAME, coder="AB", root=root))
    headers = {**browser.own_headers, "cookie": other.cookie}
    assert browser.ask("GET", "/read", headers=headers).status == 403
    assert browser.ask("GET", f"/enter/{other.access.token}").status == 403


@pytest.mark.parametrize(
    "path",
    ["/static/../access.py", "/static/..%2faccess.py", "/static//etc/passwd", "/static/",
     "/static/frame.html.j2", "/../../etc/passwd", "/read/../../x", "/%00", "/.salt",
     "/data/raw/reviewed/key.csv", "/enter/../read"],
)  # fmt: skip
def test_path_tricks_find_nothing(browser, path):
    answer = browser.ask("GET", path)
    assert answer.status in (403, 404)
    assert "def " not in answer.text and "root:" not in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_kinds_of_request_are_refused(browser, method):
    assert browser.ask(method, "/read").status in (403, 405)


def test_a_form_that_is_too_large_or_no_form_is_refused(browser, root):
    before = written(root)
    assert browser.ask("POST", "/read", body=b"a=" + b"x" * 600_000).status == 403
    lying = {**browser.own_headers, "content-length": "2"}
    assert browser.ask("POST", "/read", body=b"x" * 600_000, headers=lying).status in (400, 403)
    assert browser.ask("POST", "/read", body=b"\xff\xfe\x00").status == 400
    assert written(root) == before


@pytest.mark.parametrize("path", ["/", "/read", "/codebook", "/nothing", "/static/nothing"])
def test_every_answer_is_guarded(browser, path):
    headers = browser.ask("GET", path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert "frame-ancestors 'none'" in policy and "form-action 'self'" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "access-control-allow-origin" not in headers


def test_only_the_look_of_the_pages_is_kept_by_the_browser(browser):
    kept = browser.ask("GET", "/static/review.css").headers
    assert "immutable" in kept["cache-control"] and "default-src" in kept["content-security-policy"]


def test_no_page_holds_script_style_or_an_outside_address(browser):
    for path in ("/", "/read", "/codebook", "/history", "/search?words=a"):
        text = browser.get(path).text
        assert "<style" not in text and " style=" not in text and " onclick" not in text
        assert text.count("<script") == 1 and 'src="/static/review.js?v=' in text
        assert "http://" not in text and "https://" not in text
    for name in ("review.css", "review.js"):
        text = browser.get(f"/static/{name}").text
        assert "url(" not in text and "@import" not in text and "fetch(" not in text
        assert "innerHTML" not in text and "eval(" not in text


def test_what_people_said_and_typed_is_inert(browser, root):
    def is_inert(text):
        return "<script>alert" not in text and "<img src=x" not in text

    page = browser.get("/read?at=x00000")
    assert html.escape(HOSTILE, quote=False)[:30] in page.text.replace("&#34;", '"')
    assert is_inert(page.text) and "{{7*7}}" in page.text
    fields = [*page.form("/read"), ("do", "next")]
    fields = [(k, v) for k, v in fields if k not in ("memo", "new_code", "new_theme")]
    browser.post("/read", [*fields, ("new_code", HOSTILE), ("new_theme", HOSTILE),
                           ("memo", HOSTILE)])  # fmt: skip
    for path in ("/", "/read?at=x00000", "/codebook", "/history", "/corrections", "/differences",
                 f"/search?{urlencode({'words': HOSTILE})}",
                 f"/codebook/code?{urlencode({'id': HOSTILE})}",
                 f"/read?{urlencode({'by': 'source', 'of': HOSTILE, 'at': HOSTILE})}"):  # fmt: skip
        assert is_inert(browser.get(path).text), path
    assert any(line.get("memo") == HOSTILE for line in read_lines(root, "AB"))


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example", "/\\evil.example", "javascript:alert(1)",
             "\t//evil.example", "/read\r\nset-cookie: a=b", ""],
)  # fmt: skip
def test_going_back_never_leads_elsewhere(browser, back):
    assert own_path(back) == "/"
    fields = [("form_token", browser.access.form_token), ("set", "keys"), ("keys", "on"),
              ("back", back)]  # fmt: skip
    answer = browser.ask("POST", "/settings", body=urlencode(fields).encode())
    assert answer.headers["location"] == "/"


def test_secrets_are_not_in_what_is_printed(browser):
    assert browser.access.token not in repr(browser.access)


def test_it_listens_on_this_computer_alone_and_says_when_it_cannot():
    from insights.review import serving

    with serving._listen(0) as listening:
        address, port = listening.getsockname()
        assert address == "127.0.0.1"
        if Path("/proc").exists():
            with pytest.raises(InsightsError, match="port"):
                serving._listen(port)
    with pytest.raises(InsightsError):
        serving._listen(99_999)
