"""What a test needs of the machine and does not find: a laptop skips the test, CI fails."""

import os

import pytest


def missing(what):
    """End the test: `what` says what is missing and how to get it."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must have it: {what}")
    pytest.skip(what)
