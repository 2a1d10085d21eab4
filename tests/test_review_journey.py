"""As a facilitator would: read, merge two codes, see it in the report, take it back."""

import shutil

import pytest

from insights import pipeline
from insights.pipeline.reviewing import open_desk
from tests.conftest import BUNDLED
from tests.review_client import Browser

MERGED, INTO = "HIDING", "SHAME"


@pytest.fixture
def root(bundled, bundled_root, tmp_path):
    """A copy of the bundled project as it stands after a run."""
    return shutil.copytree(bundled_root, tmp_path / "own")


@pytest.mark.slow
def test_a_merge_reaches_the_report_and_leaves_it_again(root, no_network):
    first = pipeline.run(BUNDLED, root=root)
    before = first.main_report.read_bytes()
    browser = Browser(open_desk(BUNDLED, coder="NEW", root=root))
    page = browser.get("/read?by=doubt&who=all")
    for _ in range(30):
        page = browser.post("/read", [*page.form("/read"), ("do", "next")])
        assert page.status == 200
    page = browser.get(f"/codebook/code?id={MERGED}")
    fields = page.form("/codebook/change", action="merge")
    fields = [(k, v) for k, v in fields if k != "set:into"]
    seen = browser.post("/codebook/change", [*fields, ("set:into", INTO)])
    assert "What it would change" in seen.text
    confirm = [*seen.form("/codebook/change", action="merge"), ("do", "confirm")]
    page = browser.post("/codebook/change", confirm)

    merged = pipeline.run(BUNDLED, root=root)
    codes = merged.table("codes").set_index("code_id")
    assert codes.loc[MERGED, "status"] == "retired"
    assert MERGED not in set(merged.table("codings")["code_id"])
    compared = merged.table("comparison")
    assert MERGED not in set(compared["code_id"].dropna())
    assert merged.main_report.read_bytes() != before

    page = browser.get("/")  # the pages take the new run up
    assert page.status == 200
    while "There is nothing left to take back." not in page.text:
        page = browser.post("/undo", [*page.form("/undo"), ("do", "undo")])
    again = pipeline.run(BUNDLED, root=root)
    assert again.table("codes").set_index("code_id").loc[MERGED, "status"] != "retired"
    for name in ("codes", "codings", "comparison", "findings", "recommendations"):
        assert again.table(name).equals(first.table(name)), name
    # The record of how many decisions there are has grown: taking back is a decision too.
    assert (root / "data" / "raw" / BUNDLED / "decisions" / "NEW.jsonl").stat().st_size > 0
