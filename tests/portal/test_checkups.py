"""Check-ups from the register as pages: as of a day, as known then, kept, compared, and of no stranger."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sihang.accounts.states import Role
from sihang.journal.models import Event
from tests.builders.fonts import needs_chinese_font
from tests.builders.people import mandate, person
from tests.builders.register import ALPHA, BETA, fact, hnte, organisation

pytestmark = pytest.mark.django_db
WAN = 1_000_000
NAME = "示例智能科技有限公司"
PAGE = f"/checkups/{ALPHA}/"


@pytest.fixture
def enterprise():
    """Founded in 2019; over 3000万元 for the first time in 2023; an HNTE until 2025-11-14."""
    by, of = person("officer", Role.OFFICER, name="王芳"), organisation(ALPHA, NAME)
    known = {"kind": "enterprise", "registered_in_district": 1, "on_exclusion_list": 0, "founded_year": 2019}
    for key, value in known.items():
        fact(of, by, key, value)
    for year, wan in {2019: 200, 2020: 900, 2021: 1_400, 2022: 2_000, 2023: 3_100}.items():
        fact(of, by, "revenue", wan * WAN, year=year)
    hnte(of, by, date(2022, 11, 15), date(2025, 11, 14))
    return of


@pytest.fixture
def handler(client, enterprise):
    li = person("li")
    mandate(li, uscc=ALPHA, organisation_name=NAME)
    client.force_login(li)
    return client


def test_an_enterprise_sees_its_own_check_up_with_what_it_rests_on(handler):
    listed = handler.get("/checkups/")
    page = handler.get(PAGE, {"on": "2025-06-30"})

    assert NAME in listed.text
    assert 'value="2025-06-30"' in page.text  # a browser shows no other form of a day
    assert "营收里程碑补贴" in page.text
    assert "营收 2023" in page.text
    assert "3100万元" in page.text
    assert "自行申报" in page.text
    assert "公开名单" in page.text  # who says that it is an HNTE


def test_what_was_recorded_later_does_not_count(handler, enterprise):
    fact(enterprise, person("late"), "rd_expense", 248 * WAN, year=2023, day=200)

    before = handler.get(PAGE, {"on": "2025-06-30", "known": "2025-06-30"}).text
    after = handler.get(PAGE, {"on": "2025-06-30", "known": "2025-07-30"}).text

    assert "248万元" not in before
    assert "248万元" in after


@pytest.mark.parametrize("name", ["on", "known"])
def test_a_day_that_no_calendar_of_ours_has_is_refused(handler, name):
    assert "日期超出范围" in handler.get(PAGE, {"on": "2025-06-30", name: "9999-12-31"}).text


def test_a_stranger_is_not_told_that_it_exists(enterprise):
    stranger = Client()
    other = person("stranger")
    mandate(other, uscc=BETA, organisation_name="另一家")
    stranger.force_login(other)

    asked = [
        stranger.get(PAGE),
        stranger.get(f"{PAGE}checkup.pdf"),
        stranger.get(f"{PAGE}comparison/"),
        stranger.post(f"{PAGE}keep"),
    ]

    assert [answer.status_code for answer in asked] == [404] * 4
    assert NAME not in stranger.get("/checkups/", {"q": "示例"}).text


def test_a_check_up_is_kept_made_again_and_found_in_the_history(handler):
    sent = handler.post(f"{PAGE}keep", {"on": "2025-06-30"})

    kept = handler.get(sent.url)

    assert "逐位一致" in kept.text
    assert sent.url in handler.get(PAGE).text
    assert Event.objects.filter(act="check_up.kept", organisation=ALPHA).count() == 1
    stranger = Client()
    stranger.force_login(person("nobody"))
    assert stranger.get(sent.url).status_code == 404


def moves_away(of):
    """On 2025-11-15; on that day its HNTE certificate is over too, and nobody has said whether there is another."""
    fact(of, person("registry"), "registered_in_district", 0, day=2, since=date(2025, 11, 15))


def test_two_days_are_compared_in_results_and_facts(handler, enterprise):
    """What is for enterprises of the district is met by none that has left it."""
    moves_away(enterprise)

    found = handler.get(f"{PAGE}comparison/", {"before": "2025-06-30", "after": "2025-11-15"})
    same = handler.get(f"{PAGE}comparison/", {"before": "2025-06-30", "after": "2025-07-01"})

    changes = {row.label: (row.before, row.after) for row in found.context["changes"]}
    assert len(changes) == 10
    assert changes["营收里程碑补贴"] == ("未定 · 0元至100万元", "不符合")
    assert changes["早期投资服务"] == ("符合", "不符合")
    assert [(row.label, row.before, row.after) for row in found.context["facts"]] == [
        ("高新技术企业有效", "是", "不知道"),
        ("在本区注册", "是", "否"),
    ]
    assert same.text.count("没有不同") == 2


def test_a_kept_check_up_is_compared_with_a_day(handler, enterprise):
    sent = handler.post(f"{PAGE}keep", {"on": "2025-06-30"})
    number = sent.url.strip("/").rpartition("/")[2]
    moves_away(enterprise)

    found = handler.get(f"{PAGE}comparison/", {"kept": number, "after": "2025-11-15"})
    neither = handler.get(f"{PAGE}comparison/", {"after": "2025-11-15"})

    assert len(found.context["changes"]) == 10
    assert "请选一份保存的体检，或一个以前的日期" in neither.text


def test_the_paper_names_the_organisation_and_what_the_register_holds(handler):
    needs_chinese_font()
    paper = handler.get(f"{PAGE}checkup.pdf", {"on": "2025-06-30"})
    with pypdfium2.PdfDocument(BytesIO(paper.content)) as pdf:
        text = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in pdf)

    assert f"{NAME}{ALPHA}" in text
    assert "营收20233100万元" in text


def test_the_list_asks_as_many_questions_of_many_as_of_few(enterprise):
    officer = Client()
    officer.force_login(person("head", Role.HEAD))
    officer.get("/checkups/")  # the first visit notes the session

    def questions():
        with CaptureQueriesContext(connection) as asked:
            page = officer.get("/checkups/")
        return len(asked), page.text.count('href="/checkups/9')

    few = questions()
    for number in range(40):
        organisation(f"9{number:017d}", f"示例 {number}")
    many = questions()

    assert (few[1], many[1]) == (1, 30)
    assert many[0] == few[0]
