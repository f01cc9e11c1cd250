"""One request at a time, where all threads of the live server share one connection: SQLite in memory.

Two of them in one transaction is nothing that a user could meet: a file, or PostgreSQL, gives each thread its own.
"""

from threading import RLock

from django.db import connection

TURN = RLock()


def one_at_a_time(get_response):
    """The outermost middleware of the tests' settings."""

    def answer(request):
        if connection.vendor != "sqlite":
            return get_response(request)
        with TURN:
            return get_response(request)

    return answer
