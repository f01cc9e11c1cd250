"""Who qualifies for a measure, as the office asks it; the files say what the page says."""

import csv
import io

import polars as pl
import pytest
from django.test import Client
from django.utils import timezone

from sihang.accounts.states import Role
from tests.builders.people import person
from tests.builders.register import ALPHA, BETA, fact, hnte, organisation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = TODAY.year - 1
ASKED = f"measure=m08&on={TODAY}&year={YEAR}"


@pytest.fixture
def officer():
    client = Client()
    client.force_login(person("wang", Role.OFFICER))
    return client


@pytest.fixture
def register():
    """One that passes 30 million for the first time, and one that never will."""
    by = person("li")
    alpha, beta = organisation(), organisation(BETA, "=贝塔有限公司")
    for each in (alpha, beta):
        for key, value in (("kind", "enterprise"), ("registered_in_district", 1), ("on_exclusion_list", 0)):
            fact(each, by, key, value)
        fact(each, by, "founded_year", YEAR - 3)
    for back, wan in enumerate((3_460, 2_480, 1_720, 1_150)):
        fact(alpha, by, "revenue", wan * 1_000_000, year=YEAR - back)
    hnte(alpha, by, TODAY.replace(month=1, day=1), None)
    fact(beta, by, "hnte_valid", 0)


def test_the_whole_register_is_listed_with_its_ranges_and_what_is_missing(officer, register):
    page = officer.get(f"/office/qualifying/?{ASKED}").text

    assert "示例智能科技有限公司" in page
    assert "0元至100万元" in page  # the tier's award and both lines are for the rules to say
    assert "贝塔有限公司" not in page  # not met, and not asked for
    assert f"研发费用 {YEAR}" in page
    assert page.count('class="finding finding-unknown"') == 1


def test_files_have_the_rows_of_the_list(officer, register):
    every = f"{ASKED}&finding=all"
    sheet = officer.get(f"/office/qualifying/list.xlsx?{every}").content
    text = officer.get(f"/office/qualifying/list.csv?{every}").content.decode("utf-8-sig")

    expected = [
        ["统一社会信用代码", "单位名称", "结论", "金额"],
        [ALPHA, "示例智能科技有限公司", "可能符合", "0元至100万元"],
        [BETA, "'=贝塔有限公司", "不符合", ""],  # a spreadsheet would run it as a formula
    ]
    assert list(csv.reader(io.StringIO(text))) == expected
    rows = pl.read_excel(io.BytesIO(sheet), sheet_id=1).fill_null("").rows()
    assert [list(row) for row in rows] == [expected[1], [BETA, "=贝塔有限公司", "不符合", ""]]


def test_a_new_fact_is_seen_at_once(officer, register):
    assert "可能符合" in officer.get(f"/office/qualifying/?{ASKED}").text
    sent = {"answer": "no", "source": "other_office", "since": ""}
    assert officer.post(f"/organisations/{ALPHA}/facts/registered_in_district/", sent).status_code == 302

    page = officer.get(f"/office/qualifying/?{ASKED}&finding=unknown").text

    assert "示例智能科技有限公司" in page  # disputed now, so still possible
    assert "在本区注册" in page


@pytest.mark.parametrize("asked", ["measure=m99", "measure=m08&on=2019-13-01", "measure=m08&year=99"])
def test_what_cannot_be_asked_is_said_beside_the_field(officer, asked):
    for place in ("", "list.csv"):
        page = officer.get(f"/office/qualifying/{place}?{asked}")
        assert (page.status_code, 'class="errorlist"' in page.text) == (200, True)


@pytest.mark.parametrize("place", ["", "list.csv", "list.xlsx"])
def test_nobody_outside_the_office_asks(place):
    client = Client()
    client.force_login(person("li"))
    assert client.get(f"/office/qualifying/{place}?{ASKED}").status_code == 403
