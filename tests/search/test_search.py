"""What a visitor, an enterprise and an officer find; the same on SQLite and on PostgreSQL."""

from datetime import date

import pytest

from sihang.rulebook.errors import Words
from sihang.search.actions.index_entries import index_entries
from sihang.search.actions.rebuild_policies import rebuild_policies
from sihang.search.actions.remove_entries import remove_entries
from sihang.search.kinds import EntryKind, Findable
from sihang.search.models import Entry
from sihang.search.queries import entries_found

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 30)


def clause(key, zh, title="第一条"):
    return Findable(EntryKind.CLAUSE, f"p/{key}", Words(title, f"Clause {key}"), Words(zh, ""))


def company(uscc, zh, en=""):
    return Findable(EntryKind.ORGANISATION, uscc, Words(zh, en), Words("", ""))


def found(question, visible=None):
    return [entry.key for entry in entries_found(question, visible or {})]


@pytest.fixture
def clauses():
    index_entries(
        [
            clause("1", "对新认定的高新技术企业给予最高 20 万元奖励。"),
            clause("2", "研发费用实际投入的 10%-30%，经费用途另行规定。"),
            clause("3", "奖项评选。鼓励企业上市。"),
            clause("4", "研究发现，费时用力。"),  # holds 研, 发, 费 and 用, and 发现费 never stood together
        ]
    )


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("奖", ["p/1", "p/3"]),
        ("奖励", ["p/1"]),
        ("励企", ["p/3"]),
        ("研发费用", ["p/2"]),
        ("最高20万元", ["p/1"]),
        ("高新 奖励", ["p/1"]),
        ("奖励 上市", []),
        ("Clause", ["p/1", "p/2", "p/3", "p/4"]),
        ("clau", ["p/1", "p/2", "p/3", "p/4"]),
        ("10%", ["p/2"]),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ('" NEAR(', []),
        ("", []),
        ("奖*", []),
        ("\x00奖\x00", ["p/1", "p/3"]),
    ],
)
def test_a_question_finds_what_holds_all_its_words(clauses, question, keys):
    assert found(question) == keys


def test_pairs_that_are_not_neighbours_in_the_text_are_no_find():
    index_entries([clause("1", "研发，发费，费用")])

    assert found("研发费用") == []


def test_a_company_is_found_only_among_those_that_the_viewer_may_see():
    index_entries([company("A", "甲机器人有限公司"), company("B", "乙机器人有限公司")])
    theirs = Entry.objects.filter(kind=EntryKind.ORGANISATION, key="B").values("key")

    assert found("机器人") == []
    assert found("机器人", {EntryKind.ORGANISATION: theirs}) == ["B"]
    assert found("机器人", {EntryKind.ORGANISATION: Entry.objects.none().values("key")}) == []


def test_what_has_it_in_the_title_comes_first_and_measures_come_before_clauses():
    measure = Findable(EntryKind.MEASURE, "p/m1", Words("上市奖励", "Listing"), Words("", ""))
    index_entries([clause("1", "上市奖励"), clause("2", "其他", title="上市"), measure])

    assert found("上市") == ["p/m1", "p/2", "p/1"]


def test_a_changed_name_is_found_and_the_old_one_is_not():
    index_entries([company("A", "旧名有限公司")])
    index_entries([company("A", "新名有限公司")])
    everything = {EntryKind.ORGANISATION: Entry.objects.values("key")}

    assert (found("旧名", everything), found("新名", everything)) == ([], ["A"])


def test_what_was_removed_is_not_found():
    index_entries([company("A", "甲机器人有限公司")])

    assert remove_entries(EntryKind.ORGANISATION, ["A", "never there"]) == 1
    assert found("机器人", {EntryKind.ORGANISATION: Entry.objects.values("key")}) == []


def test_the_policy_is_found_by_its_own_words_and_its_measures_in_both_languages():
    number = rebuild_policies(["yangpu-2024-1"], today=DAY)

    assert number == Entry.objects.count() == rebuild_policies(["yangpu-2024-1"], today=DAY)
    assert "yangpu-2024-1/3" in found("揭榜")
    assert "yangpu-2024-1/m03" in found("challenge")
    assert found("揭榜")[0].startswith("yangpu-2024-1/m")
