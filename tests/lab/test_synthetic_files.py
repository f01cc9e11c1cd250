"""Files of a synthetic register: the same rows in each format, marked, whole or not there."""

import resource

import polars as pl
import pytest

from sihang.batch.problems import TableUnusable
from sihang.lab import synthetic
from sihang.lab.synthetic import Register
from sihang.lab.synthetic_files import write, write_tables

NOTICE = "示例数据，非真实单位 / synthetic, no real organisation"


class Told:
    """Hears how far it is; where asked to, has no more memory after so many rows."""

    def __init__(self, most=10**9, hearing=lambda: None):
        self.stages = []
        self.heard = []
        self.most = most
        self.hearing = hearing

    def stage(self, words, rows):
        self.stages.append([words.en, rows, 0])

    def advance(self, rows):
        self.stages[-1][2] += rows
        self.heard.append(self.hearing())
        if self.stages[-1][2] > self.most:
            raise MemoryError


def test_parquet_holds_the_register_in_row_groups_and_says_how_it_was_drawn(tmp_path):
    register = Register(200_000, seed=9, unknown=0.3)
    write(register, tmp_path / "r.parquet")

    assert pl.read_parquet(tmp_path / "r.parquet").equals(register.table().frame())
    about = pl.read_parquet_metadata(tmp_path / "r.parquet")
    assert {key: about[key] for key in ("synthetic", "notice", "rows", "seed", "unknown", "dense", "on", "policies")} == {
        "synthetic": "true", "notice": NOTICE, "rows": "200000", "seed": "9", "unknown": "30%", "dense": "false",
        "on": "2025-06-30", "policies": "yangpu-2024-1 example-rules yangpu-kjw-hnte-2025",
    }  # fmt: skip


def test_csv_is_written_as_an_office_writes_it(tmp_path):
    """Yuan, percent, 是 and 否, labels; UTF-8 with a mark, so that a spreadsheet opens it."""
    register = Register(2_000, dense=True)
    write(register, tmp_path / "r.csv")

    content = (tmp_path / "r.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfnumber,uscc,name")
    shown = pl.read_csv(tmp_path / "r.csv", infer_schema=False)
    rows = register.table().frame()
    assert shown.columns == [name.removesuffix("_fen").removesuffix("_bp") for name in rows.columns]
    assert in_fen(shown["challenge_rd_expense"]).equals(rows["challenge_rd_expense_fen"].rename("challenge_rd_expense"))
    assert shown["challenge_rd_expense"].drop_nulls().str.contains(r"^\d+\.\d\d$").all()
    assert set(shown["challenge_rate"].drop_nulls()) == {f"{percent}%" for percent in range(10, 31)}
    assert set(shown["carrier_match_ratio"].drop_nulls()) == {f"{percent}%" for percent in range(0, 101, 5)}
    assert shown["hnte_valid"].equals(
        rows["hnte_valid"].replace_strict({True: "是", False: "否"}, return_dtype=pl.String)
    )
    assert {"企业", "孵化器"} <= set(shown["kind"])
    assert shown["listed_on"].equals(rows["listed_on"].dt.to_string("iso"))
    assert shown["synthetic"].unique().to_list() == ["是"]


def in_fen(yuan):
    return yuan.str.replace(".", "", literal=True).cast(pl.Int64)


def test_a_workbook_holds_numbers_and_days_and_says_that_it_is_no_real_register(tmp_path):
    register = Register(500, dense=True)
    write(register, tmp_path / "r.xlsx")

    sheets = pl.read_excel(tmp_path / "r.xlsx", sheet_id=0, infer_schema_length=None)
    shown, rows = sheets["示例数据"], register.table().frame()
    assert shown["uscc"].equals(rows["uscc"])
    fen = (shown["iur_investment"] * 100).round().cast(pl.Int64)
    assert fen.equals(rows["iur_investment_fen"].rename("iur_investment"))
    assert shown["listed_on"].equals(rows["listed_on"])
    assert shown["hq_class"].drop_nulls().unique().sort().to_list() == ["未认定", "高质量培育孵化器", "高质量孵化器"]
    told = dict(pl.read_excel(tmp_path / "r.xlsx", sheet_id=2, has_header=False).iter_rows())
    assert (told["synthetic"], told["notice"], told["rows"]) == ("true", NOTICE, "500")


