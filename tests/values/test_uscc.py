"""The unified social credit code: two check characters, three ways to be wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sihang.values.uscc import ALPHABET, Uscc, UsccError, make_uscc

characters = st.sampled_from(ALPHABET)
prefixes = st.builds("{}{}{:06d}".format, characters, characters, st.integers(0, 999_999))
bodies = st.text(characters, min_size=8, max_size=8)
codes = st.builds(make_uscc, prefixes, bodies)


@pytest.mark.parametrize(
    "code", ["91110108551385082Q", "91110000600037341L", "91310110MADEM0011Y", "91310110MADEM002XN"]
)
def test_a_right_code_is_accepted(code):
    assert str(Uscc.parse(code)) == code


def test_the_parts_of_a_code():
    code = Uscc.parse("91310110MADEM0011Y")

    assert (code.registrar, code.kind) == ("9", "1")
    assert code.division == "310110"
    assert code.organisation_code == "MADEM0011"


@pytest.mark.parametrize("prefix", ["12310110", "51310110", "52310110", "Y1310110"])
def test_universities_associations_and_others_have_codes_too(prefix):
    assert Uscc.parse(make_uscc(prefix, "MADEM001")).division == "310110"


def test_both_check_characters_are_computed():
    assert make_uscc("91310110", "MADEM001") == "91310110MADEM0011Y"
    assert make_uscc("91310110", "MADEM002") == "91310110MADEM002XN"
    assert make_uscc("91110108", "55138508") == "91110108551385082Q"


def test_a_remainder_of_zero_gives_the_check_character_zero():
    remainder_zero = [code for serial in range(100) if (code := make_uscc("91310110", f"MA{serial:06d}"))[17] == "0"]

    assert remainder_zero
    assert all(Uscc.parse(code) for code in remainder_zero)


def refusal(code):
    with pytest.raises(UsccError) as refused:
        Uscc.parse(code)
    return refused.value


def test_a_wrong_last_character_names_the_right_one():
    problem = refusal("91310110MADEM0011A")

    assert problem.code == "uscc-check-character"
    assert problem.zh == "校验码不符：按前17位，第18位（GB 32100）应为 Y，现为 A。"


def test_the_wrong_example_of_a_web_page_is_refused_with_the_true_check():
    problem = refusal("91310115MA1G4L1WXK")

    assert problem.code == "uscc-check-character"
    assert "第18位（GB 32100）应为 7，现为 K" in problem.zh
    assert "第17位（主体标识码校验码，GB 11714）应为 0，现为 X" in problem.zh
    assert "position 18 (GB 32100) would be 7" in problem.en


def test_a_wrong_organisation_check_is_told_apart():
    # MADEM001 has the check character 1. With 2 instead, position 18 is made to fit again by hand:
    # position 17 weighs 28, so the sum grows by 28 and Y (30) becomes 30 - 28 = 2.
    problem = refusal("91310110MADEM00122")

    assert problem.code == "uscc-organisation-check-character"
    assert "应为 1，现为 2" in problem.zh


@pytest.mark.parametrize(
    ("code", "problem", "hint"),
    [
        ("", "uscc-length", "0位"),
        ("91310110MADEM0011", "uscc-length", "17位"),
        ("91310110 MADEM0011Y", "uscc-length", "请去掉空格"),
        ("91310110MADEM0011Y\n", "uscc-length", "19位"),
        ("91310110madem0011y", "uscc-lower-case", "91310110MADEM0011Y"),
        ("9131O11OMADEM0011Y", "uscc-characters", "O→0"),
        ("９1310110MADEM0011Y", "uscc-characters", "９"),
        ("91310110MADEM001-Y", "uscc-characters", "-"),
        ("91A10110MADEM0011Y", "uscc-division", "A10110"),
    ],
)
def test_a_wrong_form_is_refused_with_a_hint(code, problem, hint):
    refused = refusal(code)

    assert refused.code == problem
    assert hint in refused.zh


def test_the_parts_of_a_made_code_are_checked():
    for prefix, body, problem in [
        ("9131011", "MADEM001", "uscc-length"),
        ("91310110", "MADEM0011", "uscc-length"),
        ("91310110", "MADEI001", "uscc-characters"),
        ("9131011X", "MADEM001", "uscc-division"),
    ]:
        with pytest.raises(UsccError) as refused:
            make_uscc(prefix, body)

        assert refused.value.code == problem


@given(codes)
def test_every_made_code_is_right(code):
    assert Uscc.parse(code).code == code


@given(codes)
def test_every_single_wrong_character_is_found(code):
    for place in range(18):
        for other in set(ALPHABET) - {code[place]}:
            refusal(code[:place] + other + code[place + 1 :])


@given(codes)
def test_every_swap_of_neighbours_is_found(code):
    for place in range(17):
        one, other = code[place], code[place + 1]
        if one != other:
            refusal(code[:place] + other + one + code[place + 2 :])
