"""What a caller finds: what everybody may read, and of organisations those that the caller may see."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from sihang.accounts.states import Role, Scope
from sihang.register.actions.register_organisation import register_organisation
from sihang.rulebook.errors import Words
from sihang.search.actions.index_entries import index_entries
from sihang.search.kinds import EntryKind, Findable
from tests.builders.callers import Caller, codes
from tests.builders.people import mandate, person

pytestmark = pytest.mark.django_db
OURS, THEIRS = "91310110MADEM0011Y", "91310110MADEM002XN"


@pytest.fixture(autouse=True)
def register():
    cache.clear()
    officer = person("li.ming", Role.OFFICER)
    for uscc, name in ((OURS, "示例孵化器管理有限公司"), (THEIRS, "邻居孵化器管理有限公司")):
        register_organisation(actor=officer, uscc=uscc, name=name, now=timezone.now())
    measure = Words("孵化器和众创空间考核配套", "Match for incubators and maker spaces")
    index_entries([Findable(EntryKind.MEASURE, "yangpu-2024-1/m06", measure, Words("孵化器", "incubator"))])
    handler = person("wang.fang")
    mandate(handler, OURS)
    return {"officer": officer, "handler": handler}


def found(caller):
    return {each["key"] for each in caller.get("/search", q="孵化器").json()["items"]}


def test_each_finds_what_they_may_see(register):
    assert found(Caller()) == {"yangpu-2024-1/m06"}
    assert found(Caller(register["handler"])) == {"yangpu-2024-1/m06", OURS}
    assert found(Caller(register["officer"])) == {"yangpu-2024-1/m06", OURS, THEIRS}


def test_a_token_that_may_not_read_finds_no_organisation(register):
    assert found(Caller(register["officer"], Scope.ASSESS)) == {"yangpu-2024-1/m06"}


def test_titles_are_in_the_language_of_the_caller():
    answer = Caller(lang="en").get("/search", q="incubators").json()

    assert [each["title"] for each in answer["items"]] == ["Match for incubators and maker spaces"]


def test_a_question_is_needed_and_may_be_of_nothing():
    assert codes(Caller().get("/search")) == ["bad-parameter"]
    assert Caller().get("/search", q=" ").json()["total"] == 0
