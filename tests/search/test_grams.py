"""How Chinese without spaces becomes something that an index can find."""

import pytest

from sihang.search.grams import grams, level, words
from sihang.search.snippets import snippet


def test_every_character_and_every_pair_of_neighbours_is_kept():
    assert grams("研发费用") == sorted(["研", "发", "费", "用", "研发", "发费", "费用"])


def test_words_in_letters_and_digits_are_kept_whole_and_small():
    assert grams("HNTE 2024年") == sorted(["hnte", "2024", "年"])


@pytest.mark.parametrize("spelled", ["最高 200 万元", "最高２００万元", "最高200万元", "最高\n200\u3000万元"])
def test_one_amount_has_one_spelling(spelled):
    assert level(spelled) == "最高200万元"


def test_a_question_of_signs_asks_for_nothing():
    assert words("？！ -- ' \" * :") == []


def test_a_question_is_cut_where_nobody_would_read_on():
    assert len(words("字 " * 500)) == 8
    assert len(words("字" * 5000)[0].text) == 100


def test_a_snippet_marks_what_was_asked_for_across_spaces():
    assert snippet("最高200万元", "给予最高 200 万元的支持") == [
        ("给予", False),
        ("最高 200 万元", True),
        ("的支持", False),
    ]


def test_a_snippet_begins_near_what_was_found():
    pieces = snippet("奖励", "前" * 100 + "奖励" + "后" * 200)

    assert [text for text, asked in pieces if asked] == ["奖励"]
    assert pieces[0] == ("…", False)
    assert pieces[-1] == ("…", False)
    assert sum(len(text) for text, _ in pieces) == 160 + 2
