"""How closely the vote statistics agree with what Polis published, on its own votes.

    python benchmarks/votes.py PATH [PATH …]

Each PATH is a folder with a server's export (``votes.json`` and ``math-pca2.json``) or with
a conversation's tables (``participants-votes.csv`` and ``comments.csv``); a folder of such
folders will do. The groups are Polis' own. Ends with one JSON line: ``largest_difference``
over every published number, ``same_selection`` (whether the same statements are telling of
the same groups, in the same order), ``seconds``.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from pathlib import Path
from typing import Any

from insights import analysis, tables


def main() -> None:
    """Run the benchmark and print its table and its JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    folders = [
        folder
        for path in parser.parse_args().paths
        for folder in (path, *sorted(path.iterdir()))
        if (folder / "math-pca2.json").exists() or (folder / "participants-votes.csv").exists()
    ]
    if not folders:
        parser.error("none of these folders holds an export with published values")
    results = {}
    print("conversation                       votes  numbers  largest difference  selection")
    for folder in folders:
        found = results[folder.name] = measure(folder)
        same = {True: "the same", False: "differs", None: "not published"}[found["same_selection"]]
        print(
            f"{folder.name[:32]:32s} {found['rows']:7,d} {found['numbers']:8,d} "
            f"{found['largest_difference']:19.1e}  {same}"
        )
    summary = {
        "benchmark": "votes",
        "largest_difference": max(found["largest_difference"] for found in results.values()),
        "same_selection": all(found["same_selection"] is not False for found in results.values()),
        "seconds": round(sum(found["seconds"] for found in results.values()), 3),
        "conversations": results,
    }
    print(json.dumps(summary))


def measure(folder: Path) -> dict[str, Any]:
    """Return how far one conversation's numbers lie from those published for it."""
    published = _published_by_server if (folder / "math-pca2.json").exists() else _published_as_csv
    rows, consensus, telling = published(folder)
    votes = tables.from_rows("statement_votes", rows)
    statements = tables.from_rows(
        "statements",
        [{"statement_id": one, "text": "", "source_id": folder.name} for one in consensus],
    )
    start = time.perf_counter()
    by_group = analysis.votes_by_group(votes, statements)
    agreed = analysis.statement_consensus(votes, statements)
    seconds = time.perf_counter() - start
    ours = dict(zip(agreed["statement_id"], agreed["consensus"], strict=True))
    gaps = [abs(ours[statement] - value) for statement, value in consensus.items()]
    same = None
    if telling is not None:
        cells = {(row["statement_id"], row["group"]): row for row in by_group.to_dict("records")}
        same = True
        for group, listed in telling.items():
            chosen = by_group[(by_group["group"] == group) & by_group["place"].notna()]
            order = chosen.sort_values("place")["statement_id"].tolist()
            same = same and order == [one["statement"] for one in listed]
            for one in listed:
                row, way = cells[one["statement"], group], one["way"]
                same = same and row["telling"] == way
                gaps += [
                    abs(row[f"n_{way}"] - one["n-success"]),
                    abs(row["n_votes"] - one["n-trials"]),
                    abs(row[f"p_{way}"] - one["p-success"]),
                    abs(row[f"{way}_test"] - one["p-test"]),
                    abs(row[f"{way}_ratio"] - one["repness"]),
                    abs(row[f"{way}_ratio_test"] - one["repness-test"]),
                ]
    return {
        "rows": len(votes), "numbers": len(gaps), "largest_difference": float(max(gaps)),
        "same_selection": same, "seconds": round(seconds, 3),
    }  # fmt: skip


def _published_by_server(folder: Path) -> tuple[list[dict[str, Any]], dict[str, float], Any]:
    math = json.loads((folder / "math-pca2.json").read_text())
    base = dict(zip(math["base-clusters"]["id"], math["base-clusters"]["members"], strict=True))
    group_of = {
        person: str(group["id"])
        for group in math["group-clusters"]
        for cluster in group["members"]
        for person in base[cluster]
    }
    moderated = {str(statement) for statement in math["mod-out"]}
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for vote in json.loads((folder / "votes.json").read_text()):
        person = vote.get("pid", vote.get("participant_id"))
        statement = str(vote.get("tid", vote.get("statement_id")))
        if person in group_of:
            rows[statement, str(person)] = {
                "statement_id": statement, "participant_id": str(person),
                "group": group_of[person], "vote": int(vote["vote"]),
            }  # fmt: skip
    consensus = {
        statement: value
        for statement, value in math["group-aware-consensus"].items()
        if statement not in moderated
    }
    kept = [row for (statement, _), row in rows.items() if statement not in moderated]
    telling = {
        group: [{**one, "statement": str(one["tid"]), "way": one["repful-for"]} for one in listed]
        for group, listed in math["repness"].items()
    }
    return kept, consensus, telling


def _published_as_csv(folder: Path) -> tuple[list[dict[str, Any]], dict[str, float], None]:
    with (folder / "comments.csv").open(newline="", encoding="utf-8-sig") as file:
        consensus = {
            row["comment-id"]: float(row["group-informed-consensus"])
            for row in csv.DictReader(file)
            if row["group-informed-consensus"]
        }
    rows = []
    with (folder / "participants-votes.csv").open(newline="", encoding="utf-8-sig") as file:
        for person in csv.DictReader(file):
            rows += [
                {"statement_id": statement, "participant_id": person["participant"],
                 "group": person["group-id"] or None, "vote": int(float(vote))}
                for statement, vote in person.items()
                if statement in consensus and vote
            ]  # fmt: skip
    return rows, consensus, None


if __name__ == "__main__":
    main()
