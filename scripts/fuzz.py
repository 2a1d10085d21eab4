"""Read thousands of files that were broken on purpose: no crash, nothing over five seconds.

    python scripts/fuzz.py [--files 2000] [--only notes/a.pdf]

Each family begins with one good file, made in ``tests/fuzz/samples.py``; what is done to it
depends on the seed alone, so that every failure can be repeated.
"""

from __future__ import annotations

import argparse
import faulthandler
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.fuzz.mutate import broken_files, read_broken
from tests.fuzz.samples import make_all

MOST_SECONDS = 5.0
BATCH = 50


def fuzz(relative: str, data: bytes, n_files: int) -> bool:
    """Read ``n_files`` broken forms of one good file; returns whether all went well."""
    n_read = n_refused = n_failed = 0
    longest = 0.0
    for batch in range(0, n_files, BATCH):
        files = list(broken_files(data, min(BATCH, n_files - batch), f"{relative} {batch}"))
        for number, broken in enumerate(files):
            faulthandler.dump_traceback_later(120, exit=True)
            try:
                read, refused, seconds = read_broken(relative, iter([broken]))
            except Exception:
                n_failed += 1
                sys.stdout.write(f"{relative}, batch {batch}, file {number}:\n")
                traceback.print_exc(file=sys.stdout)
                continue
            finally:
                faulthandler.cancel_dump_traceback_later()
            n_read, n_refused, longest = n_read + read, n_refused + refused, max(longest, seconds)
    sys.stdout.write(
        f"{relative:20} {n_read:6,} read {n_refused:6,} refused {n_failed:4,} failed "
        f"{longest:6.2f} s at most\n"
    )
    sys.stdout.flush()
    return n_failed == 0 and longest < MOST_SECONDS


def main() -> int:
    """Run every family, or one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=2000, help="broken files per family")
    parser.add_argument("--only", help="one family, for example notes/a.pdf")
    given = parser.parse_args()
    families = {
        relative: data for relative, data in make_all().items()
        if given.only in (None, relative)
    }  # fmt: skip
    went_well = [fuzz(*family, given.files) for family in families.items()]
    return 0 if all(went_well) else 1


if __name__ == "__main__":
    raise SystemExit(main())