@pytest.mark.parametrize("name", ["r.parquet", "r.csv"])
def test_a_file_grows_while_it_is_drawn(tmp_path, name):
    """So that a long register needs no more memory than a short one."""
    told = Told(hearing=lambda: bytes_in(tmp_path))
    write(Register(330_000), tmp_path / name, told)

    assert told.heard[0] < 10_000  # a header at most
    assert told.heard[-1] > 0.5 * (tmp_path / name).stat().st_size


def bytes_in(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_every_table_of_a_folder_is_marked(tmp_path):
    register = Register(1_000)
    write_tables(register, tmp_path / "tables")

    expected = {f"{table.name}.parquet": table.frame() for table in register.tables()}
    assert {path.name for path in (tmp_path / "tables").iterdir()} == set(expected)
    for name, rows in expected.items():
        assert pl.read_parquet(tmp_path / "tables" / name).equals(rows)
        assert pl.read_parquet_metadata(tmp_path / "tables" / name)["notice"] == NOTICE


@pytest.mark.parametrize("name", ["r.parquet", "r.csv", "r.xlsx", "tables"])
def test_a_failure_on_the_way_leaves_what_was_there(tmp_path, name):
    kept = tmp_path / "r.csv"
    kept.write_text("what was there", encoding="utf-8")
    writer = write_tables if name == "tables" else write

    with pytest.raises(MemoryError):
        writer(Register(200_000), tmp_path / name, Told(most=100_000))
    assert list(tmp_path.iterdir()) == [kept]
    assert kept.read_text(encoding="utf-8") == "what was there"


def test_a_file_that_is_there_is_replaced(tmp_path):
    (tmp_path / "r.csv").write_text("what was there", encoding="utf-8")
    write(Register(3), tmp_path / "r.csv")

    assert pl.read_csv(tmp_path / "r.csv").height == 3
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "rows", "code"),
    [("r.txt", 3, "unknown-format"), ("r.xlsx", 1_048_576, "too-many-rows"), ("none/r.csv", 3, "cannot-write")],
)
def test_what_cannot_be_written_is_said_before_anything_is_drawn(tmp_path, name, rows, code):
    with pytest.raises(TableUnusable) as refused:
        write(Register(rows), tmp_path / name)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert list(tmp_path.iterdir()) == []


def test_tables_go_into_a_folder_of_their_own(tmp_path):
    (tmp_path / "notes.txt").write_text("ours", encoding="utf-8")

    with pytest.raises(TableUnusable) as refused:
        write_tables(Register(3), tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["cannot-write"]
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("name", ["r.parquet", "r.csv", "r.xlsx", "tables"])
def test_a_disk_without_room_is_said_and_left_as_it_was(tmp_path, name):
    """No file may grow beyond 50 kB here."""
    writer = write_tables if name == "tables" else write
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        with pytest.raises(TableUnusable) as refused:
            writer(Register(5_000), tmp_path / name)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [problem.code for problem in refused.value.problems] == ["cannot-write"]
    assert list(tmp_path.iterdir()) == []


def test_who_watches_is_told_of_every_row_in_each_stage(tmp_path):
    one, sheet, several = Told(), Told(), Told()
    write(Register(40_000), tmp_path / "r.parquet", one)
    write(Register(1_000), tmp_path / "r.xlsx", sheet)
    write_tables(Register(1_000), tmp_path / "tables", several)

    assert one.stages == [["drawing", 40_000, 40_000]]
    assert sheet.stages == [["drawing", 1_000, 1_000], ["writing", 1_000, 1_000]]
    assert several.stages == [["drawing", 1_000, 1_000]] * 15


def test_a_register_of_nobody_can_be_written(tmp_path):
    for name in ("r.parquet", "r.csv", "r.xlsx"):
        write(synthetic.Register(0), tmp_path / name)

    assert pl.read_parquet(tmp_path / "r.parquet").shape == (0, 106)
