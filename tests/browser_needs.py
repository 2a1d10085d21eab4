"""What the tests in a real browser need, and what becomes of them where it is missing."""

import os
from importlib import import_module

import pytest


def do_without(reason):
    """Skip the test, or fail it where ``INSIGHTS_REQUIRE_BROWSER`` is set."""
    if os.environ.get("INSIGHTS_REQUIRE_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


def needs(name):
    """Return a module that the test needs; do without the test where it is missing."""
    try:
        return import_module(name)
    except ImportError:
        do_without(f"{name.partition('.')[0]} is not installed")
