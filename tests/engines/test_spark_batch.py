"""`sihang batch --engine spark`: folders of parts, here and where only a cluster sees them."""

import json
import os
import subprocess
import sys
from datetime import date, datetime

import polars as pl
import pytest

from sihang.batch.engines.spark_session import session
from sihang.batch.on_cluster import ClusterOrder, run_on_cluster
from sihang.batch.order import Order
from sihang.batch.problems import TableUnusable
from sihang.batch.run import run
from sihang.lab import synthetic
from sihang.rulebook import load

DAY = date(2025, 6, 30)
ROWS = 300
pytestmark = pytest.mark.xdist_group("spark")


@pytest.fixture(scope="module")
def register():
    return synthetic.frame(ROWS, unknown=0.3, dense=True, rulebook=load())


@pytest.fixture
def folder(tmp_path, register):
    """A register in two parts, in a folder with a name that no computer would choose."""
    made = tmp_path / "登记 [1]" / "register"
    made.mkdir(parents=True)
    register[:100].write_parquet(made / "part-0.parquet")
    register[100:].write_parquet(made / "part-1.parquet")
    (made / "_SUCCESS").touch()
    return made


@pytest.fixture
def by_polars(tmp_path, folder):
    """What Polars makes of the same register."""
    report = run(Order(folder, tmp_path / "polars.parquet", DAY), load())
    return pl.read_parquet(tmp_path / "polars.parquet").sort("uscc"), report


def test_a_folder_of_parts_becomes_a_folder_of_parts(spark, folder, by_polars):
    results = folder.parent / "results"

    run(Order(folder, results, DAY, engine="spark"), load())

    found = sorted(path.name for path in results.iterdir())
    assert found
    assert all(name.startswith("part-") and name.endswith(".parquet") for name in found)
    assert same(parts(results), by_polars[0])
    assert sorted(path.name for path in folder.parent.iterdir()) == ["register", "results", "results.manifest.json"]
    manifest = json.loads((folder.parent / "results.manifest.json").read_text(encoding="utf-8"))
    assert (manifest["options"]["engine"], manifest["rows"]["assessed"]) == ("spark", ROWS)
    assert [package["id"] for package in manifest["packages"]] == ["yangpu-2024-1"]


def test_results_that_are_there_are_never_replaced(tmp_path, folder):
    (tmp_path / "results.parquet").write_text("a file of somebody's")

    with pytest.raises(TableUnusable) as refused:
        run(Order(folder, tmp_path / "results.parquet", DAY, engine="spark"), load())

    assert [problem.code for problem in refused.value.problems] == ["cannot-write"]
    assert (tmp_path / "results.parquet").read_text() == "a file of somebody's"


