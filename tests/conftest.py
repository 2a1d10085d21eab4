"""Shared fixtures: the bundled project, run once, with every socket blocked."""

import os
import shutil
import socket
from pathlib import Path

import hypothesis
import pytest

# The same examples on every run: a test that fails only sometimes teaches nobody anything.
# `make fuzz` is the place for new examples.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")

ROOT = Path(__file__).parent.parent
BUNDLED = "money-toolkit"


def pytest_collection_modifyitems(items):
    """Begin with the files that hold slow tests, so that no worker is left alone with one."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(autouse=True)
def private_folders(tmp_path_factory, monkeypatch):
    """Keep the person's own key files out of the tests, and the tests out of them."""
    home = tmp_path_factory.getbasetemp() / "user-data"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    monkeypatch.delenv("INSIGHTS_KEY_FOLDER", raising=False)


def refuse(*_args, **_kwargs):
    raise AssertionError("something tried to use the network")


@pytest.fixture(scope="session")
def no_network():
    """Block every way out of this process."""
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", refuse)
    patch.setattr(socket.socket, "connect_ex", refuse)
    patch.setattr(socket, "create_connection", refuse)
    patch.setattr(socket, "getaddrinfo", refuse)
    yield
    patch.undo()


def copy_of(name, root):
    """Copy a bundled project's raw folder below ``root`` and return that root."""
    shutil.copytree(ROOT / "data" / "raw" / name, root / "data" / "raw" / name)
    return root


@pytest.fixture(scope="session")
def bundled_root(tmp_path_factory):
    """A root that holds a copy of the bundled project and nothing else."""
    return copy_of(BUNDLED, tmp_path_factory.mktemp("bundled"))


@pytest.fixture(scope="session")
def bundled(bundled_root, no_network):
    """The bundled project's run: whole, once, without a network."""
    from insights import pipeline

    os.environ.setdefault("PLOTLY_RENDERER", "plotly_mimetype")
    return pipeline.run(BUNDLED, root=bundled_root)


@pytest.fixture
def project_folder(tmp_path):
    """A function that makes a project from relative paths and texts; returns its root."""

    def make(files, name="demo"):
        folder = tmp_path / "data" / "raw" / name
        folder.mkdir(parents=True, exist_ok=True)
        for relative, content in files.items():
            path = folder / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(content, encoding="utf-8")
        return tmp_path

    return make
