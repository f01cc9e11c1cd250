"""One Spark session of two threads in this process, for all tests of a worker."""

import os
import shutil
from contextlib import contextmanager

from tests.builders.missing import missing

HINT = "a Java runtime 17 or newer (Debian: apt-get install default-jre-headless), and pip install pyspark"


@contextmanager
def spark():
    """The session that the engine itself makes on `local[2]`."""
    try:
        import pyspark  # noqa: F401 - is it there?
    except ImportError:
        missing(HINT)
    if "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        missing(HINT)
    from sihang.batch.engines.spark_session import session

    started = session("local[2]")
    try:
        yield started
    finally:
        started.stop()
