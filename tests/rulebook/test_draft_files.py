"""The files of a draft: they load, pass the static check, say that they are drafts, and are the same each time."""

from datetime import date
from pathlib import Path

import pytest

from sihang.rulebook.check import check_rules
from sihang.rulebook.draft import draft_package
from sihang.rulebook.errors import PackageUnusable
from sihang.rulebook.layers import Layers
from sihang.rulebook.package import read_package
from sihang.rulebook.reading import read_yaml

TEXT = Path(__file__).parents[2] / "policies" / "yangpu-2024-1" / "source" / "text.md"


@pytest.fixture(scope="module")
def draft():
    text = TEXT.read_text(encoding="utf-8")
    return draft_package(text, package_id="yangpu-draft", entered=date(2026, 11, 22))


@pytest.fixture(scope="module")
def package(draft, tmp_path_factory):
    return read_package(str(write(draft, tmp_path_factory.mktemp("policies") / "yangpu-draft")))


def write(draft, folder):
    for name, content in draft.files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def test_the_letterhead_is_read(package):
    assert package.title.zh == "杨浦区增强科技创新策源能力 支撑产业高质量发展的若干政策措施"
    assert package.document == "杨府发〔2024〕1号"
    assert package.issued == date(2024, 2, 27)
    assert (package.period.start, package.period.end) == (date(2024, 2, 27), date(2027, 2, 26))
    assert package.authorities["office"].names[0].words.zh == "杨浦区科学技术委员会"


def test_the_draft_loads_and_passes_the_static_check(package):
    assert package.problems == ()
    assert check_rules(Layers([package])) == []


def marked_parts(name, data):
    """The parts of a file that a finder made."""
    if name == "slots.yaml":
        return list(data["slots"].values())
    if name == "facts.yaml":
        places = [matter.get(place, {}) for matter in data["matters"].values() for place in ("facts", "determinations")]
        return [fact for place in places for fact in place.values()]
    money = [benefit for benefit in data["benefits"] if "amount" in benefit]
    return [data, *data["conditions"], *money]


def test_every_part_is_marked_as_a_draft_with_its_finder(draft):
    for name, content in draft.files().items():
        if name in ("slots.yaml", "facts.yaml") or name.startswith("measures/"):
            parts = marked_parts(name, read_yaml(content, name)[0])
            assert parts, name
            assert all(part["draft"] is True and part["found_by"] for part in parts), name


def test_the_package_says_that_it_is_a_draft(draft):
    files = draft.files()

    assert read_yaml(files["package.yaml"], "package.yaml")[0]["draft"] is True
    assert "未经核对，不得用于审核或拨付" in files["DRAFT.md"]


def test_the_source_text_is_kept_word_for_word(draft):
    assert draft.files()["source/text.md"] == draft.text
    assert draft.text.split() == TEXT.read_text(encoding="utf-8").split()


def test_the_same_text_gives_the_same_files(draft):
    again = draft_package(TEXT.read_text(encoding="utf-8"), package_id="yangpu-draft", entered=date(2026, 11, 22))

    assert list(again.files().items()) == list(draft.files().items())


def test_the_summary_counts_in_both_languages(draft):
    assert draft.summary().startswith("15 条，起草措施 13 项")
    assert draft.summary("en").startswith("15 clauses, 13 draft measures")


def test_a_title_may_be_given(draft):
    given = draft_package(draft.text, package_id="a", title="自定标题")

    assert read_yaml(given.files()["package.yaml"], "package.yaml")[0]["title"]["zh"] == "自定标题"


@pytest.mark.parametrize("name", ["", "Yangpu", "../x", "杨浦", "a b"])
def test_a_name_that_is_no_package_id_is_refused(name):
    with pytest.raises(PackageUnusable) as refused:
        draft_package("", package_id=name)

    assert refused.value.problems[0].code == "wrong-id"
