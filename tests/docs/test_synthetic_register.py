"""docs/synthetic-register.md says of every fact how it is drawn, in the words of the code."""

import re

import pytest

from sihang.lab import synthetic, synthetic_block, synthetic_files, synthetic_uscc
from sihang.lab.distributions import DENSE, ELSEWHERE, FACTS, KINDS, OCCURRENCES
from sihang.lab.draws import OfOrganisation
from sihang.lab.organisations import FIRST_YEARS, INDUSTRIES, YEARS
from sihang.rulebook import load
from tests.docs.pages import code, page, section, tables

PAGE = page("docs/synthetic-register.md")


def rows(heading):
    """Every row of the tables under a heading, by its first cell."""
    found = {}
    for columns, entries in tables(section(PAGE, heading)):
        for entry in entries:
            first, *others = (entry[column] for column in columns)
            found[code(first)] = others
    return found


def test_every_fact_of_a_matter_is_drawn_as_the_page_says():
    said = rows("## Facts of matters")
    facts = load(*synthetic.PACKAGES).rules(synthetic.DAY).facts.values()

    expected = {fact.key: [str(FACTS[fact.key])] for fact in facts if fact.holder != "organisation"}
    assert said == expected


@pytest.mark.parametrize("key", [key for key, draw in FACTS.items() if isinstance(draw, OfOrganisation)])
def test_every_fact_of_an_organisation_is_spoken_of(key):
    assert f"`{key}`" in PAGE


def test_kinds_and_industries_are_as_the_page_says():
    said = rows("## Organisations")

    for kind, weight in KINDS.weights.items():
        assert said[kind] == [str(weight)]
    for industry, (weight, median, in_focus) in INDUSTRIES.items():
        assert said[industry] == [str(weight), f"{100 * median:g}%", "90%" if in_focus else "10%"]
    assert said["its first years"] == [
        "the year of the founding brings 15% of a running business, the next 40%, the third 70%"
    ]
    assert FIRST_YEARS == (0.15, 0.4, 0.7)


def test_matters_occur_as_the_page_says():
    said = rows("## How often a matter occurs")

    assert {type_: [str(occurrence)] for type_, occurrence in OCCURRENCES.items()} == {
        type_: said[type_] for type_ in OCCURRENCES
    }
    assert said["a type of a package of one's own"] == [str(ELSEWHERE)]


def test_other_figures_are_as_the_page_says():
    told = " ".join(PAGE.split())

    for words in (
        "in half of the rows, whatever the organisation",
        f"main project with {synthetic_block.MAIN_PROJECT:.0%}",
        f"last fiscal year with {synthetic_block.LAST_YEAR:.0%}",
        f"money received** for a project, {synthetic_block.EARLIER:.0%} of projects",
        f"{synthetic_block.PENDING:.0%} of it still pending",
        f"blocks of {synthetic_block.BLOCK_ROWS:,} rows",
        f"row groups of {synthetic_files.GROUP_ROWS:,}",
        f"the division {synthetic_uscc.DIVISION}",
        f"| `--unknown` | {synthetic.UNKNOWN:.0%} |",
        f"| `--seed` | {synthetic.SEED} |",
        f"| `--on` | {synthetic.DAY} | the day of the register; {'six' if YEARS == 6 else YEARS} fiscal years",
    ):
        assert words in told
    assert (DENSE, synthetic_block.MORE, synthetic_block.MOST_MATTERS) == (0.5, 0.25, 3)
    assert "a quarter of the organisations with a matter have a second one" in told


def test_the_routes_of_a_listing_are_those_of_the_page():
    """Of each route its share on a board, overseas, quoted and in Beijing; every number of the sentence."""
    sentence = re.search(r"`listing_route` is(.*?)\.\n\n", PAGE, re.DOTALL)[1]

    assert re.findall(r"(\d+)%", sentence) == ["90", "8", "2", "60", "15", "15", "5", "5", "95", "80", "15", "5"]
    markets = dict(zip(FACTS["listing_market"].words, FACTS["listing_route"].weights, strict=True))
    assert FACTS["listing_route"].words == ("ipo", "reverse_merger", "introduction", "spac", "transfer", "quotation")
    assert {markets[each] for each in ("sse_main", "szse_main", "chinext", "star")} == {(90, 8, 0, 0, 2, 0)}
    assert {markets[each] for each in ("overseas", "overseas_otc")} == {(60, 5, 15, 15, 5, 0)}
    assert {markets[each] for each in ("neeq", "n_board")} == {(5, 0, 0, 0, 0, 95)}
    assert markets["bse"] == (80, 5, 0, 0, 15, 0)


def test_the_events_of_hnte_status_are_those_of_the_page():
    assert FACTS["hnte_event"].weights == ((15, 0, 85), (35, 60, 5))
    told = "15% a first recognition and 85% an entry into the pool without HNTE status; with it 35%, 60% a renewal, 5%"
    assert told in " ".join(PAGE.split())