def test_a_spreadsheet_comes_back_in_its_order_as_from_polars(spark, tmp_path):
    rows = ["uscc,kind,registered_in_district,on_exclusion_list,consortium,iur_investment,备注"]
    rows += [f",enterprise,是,否,LH-{n},{n}000000.00,第 {n} 行" for n in range(40, 0, -1)]
    (tmp_path / "名单.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    for engine in ("polars", "spark"):
        run(Order(tmp_path / "名单.csv", tmp_path / f"{engine}.csv", DAY, engine=engine), load())

    assert (tmp_path / "spark.csv").read_bytes() == (tmp_path / "polars.csv").read_bytes()


def test_columns_that_are_not_ours_pass_as_they_are(spark, tmp_path):
    """Whatever they are called, and whether they differ in small letters only."""
    kept = {
        "Name": ["甲"],
        "name": ["b\\'\"`"],
        "a`b.c": [1.5],
        "Entered at": [datetime.fromisoformat("2024-02-29T23:59:59.999999")],
        "n": [None],
    }
    table = pl.DataFrame({"kind": ["enterprise"], **kept}, schema_overrides={"n": pl.Int32})
    table.write_parquet(tmp_path / "table.parquet")

    run(Order(tmp_path / "table.parquet", tmp_path / "results.parquet", DAY, engine="spark"), load())

    assert pl.read_parquet(tmp_path / "results.parquet").select(*kept).to_dicts() == table.select(*kept).to_dicts()


def test_what_only_a_cluster_sees_is_assessed_there(spark, folder, by_polars):
    at = f"file://{folder.parent}".replace("[", "\\[").replace("]", "\\]")
    results = folder.parent / "results"

    report = run_on_cluster(ClusterOrder(f"{at}/register", f"file://{results}", DAY), load())

    assert (results / "_SUCCESS").exists()
    assert same(parts(results), by_polars[0])
    assert report.summary == by_polars[1].summary
    manifest = json.loads((folder.parent / "results.manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"][0]["rows"] == manifest["rows"]["assessed"] == ROWS
    assert manifest["options"]["master"] == "local[2]"


def test_on_a_cluster_too_all_problems_come_at_once_and_nothing_is_written(spark, tmp_path):
    codes = ["91310110MADEM0011Y", "91310110MADEM0011Y", "91310110MADEM0012X"]
    table = {"uscc": codes, "kind": ["enterprise", "firm", None], "iur_investment_fen": [-1, 5, 10**14 + 1],
             "m08__awarded": [False, None, True], "m08__awarded_low_fen": [None, 5, 9], "m08__awarded_high_fen": [7, 6, 8]}  # fmt: skip
    pl.DataFrame(table).write_parquet(tmp_path / "table.parquet")

    with pytest.raises(TableUnusable) as refused:
        run_on_cluster(ClusterOrder(f"file://{tmp_path}/table.parquet", f"file://{tmp_path}/results", DAY), load())

    found = {(problem.where, problem.code): problem.what.zh for problem in refused.value.problems}
    assert set(found) == {
        ("kind", "values-outside"), ("iur_investment_fen", "values-outside"), ("m08__awarded_low_fen", "empty-range"),
        ("m08__awarded_high_fen", "empty-range"), ("uscc", "organisation-twice"),
    }  # fmt: skip
    assert "有 2 行" in found["iur_investment_fen", "values-outside"]
    assert "firm (91310110MADEM0011Y)" in found["kind", "values-outside"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["table.parquet"]


def test_on_a_cluster_a_table_must_be_in_canonical_form(spark, tmp_path):
    table = {"kind": ["enterprise"], "iur_investment": [1.5], "hnte_valid": ["是"], "registred_in_district": [True]}
    pl.DataFrame(table).write_parquet(tmp_path / "table.parquet")

    with pytest.raises(TableUnusable) as refused:
        run_on_cluster(ClusterOrder(f"file://{tmp_path}/table.parquet", f"file://{tmp_path}/results", DAY), load())

    found = {(problem.where.split(":")[-1], problem.code) for problem in refused.value.problems}
    assert found == {
        ("iur_investment", "wrong-column-type"), ("hnte_valid", "wrong-column-type"), ("registred_in_district", "unknown-key"),
    }  # fmt: skip


def test_the_callers_spark_is_used_and_its_settings_stay(spark):
    before = session().sparkContext
    theirs = before.getConf().get("spark.sql.caseSensitive", "not set")

    ours = session()

    assert ours.sparkContext is before
    assert ours.conf.get("spark.sql.caseSensitive") == "true"
    assert before.getConf().get("spark.sql.caseSensitive", "not set") == theirs


def test_another_master_than_that_of_this_process_is_refused(spark):
    with pytest.raises(TableUnusable) as refused:
        session("local[7]")

    assert [problem.code for problem in refused.value.problems] == ["spark-elsewhere"]


def test_without_java_it_is_said_how_to_get_it(tmp_path, folder):
    nowhere = {"PATH": str(tmp_path), "JAVA_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}

    done = started(folder, tmp_path / "results", environment=os.environ | nowhere)

    assert done.returncode == 2, done.stderr
    assert "default-jre-headless" in done.stderr
    assert not (tmp_path / "results").exists()


def test_without_pyspark_it_is_said_how_to_get_it(tmp_path, folder):
    done = started(folder, tmp_path / "results", before="import sys; sys.modules['pyspark'] = None")

    assert done.returncode == 2, done.stderr
    assert "pip install 'sihang[spark]'" in done.stderr


def started(table, output, *, before="", environment=None):
    """`sihang batch --engine spark` in a process of its own."""
    arguments = ["batch", str(table), "-o", str(output), "--engine", "spark", "--on", "2025-06-30"]
    program = f"{before}\nfrom sihang.cli.main import main\nmain({arguments!r})"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment)


def parts(results):
    return pl.concat(pl.read_parquet(path, glob=False) for path in sorted(results.glob("part-*.parquet")))


def same(found, expected):
    """Every column, whatever the order of the rows; findings are words in one and text in the other."""
    plain = [
        each.sort("uscc").with_columns(pl.selectors.categorical().cast(pl.String), pl.selectors.enum().cast(pl.String))
        for each in (found, expected)
    ]
    return plain[0].equals(plain[1])
