"""Take twenty people out of copies of the bundled projects, and prove each withdrawal.

For each: the search finds nothing, everybody else's excerpt ids hold, and tables and readers'
files (the manifest apart) are those of a first build from the folder as it is afterwards.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from insights import pipeline, store
from insights.sheets import read_sheet

ROOT = Path(__file__).parent.parent
PROJECTS = ("money-toolkit", "hack-week")
APART = ("manifest.json",)


def files_of(folder: Path) -> dict[str, str]:
    """Return the hash of each table and readers' file below a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        own = place.as_posix().startswith(".") or "vectors" in place.parts
        if path.is_file() and path.name not in APART and not own:
            found[place.as_posix()] = store.hash_file(path)
    return found


def check(name: str, participant: str) -> list[str]:
    """Withdraw one person from a copy of a project; return what is wrong."""
    wrong = []
    with tempfile.TemporaryDirectory(prefix="withdrawal-") as scratch:
        root, again = Path(scratch) / "once", Path(scratch) / "again"
        shutil.copytree(ROOT / "data" / "raw" / name, root / "data" / "raw" / name)
        pipeline.run(name, root=root, until="ingest")
        before = pipeline.read_tables(name, root=root)["excerpts"]
        done = pipeline.withdraw(name, participant, root=root, today="2026-04-01")
        if done.certificate is None or done.certificate.found:
            wrong.append(
                f"found: {done.certificate.found if done.certificate else 'no certificate'}"
            )
        after = pipeline.read_tables(name, root=root)["excerpts"]
        others = set(before.loc[before["participant_id"] != participant, "excerpt_id"])
        if others != set(after["excerpt_id"]):
            wrong.append(f"{len(others ^ set(after['excerpt_id']))} excerpt ids differ")
        shutil.copytree(root / "data" / "raw", again / "data" / "raw")
        pipeline.run(name, root=again)
        for place in ("data/processed", "reports"):
            one, other = files_of(root / place / name), files_of(again / place / name)
            wrong += [f"{place}/{path} differs" for path in sorted(set(one) ^ set(other))]
            wrong += [
                f"{place}/{path} differs"
                for path in sorted(set(one) & set(other))
                if one[path] != other[path]
            ]
    return wrong


def main() -> None:
    """Check as many people as asked for, spread over both projects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20, help="how many people in all")
    wanted = parser.parse_args().people
    with tempfile.TemporaryDirectory(prefix="user-data-") as home:
        os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = home
        n_wrong = 0
        for number, name in enumerate(PROJECTS):
            register = read_sheet(ROOT / "data" / "raw" / name / "participants.csv").table
            people = list(register["participant_id"])
            share = wanted // 2 + (wanted % 2 if not number else 0)
            for at in range(share):
                participant = people[at * len(people) // share]
                began = time.monotonic()
                wrong = check(name, participant)
                n_wrong += bool(wrong)
                state = "; ".join(wrong) or "nothing left, everybody else as before"
                seconds = time.monotonic() - began
                print(f"{name} {participant}: {state} ({seconds:.0f} s)", flush=True)  # noqa: T201
    print(f"{wanted - n_wrong} of {wanted} withdrawals hold.")  # noqa: T201
    sys.exit(bool(n_wrong))


if __name__ == "__main__":
    main()
