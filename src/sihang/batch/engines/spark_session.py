"""Where Spark runs: with the caller, on the cluster that is named or configured, or on this machine."""

from __future__ import annotations

import os
import re
import shlex
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from sihang.batch.problems import TableUnusable, refuse

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "SIHANG_SPARK_MASTER"
LOCAL = "local[*]"
"""Where nobody names a master: every processor of this machine."""
_QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
_AT_HOME = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
"""On this machine alone nobody calls from outside."""
_OWN = {
    "spark.sql.ansi.enabled": "true",  # a sum that does not fit is an error, never another number
    "spark.sql.caseSensitive": "true",  # a table may have the columns `Name` and `name`
    "spark.sql.codegen.wholeStage": "false",  # a policy as one method is too long for Java to compile, and so slower
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
}
_LINES_SHOWN = 3


def session(master: str | None = None) -> SparkSession:
    """A session whose settings are its own; those of the caller's stay as they are.

    Spark itself is the caller's, where this process has one. Else it is started: on `master`, or on $SIHANG_SPARK_MASTER,
    or where Spark's own configuration says (PYSPARK_SUBMIT_ARGS, spark-defaults.conf), or on LOCAL.

    Raises:
        TableUnusable: PySpark or Java is not there, the master does not answer, or is another than the caller's.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        zh = "没有安装 PySpark。请运行 pip install 'sihang[spark]'，或用默认的 --engine polars"
        en = "PySpark is not installed: run pip install 'sihang[spark]', or use the default, --engine polars"
        raise _missing(zh, en) from None
    asked = master or os.environ.get(MASTER)
    try:
        shared = SparkSession.active()
    except PySparkException:
        shared = _started(asked)
    if asked is not None and shared.sparkContext.master != asked:
        there = shared.sparkContext.master
        zh, en = f"本进程的 Spark 已在 {there} 运行", f"the Spark of this process runs on {there} already"
        raise refuse("spark-elsewhere", f"--master {asked}", zh, en)
    own = shared.newSession()
    for key, value in _OWN.items():
        own.conf.set(key, value)
    return own


def _started(asked: str | None) -> SparkSession:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    given = _given()
    master = asked or (None if "spark.master" in given else LOCAL)
    wanted = _QUIET | {"spark.app.name": "sihang batch"}
    if master is not None:
        wanted |= {"spark.master": master} | (_AT_HOME if master.startswith("local") else {})
    conf = SparkConf(loadDefaults=False)
    for key, value in wanted.items():
        if key not in given or key == "spark.master":
            conf.set(key, value)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryFile() as said:
        try:
            # What Java says is shown where it fails.
            gateway = launch_gateway(conf, popen_kwargs={"stderr": said})  # type: ignore[no-untyped-call]
            return SparkSession(SparkContext(conf=conf, gateway=gateway))
        except (PySparkException, Py4JError, OSError) as error:
            raise _not_started(master, said, error) from None


def _not_started(master: str | None, said: IO[bytes], error: Exception) -> TableUnusable:
    said.seek(0)
    lines = [line.strip() for line in said.read().decode(errors="replace").splitlines() if line.strip()]
    reason = " / ".join(lines[-_LINES_SHOWN:]) or str(error).splitlines()[0]
    where = f"--engine spark ({master or 'spark.master'})"
    zh = f"启动不了 Spark。需要 Java 17 或更新（Debian：apt-get install default-jre-headless），集群要能连上。Spark 说：{reason}"
    en = "Spark did not start: it needs Java 17 or newer (Debian: apt-get install default-jre-headless) and a cluster that answers"
    return refuse("engine-missing", where, zh, f"{en}. It says: {reason}")


def _missing(zh: str, en: str) -> TableUnusable:
    return refuse("engine-missing", "--engine spark", zh, en)


def _given() -> set[str]:
    """The settings that Spark's own configuration makes, which we leave alone."""
    words = shlex.split(os.environ.get("PYSPARK_SUBMIT_ARGS", ""))
    found = {match[0] for word in words if (match := re.search(r"spark\.[\w.]+(?==)", word))}
    home = os.environ.get("SPARK_HOME")
    folder = os.environ.get("SPARK_CONF_DIR") or (f"{home}/conf" if home else None)
    defaults = Path(folder, "spark-defaults.conf") if folder else None
    if defaults is not None and defaults.is_file():
        lines = defaults.read_text(encoding="utf-8").splitlines()
        found |= {match[0] for line in lines if (match := re.match(r"spark\.[\w.]+", line.strip()))}
    has_master = any(word.split("=")[0] == "--master" for word in words) or "MASTER" in os.environ
    return found | {"spark.master"} if has_master else found
