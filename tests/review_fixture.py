"""A small project with tables and no run behind them, for the review pages' tests."""

import json
import random

from insights import store, tables

NAME = "reviewed"
CODES = ("DEBT", "FORMS", "SHAME", "LOG", "ASK", "HELP")
_WORDS = (
    "letters", "forms", "money", "bus", "clinic", "shame", "wait", "phone", "bank", "council",
    "story", "again", "nobody", "rang", "diary", "worker", "ward", "rent", "hub", "list",
)  # fmt: skip
CODEBOOK = """code_id,name,theme,definition,keywords,claim,status
DEBT,Debt,Money,Owing money,debt; bank,,agreed
FORMS,Forms,Paper,Forms nobody can fill in,form; letters,,agreed
SHAME,Shame,Shame,Hiding it,shame,,agreed
LOG,A log,Paper,Writing down who said what,diary,A log helps,agreed
ASK,Asking early,Money,When to ask about money,ask,Asking early is kind,draft
HELP,Finding help,Help,Knowing what there is,list,,agreed
"""


def sentence(draw, n_words=14):
    """Return a sentence that nobody ever said."""
    words = [draw.choice(_WORDS) for _ in range(n_words)]
    return f"{' '.join(words).capitalize()}."


def make_project(root, n=40, seed=1, texts=()):
    """Write a project that has been run, with ``n`` excerpts; return its root."""
    draw = random.Random(seed)
    raw = root / "data" / "raw" / NAME
    raw.mkdir(parents=True)
    (raw / "project.toml").write_text(
        '[project]\ntitle = "Reviewed"\nfictional = true\n'
        '[compare]\ngroups = ["lived_experience", "professional"]\n',
        encoding="utf-8",
    )
    (raw / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    (raw / ".salt").write_text("0123456789abcdef\n", encoding="utf-8")
    excerpts = [_excerpt(draw, number, n, texts) for number in range(n)]
    codings = [row for e in excerpts if e["speaker"] != "facilitator" for row in _codings(draw, e)]
    found = {
        "sources": [
            {"source_id": f"s{i}", "kind": "notes", "path": f"notes/{i}.md", "sha256": "0"}
            for i in (0, 1)
        ],
        "sessions": [
            {
                "session_id": f"W{i}", "activity": "What gets in the way?",
                "prompt": "What gets in the way?", "prompt_kind": "problem",
            }
            for i in (0, 1)
        ],
        "participants": [
            {
                "participant_id": f"P{i:02}", "origin": "register",
                "perspective": "professional" if i % 2 else "lived_experience",
                "consent_anonymous_quote": True, "consent_approve_first": i == 0,
            }
            for i in range(10)
        ],
        "excerpts": excerpts,
        "codings": codings,
        "comparison": [_compared("Paper"), _compared("Money")],
        "presence": [
            {
                "level": "theme", "theme": theme, "prompt_kind": "problem",
                "participant_id": e["participant_id"], "group": e["perspective"],
                "n_excerpts": 1, "confirmed": False, "excerpt_ids": [e["excerpt_id"]],
            }
            for theme in ("Paper", "Money")
            for e in excerpts[:: n // 8 or 1]
            if e["speaker"] == "participant"
        ],
        "topics": [
            {
                "topic_id": f"T{i}", "n_excerpts": n // 2, "terms": terms, "stability": 0.8,
                "example_excerpt_ids": ["x00000"], "holds": "holds in 19 of 20 re-runs",
                "code_ids": [], "share_coded": 0.0, "covered": False, "note": "",
            }
            for i, terms in ((1, ["bus", "clinic", "ward"]), (2, ["rent", "bank", "list"]))
        ],
        "excerpt_topics": [
            {
                "excerpt_id": e["excerpt_id"], "topic_id": f"T{1 + row % 2}",
                # Three and two of them say the same.
                "same_as": "x00004" if row in (4, 5, 6) else "x00007" if row in (7, 8) else None,
            }
            for row, e in enumerate(excerpts)
        ],
        "recommendations": [_recommendation("r1", "R1", excerpts), _recommendation("r2", "R2", [])],
    }  # fmt: skip
    for name, rows in found.items():
        store.write_atomic(
            root / "data" / "processed" / NAME / f"{name}.parquet",
            store.table_bytes(tables.from_rows(name, rows)),
        )
    return root


def _excerpt(draw, number, n, texts):
    side = int(number >= n // 2)
    text = texts[number] if number < len(texts) else sentence(draw)
    speaker = "facilitator" if number % 20 == 19 else "participant"
    if number % 20 == 18:
        speaker = "unattributed"
    person = f"P{2 * (number % 5) + side:02}" if speaker == "participant" else None
    return {
        "excerpt_id": f"x{number:05}", "source_id": f"s{side}", "locator": f"line {number + 1}",
        "start": number * 100, "end": number * 100 + len(text), "participant_id": person,
        "speaker": speaker, "perspective": ("lived_experience", "professional")[side],
        "session_id": f"W{side}", "activity": "What gets in the way?", "prompt_kind": "problem",
        "kind": "problem", "directness": "near_verbatim", "n_words": len(text.split()),
        "text": text,
    }  # fmt: skip


def _codings(draw, excerpt):
    for place, code_id in enumerate(draw.sample(CODES, draw.choice((0, 1, 2, 2, 3)))):
        likely = place == 0
        yield {
            "excerpt_id": excerpt["excerpt_id"], "code_id": code_id, "coder": "machine",
            "status": "suggested", "tier": "likely" if likely else "look",
            "method": "keyword" if likely else "meaning",
            "score": 1.0 if likely else round(draw.uniform(0.3, 0.6), 4),
            "reason": "the keyword “x”" if likely else "near to the code in meaning",
        }  # fmt: skip


def _compared(theme):
    return {
        "level": "theme", "theme": theme, "prompt_kind": "problem",
        "group_a": "lived_experience", "k_a": 3, "n_a": 5, "group_b": "professional", "k_b": 2,
        "n_b": 5, "convergence": "not yet judged", "meaning": "unjudged", "sentence": "…",
    }  # fmt: skip


def _recommendation(key, label, excerpts):
    return {
        "recommendation_id": key, "label": label, "title": f"Give people a log ({label})",
        "confidence": "provisional", "supported_by": "both groups", "feasibility": "not assessed",
        "cost": "not costed", "status": "draft", "releasable": False, "missing": "an owner",
        "for_excerpt_ids": [e["excerpt_id"] for e in excerpts[:3]], "against_excerpt_ids": [],
    }  # fmt: skip


def read_lines(root, coder):
    """Return every line of a coder's file."""
    path = root / "data" / "raw" / NAME / "decisions" / f"{coder}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
