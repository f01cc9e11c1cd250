"""The policy reader: what its pages say, and what they do with an address that is wrong."""

import re

import pytest

from tests.builders.callers import Caller

POLICY = "/policies/yangpu-2024-1"
pytestmark = pytest.mark.django_db


def plain(response):
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


@pytest.mark.parametrize(
    "address",
    [
        "/policies/nope/",
        "/policies/nope/comparison/",
        f"{POLICY}/clauses/99/",
        f"{POLICY}/measures/m99/",
        f"{POLICY}/cases/m99/",
        f"{POLICY}/cases/run/m08-999/",
        "/policies/example-rules/measures/m08/",
    ],
)
def test_what_is_not_in_the_policy_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["on=2025-13-40", "on=", "with=../../etc", "with=nope&on=2025-06-30", "on=0001-01-01"]
)
def test_an_edition_that_cannot_be_is_answered_with_one_that_can(client, query):
    assert client.get(f"{POLICY}/measures/m08/?{query}").status_code == 200


def test_the_text_is_there_word_for_word_and_in_order(client):
    page = plain(client.get(f"{POLICY}/"))

    first, then, last = (
        page.index(words) for words in ("一、指导思想", "8. 支持创新型企业加速成长。", "抄送：区委各部门")
    )
    assert first < then < last


def test_a_day_after_the_term_is_shown_as_of_that_day(client):
    before, after = (client.get(f"{POLICY}/slots/?on={day}") for day in ("2025-02-09", "2025-02-10"))

    assert ("杨浦区科学技术委员会" in before.text, "杨浦区科技和经济委员会" in before.text) == (True, False)
    assert "杨浦区科技和经济委员会" in after.text


def test_an_example_says_everywhere_that_it_is_one(client):
    page = client.get(f"{POLICY}/measures/m08/?on=2025-06-30&with=example-rules")

    assert page.text.count("示例参数，非杨浦规定") >= 6  # the choice, three tiers, two thresholds, the rule itself


def test_a_case_that_runs_is_assessed_and_not_repeated_from_the_file(client, monkeypatch):
    monkeypatch.setattr("sihang.rulebook.evaluate.Evaluator.evaluate", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        client.get(f"{POLICY}/cases/run/m01-2/")


def test_a_comparison_with_a_day_that_is_none_says_so_beside_the_field(client):
    page = client.get(f"{POLICY}/comparison/?old_on=yesterday&new_on=2025-06-30", follow=True)

    assert page.status_code == 200
    assert 'class="errorlist"' in page.text
    assert "留白" not in page.text.split("</form>")[-1]


def test_page_and_api_say_the_same_of_a_measure(client):
    page = plain(client.get(f"{POLICY}/measures/m03/?on=2025-06-30"))
    answer = Caller().get("/policies/yangpu-2024-1/measures/m03", on="2025-06-30").json()

    for line in [*answer["conditions"], answer["amount"]]:
        assert line["text"] in page
        assert line["rule"] in page.replace("&gt;", ">").replace("&lt;", "<")
    for decision in answer["decisions"]:
        assert f"{decision['label']} · {decision['by']}" in page
