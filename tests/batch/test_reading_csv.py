"""CSV as offices write it: with a mark or without, in GB18030, with any of three delimiters; and what is refused."""

import pytest

from tests.builders.desk import CHALLENGE, HERE, assess, csv_rows, csv_text, refused, said, write_csv

ROW = {"名称": "示例智能", **HERE, **CHALLENGE, "研发费用实际投入": "8000000", "核定比例": "30%"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_same_row_in_any_encoding_and_with_any_delimiter(tmp_path, encoding, delimiter):
    table = write_csv(tmp_path / "名单.csv", ROW, encoding=encoding, delimiter=delimiter)

    report = assess(table, tmp_path / "结果.csv")

    # 30% of 8,000,000 is 2,400,000; the ceiling is 2,000,000.
    [row] = csv_rows(tmp_path / "结果.csv")
    assert (row["名称"], row["m03_finding"], row["m03_low"], row["m03_high"]) == (
        "示例智能",
        "met",
        "2000000.00",
        "2000000.00",
    )
    about = report.manifest["inputs"][0]
    assert (about["encoding"], about["delimiter"]) == (
        "UTF-8" if encoding.startswith("utf-8") else encoding.upper(),
        delimiter,
    )


def test_a_quoted_cell_may_hold_delimiters_quotes_and_line_breaks(tmp_path):
    name = '示例"智能",有限\n公司'
    table = write_csv(tmp_path / "in.csv", ROW | {"名称": name}, ROW | {"名称": "乙"})

    assess(table, tmp_path / "out.csv")

    assert [row["名称"] for row in csv_rows(tmp_path / "out.csv")] == [name, "乙"]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path):
    """The header is row 1, and a line break in quotes begins no row; a blank line is a row that holds nothing."""
    header, *rows = csv_text(ROW | {"名称": "甲"}, ROW | {"名称": "乙", "核定比例": "三成"}).splitlines()
    table = tmp_path / "in.csv"
    table.write_text("\n".join([header, rows[0].replace("甲", '"甲\n一"'), "", rows[1]]), encoding="utf-8")

    assert said(refused(table, tmp_path / "out.csv")) == [("in.csv:4:核定比例", "rate-not-a-number")]


def test_a_row_that_holds_nothing_is_no_organisation_and_is_counted(tmp_path):
    table = tmp_path / "in.csv"
    table.write_text(csv_text(ROW, {}, ROW | {"名称": "乙"}) + "\r\n", encoding="utf-8")

    report = assess(table, tmp_path / "out.csv")

    assert len(csv_rows(tmp_path / "out.csv")) == 2
    assert report.rows == {"read": 4, "empty": 2, "set_apart": 0, "assessed": 2}


def test_a_row_with_more_or_fewer_cells_than_the_header_is_refused(tmp_path):
    table = tmp_path / "in.csv"
    table.write_text("名称,在本区注册\n甲,是\n乙,是,3\n丙\n丁,否\n", encoding="utf-8")

    found = refused(table, tmp_path / "out.csv")

    assert said(found) == [("in.csv:3", "row-length"), ("in.csv:4", "row-length")]
    assert "3 个单元格，表头有 2 个" in found.general[0].what.zh


def test_a_row_cut_short_at_the_edge_of_a_chunk_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr("sihang.batch.csv_file.CHUNK", 7)
    table = tmp_path / "in.csv"
    table.write_text('名称,在本区注册\n"甲,\n一",是\n乙\n\n"丙""",否', encoding="utf-8")

    assert said(refused(table, tmp_path / "out.csv")) == [("in.csv:3", "row-length")]


def test_chunks_of_any_size_count_the_same(tmp_path, monkeypatch):
    table = tmp_path / "in.csv"
    table.write_text('名称,在本区注册\n"甲,\n一",是\n乙,否\n\n"丙""",否', encoding="utf-8")
    for size in range(1, 40):
        monkeypatch.setattr("sihang.batch.csv_file.CHUNK", size)

        assert assess(table, tmp_path / "out.csv").rows == {"read": 4, "empty": 1, "set_apart": 0, "assessed": 3}


def test_an_open_quote_is_refused_before_it_swallows_the_rest(tmp_path):
    table = tmp_path / "in.csv"
    table.write_text('名称,在本区注册\n"甲,是\n乙,是\n', encoding="utf-8")

    assert said(refused(table, tmp_path / "out.csv")) == [("in.csv", "open-quote")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b",,\n1,2,3\n"])
def test_a_file_without_a_header_is_refused(tmp_path, content):
    table = tmp_path / "in.csv"
    table.write_bytes(content)

    assert said(refused(table, tmp_path / "out.csv")) == [("in.csv", "empty-table")]


def test_what_is_no_text_is_refused(tmp_path):
    table = tmp_path / "in.csv"
    table.write_bytes(b"kind\n\xff\xff\xff\n")

    assert said(refused(table, tmp_path / "out.csv")) == [("in.csv", "bad-encoding")]


def test_lines_that_end_in_a_bare_return_are_refused_and_not_lost(tmp_path):
    table = tmp_path / "in.csv"
    table.write_bytes("名称,在本区注册\r甲,是\r乙,否\r".encode())

    assert said(refused(table, tmp_path / "out.csv")) == [("in.csv", "unreadable-table")]


def test_a_column_without_a_name_may_hold_nothing(tmp_path):
    empty, filled = tmp_path / "empty.csv", tmp_path / "filled.csv"
    empty.write_text("名称,在本区注册,,\n甲,是,,\n", encoding="utf-8")
    filled.write_text("名称,在本区注册,,\n甲,是,,5\n", encoding="utf-8")

    assess(empty, tmp_path / "out.csv")
    assert "甲" in csv_rows(tmp_path / "out.csv")[0].values()

    found = refused(filled, tmp_path / "other.csv")
    assert said(found) == [("filled.csv:1", "no-header")]
    assert "第 4 列" in found.general[0].what.zh


def test_a_file_that_is_not_there_or_of_another_kind_is_refused(tmp_path):
    (tmp_path / "in.xls").write_bytes(b"")

    assert said(refused(tmp_path / "none.csv", tmp_path / "out.csv"))[0][1] == "unreadable-table"
    assert said(refused(tmp_path / "in.xls", tmp_path / "out.csv")) == [("in.xls", "unknown-format")]
    assert said(refused(tmp_path / "in.xls", tmp_path / "out.txt")) == [("out.txt", "unknown-format")]
