"""Workbooks as an officer brings them: read, mended, taken over all or nothing, taken back."""

import io
from datetime import timedelta

import polars as pl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sihang.accounts.models import Appointment
from sihang.accounts.states import Role
from sihang.cli.jobs import work_off
from sihang.journal.models import Event
from sihang.register.models import Fact, Intake, Organisation, Status, Takeover
from sihang.register.queries import held_facts
from sihang.rulebook.case import State
from tests.builders.desk import csv_text, write_xlsx
from tests.builders.people import person
from tests.builders.register import ALPHA, BETA, organisation

pytestmark = pytest.mark.django_db
ROW = {
    "统一社会信用代码": ALPHA,
    "企业名称": "示例智能科技有限公司",
    "单位性质": "企业",
    "营业收入2023": "31000000",
    "联系人": "张三",
}


@pytest.fixture(autouse=True)
def _own_vault(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path


@pytest.fixture
def officer(client):
    client.force_login(person("wang", Role.OFFICER))
    return client


def hand_in(officer, *rows, kind="organisations", name="名单.csv"):
    file = SimpleUploadedFile(name, csv_text(*rows).encode())
    sent = {"kind": kind, "file": file, "source": "other_office", "named": "名册"}
    return officer.post("/office/imports/", sent)


def page(officer, intake):
    return officer.get(f"/office/imports/{intake.pk}/").text


def test_from_the_file_to_the_register_and_back(officer):
    sent = hand_in(officer, ROW)
    assert 'hx-get="' in officer.get(sent.url).text
    work_off()
    read = officer.get(sent.url).text
    assert "没有问题：1 行，将写入 2 条" in read
    assert "营收 2023" in read  # how the header was understood
    assert "不导入" in read  # 联系人
    assert Organisation.objects.count() == 0

    officer.post(f"{sent.url}order")
    work_off()
    assert "新建 1 家单位，写入 2 条" in officer.get(sent.url).text
    assert list(Fact.objects.values_list("key", "year", "number", "text", "named")) == [
        ("kind", None, None, "enterprise", "名册"), ("revenue", 2023, 3_100_000_000, None, "名册"),
    ]  # fmt: skip

    takeover = Takeover.objects.get()
    assert officer.post(f"/office/takeovers/{takeover.pk}/withdraw", {"reason": ""}).status_code == 409
    officer.post(f"/office/takeovers/{takeover.pk}/withdraw", {"reason": "发错了表"})

    now = timezone.now() + timedelta(seconds=1)
    held = held_facts(Organisation.objects.get(), on=timezone.localdate(), known=now)
    assert {found.state for found in held.values()} == {State.UNKNOWN}
    assert Fact.objects.count() == 4  # what was said stays to be read
    assert "发错了表" in officer.get(sent.url).text
    acts = ["register.received", "register.ordered", "register.imported", "register.withdrawn"]
    assert list(Event.objects.order_by("pk").values_list("act", flat=True)) == acts


def test_every_problem_stands_by_row_and_column_and_can_be_taken_away(officer):
    bad = ROW | {"统一社会信用代码": BETA, "企业名称": "", "单位性质": "公司", "营业收入2023": "3,1"}
    sent = hand_in(officer, ROW, bad)
    work_off()

    read = officer.get(sent.url).text
    file = officer.get(f"{sent.url}problems.csv")
    lines = b"".join(file).decode("utf-8-sig").splitlines()

    assert "发现 3 个问题" in read
    assert [line.split(",")[:2] for line in lines[1:]] == [
        ["名单.csv:3", "企业名称"], ["名单.csv:3", "单位性质"], ["名单.csv:3", "营业收入2023"],
    ]  # fmt: skip
    assert officer.post(f"{sent.url}order").status_code == 409
    assert (Organisation.objects.count(), Fact.objects.count()) == (0, 0)


def test_an_organisation_that_stands_twice_is_said_in_words_of_the_page(officer):
    sent = hand_in(officer, ROW, ROW)
    work_off()

    read = officer.get(sent.url).text

    assert "同一单位另见 名单.csv:3；一行一个单位" in read
    assert "--" not in Intake.objects.get().first_problems[0]["zh"]


def test_a_column_that_looks_like_ours_can_be_left_out(officer):
    sent = hand_in(officer, ROW | {"营业收入年": "多年"})
    work_off()
    assert "在列对照中选“不导入”" in officer.get(sent.url).text

    officer.post(f"{sent.url}columns", {"left_out": ["营业收入年"]})
    work_off()

    assert "没有问题" in officer.get(sent.url).text


def test_the_register_may_have_changed_between_reading_and_taking_over(officer):
    sent = hand_in(officer, ROW)
    work_off()
    organisation(ALPHA, "另一个名字")

    officer.post(f"{sent.url}order")
    work_off()

    assert "档案中的名称是“另一个名字”" in officer.get(sent.url).text
    assert Fact.objects.count() == 0


def test_statuses_are_taken_over_and_taken_back(officer):
    organisation()
    row = {"统一社会信用代码": ALPHA, "资质名称": "高新技术企业", "级别": "国家级", "发证日期": "2025-01-01"}
    sent = hand_in(officer, row, kind="statuses")
    work_off()
    officer.post(f"{sent.url}order")
    work_off()
    taken = Status.objects.get()
    assert (taken.kind, taken.revoked_on) == ("hnte", None)

    officer.post(f"/office/takeovers/{Takeover.objects.get().pk}/withdraw", {"reason": "名单作废"})

    taken.refresh_from_db()
    assert taken.revoked_on == taken.since


def test_what_is_no_workbook_is_refused_with_the_reason(officer):
    assert "请上传 .xlsx 或 .csv 文件" in hand_in(officer, ROW, name="名单.pdf").text
    sent = officer.post(
        "/office/imports/",
        {"kind": "organisations", "file": SimpleUploadedFile("坏.xlsx", b"PK no"), "source": "evidence"},
    )
    work_off()
    assert Intake.objects.get().state == "faulty"
    assert "问题" in officer.get(sent.url).text


def test_one_stray_cell_in_the_last_corner_of_a_sheet_stops_nobody(officer, tmp_path):
    """Laid out, 1,048,576 rows of 16,384 columns are 550 GB; the process that reads it is aborted, and catches nothing."""
    path = tmp_path / "远.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "统一社会信用代码")
        sheet.write(1_048_575, 16_383, 1)
    file = SimpleUploadedFile("远.xlsx", path.read_bytes())
    officer.post("/office/imports/", {"kind": "organisations", "file": file, "source": "evidence"})
    hand_in(officer, ROW)

    work_off()

    far, near = Intake.objects.order_by("pk")
    assert (far.state, [each["code"] for each in far.first_problems]) == ("faulty", ["file-cannot-be-opened"])
    assert near.state == "sound"


def test_a_table_of_endless_columns_is_refused_before_it_takes_all_memory(officer):
    hand_in(officer, ROW | {f"列{number}": "" for number in range(1_000)})

    work_off()

    intake = Intake.objects.get()
    assert (intake.state, [each["code"] for each in intake.first_problems]) == ("faulty", ["file-cannot-be-opened"])


def test_a_long_chinese_name_is_read_like_any_other(officer):
    hand_in(officer, ROW, name=f"{'杨浦区科技型中小企业' * 11}.csv")

    work_off()

    intake = Intake.objects.get()
    assert intake.state == "sound"
    assert intake.file_name.endswith("科技型中小企业.csv")


def test_what_breaks_one_job_stops_no_other(officer):
    hand_in(officer, ROW)
    Intake.objects.update(stored_as="no name in the vault")
    hand_in(officer, ROW)

    work_off()

    assert [each.state for each in Intake.objects.order_by("pk")] == ["waiting", "sound"]


def test_whoever_keeps_the_register_no_more_takes_nothing_over(officer):
    sent = hand_in(officer, ROW)
    work_off()
    officer.post(f"{sent.url}order")
    Appointment.objects.update(ended_at=timezone.now())

    work_off()

    intake = Intake.objects.get()
    assert (intake.state, [each["code"] for each in intake.first_problems]) == ("faulty", ["not-permitted"])
    assert Organisation.objects.count() == 0


def test_a_workbook_can_be_given_up(officer):
    sent = hand_in(officer, ROW)
    assert officer.post(f"{sent.url}drop").status_code == 302
    work_off()
    assert Intake.objects.get().state == "dropped"
    assert officer.post(f"{sent.url}drop").status_code == 409


@pytest.mark.parametrize("kind", ["organisations", "accounts", "statuses"])
def test_a_template_that_is_filled_in_is_read_without_a_problem(officer, tmp_path, kind):
    template = officer.get(f"/office/imports/template/{kind}.xlsx").content
    headers = pl.read_excel(io.BytesIO(template), sheet_id=1).columns
    values = {
        "统一社会信用代码": ALPHA, "单位名称": "示例智能科技有限公司", "会计年度": 2023, "资质类型": "众创空间", "级别": "市级",
        "有效期起": "2025-01-01",
    }  # fmt: skip
    filled = write_xlsx(tmp_path / "模板.xlsx", {name: values.get(name) for name in headers})
    if kind != "organisations":
        organisation()

    file = SimpleUploadedFile("模板.xlsx", filled.read_bytes())
    officer.post("/office/imports/", {"kind": kind, "file": file, "source": "evidence"})
    work_off()

    intake = Intake.objects.get()
    assert (intake.state, intake.first_problems) == ("sound", [])


def test_only_who_keeps_the_register_imports(client):
    client.force_login(person("qian", Role.FINANCE))
    for place in ("/office/imports/", "/office/imports/1/", "/office/imports/template/accounts.xlsx"):
        assert client.get(place).status_code == 403
