"""What all tests share: how hard Hypothesis looks, and which database the portal's tests run on.

`pytest --hypothesis-profile=long` looks long, by hand. Tests that use a database run on SQLite; `pytest --postgres` runs
them on a throw-away PostgreSQL, as CI does in a run of its own (Makefile).
"""

import os
from contextlib import ExitStack

import pytest
from hypothesis import settings
from psycopg.conninfo import conninfo_to_dict

settings.register_profile("laptop", max_examples=100, deadline=None)
# CI looks at the same examples every time, so that a failure there is always the change's own.
settings.register_profile("ci", max_examples=1_000, deadline=None, derandomize=True, database=None)
settings.register_profile("long", max_examples=50_000, deadline=None, print_blob=True)

# Tests check every package anew, and leave nothing in the home of the person who runs them.
os.environ.setdefault("SIHANG_CACHE", "off")
# Playwright keeps an event loop in the thread of the test, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

settings.load_profile("ci" if os.environ.get("CI") == "true" else "laptop")


def pytest_addoption(parser):
    parser.addoption("--postgres", action="store_true", help="run the tests that use a database on PostgreSQL")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request):
    """Start the PostgreSQL where the tests of this run use one, and put it in the place of SQLite."""
    if not request.config.getoption("--postgres"):
        return
    from django.db import connections

    from sihang.project.settings.database import from_address
    from tests.builders.postgres import postgres

    stack = request.getfixturevalue("_until_the_end")
    where = conninfo_to_dict(stack.enter_context(postgres()))
    found = {"NAME": f"sihang_{os.getpid()}", "USER": where["user"], "HOST": where["host"]}
    given = {"PASSWORD": where.get("password", ""), "PORT": where.get("port", "")}
    settings = {**from_address("postgresql:///"), **found, **given, "CONN_MAX_AGE": 0}
    connections["default"].close()  # made by asking for it, where nothing has asked yet
    del connections["default"]
    connections.settings = connections.configure_settings({"default": settings})


@pytest.fixture(scope="session")
def _until_the_end():
    with ExitStack() as stack:
        yield stack


@pytest.fixture(autouse=True)
def journal_may_be_emptied(request):
    """After a test with real transactions the tables are emptied, which the journal's triggers refuse: so they rest."""
    yield
    mark = request.node.get_closest_marker("django_db")
    real = {"transactional_db", "live_server"} & set(request.fixturenames) or (mark and mark.kwargs.get("transaction"))
    if not real:
        return
    from django.db import connection

    from sihang.journal import append_only
    from sihang.journal.models import Event, Node, Waiting

    append_only.permit(connection)
    for table in (Waiting, Node, Event):
        table.objects.all().delete()
    append_only.forbid(connection)
