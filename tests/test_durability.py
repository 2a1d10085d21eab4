"""Nothing that was acknowledged is ever lost: kills at random moments, coders at once.

The number of kills is 20; ``INSIGHTS_KILLS=200`` makes it the long trial.
"""

import http.client
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode, urlsplit

import pytest

from insights import coding
from insights.pipeline.reviewing import open_desk
from insights.pipeline.reviewing.ledger import Ledger
from tests.review_fixture import NAME, make_project

N_KILLS = int(os.environ.get("INSIGHTS_KILLS", "20"))
N_LINES = 1_000

# The pages as a person starts them; each kill takes a copy of this process that has them up.
_SERVER = """
import os, signal, socket, sys, threading, time
from pathlib import Path
import uvicorn
from insights.pipeline.reviewing import open_desk
from insights.review.access import Access
from insights.review.app import make_app

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
root, name = Path(sys.argv[1]), sys.argv[2]
open_desk(name, coder="AB", root=root)  # libraries are loaded once
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen(16)
        access = Access(listening.getsockname()[1])
        app = make_app(open_desk(name, coder="AB", root=root), access)
        print(os.getpid(), access.link, access.cookie.partition(";")[0], access.form_token,
              flush=True)
        config = uvicorn.Config(app, log_level="critical", lifespan="off", ws="none")
        uvicorn.Server(config).run(sockets=[listening])
        os._exit(0)
"""


@pytest.fixture
def connections():
    """The real way to connect: other tests block it for the whole session."""
    import _socket
    import socket

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _socket.socket.connect)
    patch.setattr(
        socket, "create_connection",
        lambda address, *_a, **_k: _connected(socket.socket(), address),
    )  # fmt: skip
    yield
    patch.undo()


def _connected(made, address):
    made.connect(address)
    return made


class Clicker:
    """Answers one excerpt after the other as fast as the pages let it."""

    def __init__(self, link, cookie, token):
        place = urlsplit(link)
        self.connection = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
        self.headers = {
            "cookie": cookie, "origin": f"{place.scheme}://{place.netloc}",
            "content-type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        self.token = token

    def click(self, excerpt_id, memo):
        """Send one answer; return once the pages have said that it is saved."""
        fields = [("form_token", self.token), ("at", excerpt_id), ("code", "LOG"),
                  ("offered", "DEBT"), ("memo", memo), ("do", "next")]  # fmt: skip
        self.connection.request("POST", "/read", urlencode(fields), self.headers)
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 303, answer.status


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills need an operating system with fork")
def test_kills_while_reviewing_lose_nothing(tmp_path, connections):
    root = make_project(tmp_path, n=60)
    ids = open_desk(NAME, coder="AB", root=root).material.said
    draw = random.Random(7)
    acknowledged, in_flight = [], 0
    zygote = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(root), NAME],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        for kill in range(N_KILLS):
            zygote.stdin.write("again\n")
            zygote.stdin.flush()
            pid, link, cookie, token = zygote.stdout.readline().split()
            clicker = Clicker(link, cookie, token)
            moment = draw.uniform(0.0, 0.25)
            killer = threading.Timer(moment, os.kill, (int(pid), 9))
            killer.start()
            for number in range(10_000):
                memo = f"click {kill}.{number}"
                try:
                    clicker.click(draw.choice(ids), memo)
                except (OSError, http.client.HTTPException):
                    in_flight += 1
                    break
                acknowledged.append(memo)
            killer.join()
    finally:
        zygote.kill()
        zygote.communicate()
    path = root / "data" / "raw" / NAME / "decisions" / "AB.jsonl"
    decisions, problems = coding.read_decisions(path.parent)
    found = {decision.memo for decision in decisions if decision.memo}
    lost = [memo for memo in acknowledged if memo not in found]
    print(f"{N_KILLS} kills, {len(acknowledged)} clicks acknowledged, {len(lost)} lost, "
          f"{len(problems)} torn lines set aside")  # fmt: skip
    assert in_flight == N_KILLS
    assert acknowledged and not lost
    assert len(found - set(acknowledged)) <= in_flight
    # A line that a kill tore is alone on its line, and never more than one a kill.
    assert len(problems) <= N_KILLS
    assert {"not valid JSON" in p.problem or "half there" in p.problem for p in problems} <= {True}
    open_desk(NAME, coder="AB", root=root)


_WRITER = """
import sys
from pathlib import Path
from insights.pipeline.reviewing.ledger import Ledger
folder, coder, n = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
ledger = Ledger(folder, coder)
for number in range(n):
    if number % 100 == 50:
        ledger.refresh()
    ledger.write([{"action": "add", "target": "excerpt", "target_id": f"x{number}",
                   "excerpt_id": f"x{number}", "code_id": "LOG", "memo": coder}])
"""


@pytest.mark.slow
@pytest.mark.parametrize("coders", [("AB", "CD"), ("AB", "AB")], ids=["two coders", "two windows"])
def test_two_at_once_lose_nothing(tmp_path, coders):
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path), coder, str(N_LINES)])
        for coder in coders
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    decisions, problems = coding.read_decisions(tmp_path)
    assert not problems
    assert len(decisions) == 2 * N_LINES == len({decision.id for decision in decisions})
    kept = Ledger(tmp_path, "AB").kept
    assert len(kept) == 2 * N_LINES


def test_every_line_is_on_disk_before_the_next(tmp_path, monkeypatch):
    """Each line is synced: what a power cut leaves is what was acknowledged."""
    synced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(handle) or real(handle))
    Ledger(tmp_path, "AB").write(
        [{"action": "serious", "target": "excerpt", "target_id": f"x{n}"} for n in range(5)]
    )
    assert len(synced) >= 5


def test_all_that_stands_can_be_built_again_from_the_files(tmp_path):
    root = make_project(tmp_path)
    desk = open_desk(NAME, coder="AB", root=root)
    draw = random.Random(3)
    for number in range(120):
        choice = draw.random()
        if choice < 0.2:
            desk.undo()
        elif choice < 0.3:
            desk.redo()
        else:
            desk.record(
                [
                    {
                        "action": draw.choice(["accept", "reject", "serious", "unsure"]),
                        "target": "excerpt", "target_id": (e := draw.choice(desk.material.said)),
                        "excerpt_id": e, "code_id": "LOG",
                    }
                ]
            )  # fmt: skip
        if number % 10 == 0:
            again = open_desk(NAME, coder="AB", root=root)
            assert [d.id for d in again.ledger.kept] == [d.id for d in desk.ledger.kept]
            assert again.state.looked == {k: v for k, v in desk.state.looked.items() if v}
            assert [s.step_id for s in again.steps()] == [s.step_id for s in desk.steps()]
    path = root / "data" / "raw" / NAME / "decisions" / "AB.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[0-9a-f]{32}\.\d+u?", json.loads(line)["id"])
    assert time.strftime("%Y", time.gmtime()) in line
