"""`sihang policy sql`: the statement, and the table that it reads."""

import duckdb

from tests.builders.command import sihang


def test_the_statement_says_which_rules_it_is():
    done = sihang("policy", "sql", "--dialect", "duckdb", "--on", "2025-06-30", "--policy", "example-rules")

    first, second, third = done.out.splitlines()[:3]
    assert done.code == 0
    assert first == "-- sihang policy sql --dialect duckdb --on 2025-06-30"
    assert second.startswith("-- yangpu-2024-1 sm3:")
    assert third.startswith("-- example-rules sm3:")
    assert "示例参数" in third


def test_table_and_statement_run_as_they_are_printed():
    asked = ("policy", "sql", "--dialect", "duckdb", "--on", "2025-06-30", "--table", "firms")
    table, statement = sihang(*asked, "--ddl").out, sihang(*asked).out

    with duckdb.connect() as database:
        database.execute(table)
        database.execute("insert into firms (uscc, kind, registered_in_district) values ('A', 'fund', true)")
        found = database.execute(statement).fetchall()

    # m10 supports any organisation of the district; whether this one is on an exclusion list is not known.
    assert len(found) == 1
    assert "unknown" in found[0]


def test_only_the_columns_of_a_list_are_asked_for(tmp_path):
    columns = tmp_path / "columns.txt"
    columns.write_text("编号\nkind\nhnte_recognition\nhnte_event\n", encoding="utf-8")

    done = sihang("policy", "sql", "--dialect", "postgres", "--like", columns, "--ddl")

    assert done.out.split() == [
        "CREATE", "TABLE", "organisations", "(", '"编号"', "TEXT,", '"kind"', "TEXT,", '"hnte_recognition"', "TEXT,",
        '"hnte_event"', "TEXT", ");",
    ]  # fmt: skip


def test_a_name_that_is_none_and_a_file_that_is_not_there_are_refused(tmp_path):
    name = sihang("policy", "sql", "--dialect", "spark", "--table", "a; drop table b")
    gone = sihang("policy", "sql", "--dialect", "spark", "--like", tmp_path / "gone.parquet")

    assert (name.code, gone.code) == (2, 2)
    assert "不是表名" in name.err
    assert "读不了" in gone.err
