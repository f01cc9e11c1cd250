"""What viewers see; the case, the size class and the life of an organisation; the whole register as a table."""

import random
from datetime import date, timedelta

import polars as pl
import pytest

from sihang.accounts.states import Role
from sihang.register import queries
from sihang.register.case import case_of
from sihang.register.history import Source
from sihang.register.known_facts import known_facts
from sihang.register.models import Fact
from sihang.register.queries import held_facts, size_class_of
from sihang.register.size_class import SizeClass
from sihang.register.timeline import timeline
from sihang.register.whole import register_table
from sihang.rulebook.case import State
from sihang.rulebook.shelf import rulebook_of
from tests.builders.people import mandate, person
from tests.builders.register import ALPHA, BETA, at, fact, hnte, organisation

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 30)
LATE = at(300)


@pytest.fixture
def officer():
    return person("officer", Role.OFFICER)


def test_a_stranger_sees_nothing_of_an_organisation_and_the_office_sees_all(officer):
    alpha, beta = organisation(), organisation(BETA, "示例材料有限公司")
    for of in (alpha, beta):
        fact(of, officer, "hnte_valid", 1)
        hnte(of, officer, date(2022, 11, 15), date(2025, 11, 14))
    own, stranger = person("own"), person("stranger")
    mandate(own, ALPHA)

    seen = {
        viewer.username: [
            [each.uscc for each in queries.organisations_visible_to(viewer)],
            [each.organisation.uscc for each in queries.facts_visible_to(viewer)],
            [each.organisation.uscc for each in queries.statuses_visible_to(viewer)],
        ]
        for viewer in (officer, own, stranger)
    }

    assert seen["stranger"] == [[], [], []]
    assert seen["own"] == [[ALPHA], [ALPHA], [ALPHA]]
    assert [sorted(some) for some in seen["officer"]] == [[ALPHA, BETA]] * 3


@pytest.mark.parametrize(
    ("role", "sees"),
    [(role, role in (Role.OFFICER, Role.HEAD, Role.FINANCE, Role.AUDITOR)) for role in Role],
)
def test_which_parts_of_the_office_read_the_register(role, sees):
    organisation()

    assert queries.organisations_visible_to(person("someone", role)).exists() is sees


def test_the_case_of_an_organisation_as_the_rulebook_reads_it(officer):
    of = organisation()
    fact(of, officer, "kind", "enterprise")
    fact(of, officer, "registered_in_district", 1)
    fact(of, officer, "revenue", 3_100_000_000, year=2023)
    fact(of, officer, "revenue", 2_900_000_000, year=2023, source=Source.EVIDENCE, named="审计报告")
    fact(of, officer, "revenue", None, year=2018)
    fact(of, officer, "registered_on", date(2019, 3, 5).toordinal())
    fact(of, officer, "industry_code", "I65")
    hnte(of, officer, date(2022, 11, 15), date(2025, 11, 14))

    case = case_of(of.uscc, of.name, held_facts(of, on=DAY, known=LATE), rulebook_of().vocabulary(DAY).organisation)

    assert case == {
        "organisation": {"uscc": ALPHA, "name": "示例智能科技有限公司"},
        "facts": {
            "hnte_valid": True, "kind": "enterprise", "registered_in_district": True, "registered_on": "2019-03-05",
            "revenue": {
                "2018": {"absent": True},
                "2023": {"disputed": [
                    {"value": "31000000.00", "source": "自行申报"}, {"value": "29000000.00", "source": "证明材料（审计报告）"},
                ]},
            },
        },
        "matters": [], "support_received": [],
    }  # fmt: skip
    assert rulebook_of().read(case, DAY).facts["hnte_valid"].value == (True, True)


def test_a_self_declaration_does_not_stand_against_the_public_list(officer):
    of = organisation()
    fact(of, officer, "hnte_valid", 0)
    hnte(of, officer, date(2022, 11, 15), date(2025, 11, 14))

    held = held_facts(of, on=DAY, known=LATE)["hnte_valid", None]

    assert (held.state, held.value, held.by[0].named, held.overruled[0].value) == (State.KNOWN, 1, "全国高企认定办", 0)


def test_the_size_class_of_a_year_from_what_is_held(officer):
    of = organisation()
    for key, value, year in (("industry_code", "I65", None), ("employees", 86, 2023), ("revenue", 3_100_000_000, 2023)):
        fact(of, officer, key, value, year=year)

    assert size_class_of(held_facts(of, on=DAY, known=LATE), 2023).size is SizeClass.SMALL
    assert size_class_of(held_facts(of, on=DAY, known=LATE), 2022).possible == tuple(SizeClass)


def test_the_life_of_an_organisation_in_order(officer):
    of = organisation()
    fact(of, officer, "registered_on", date(2019, 3, 5).toordinal())
    fact(of, officer, "revenue", 3_100_000_000, year=2023)
    hnte(of, officer, date(2022, 11, 15), date(2025, 11, 14))

    moments = timeline(
        held_facts(of, on=DAY, known=LATE), of.statuses.all(), known_facts(rulebook_of(), DAY), today=DAY
    )

    assert [(each.on.isoformat(), each.what.zh) for each in moments] == [
        ("2019-03-05", "注册成立"),
        ("2022-11-15", "获得国家级高新技术企业 GR202231000001"),
        ("2023-12-31", "2023 年营收 31000000.00元"),
        ("2025-11-14", "国家级高新技术企业到期"),
    ]
    assert moments[-1].what.en == "HNTE (national) expires"


def test_the_whole_register_as_a_table_holds_what_is_held_of_each_organisation(officer):
    """Random statements of two organisations, in every order of saying, correcting and verifying."""
    rng = random.Random(20250630)
    other = person("other", Role.HEAD)
    declared = {
        key: rulebook_of().vocabulary(DAY).organisation[key]
        for key in ("kind", "hnte_valid", "revenue", "registered_on")
    }
    values = {
        "kind": ("enterprise", "fund"),
        "hnte_valid": (0, 1),
        "revenue": (1, 2),
        "registered_on": (737_000, 737_001),
    }
    organisations = [organisation(), organisation(BETA, "示例材料有限公司")]
    for number in range(160):
        of, key = rng.choice(organisations), rng.choice(list(declared))
        said = of.facts.filter(key=key, corrected_by=None)
        same = said.order_by("?").first() if rng.randint(0, 3) == 0 else None
        state = rng.choice(
            (State.KNOWN, State.KNOWN, State.KNOWN, State.UNKNOWN, State.ABSENT if key == "revenue" else State.KNOWN)
        )
        value = rng.choice(values[key]) if state is State.KNOWN else None
        year = None if key != "revenue" else rng.choice((2022, 2023))
        since = rng.choice((None, None, DAY - timedelta(days=rng.randint(-5, 400))))
        checked = rng.choice((None, None, None, at(rng.randint(0, 250))))
        fact(
            of, officer, key, value, year=same.year if same else year, day=number, source=rng.choice(list(Source)), state=state,
            named=rng.choice(("", "甲")), since=since, until=rng.choice((None, None, (since or DAY) + timedelta(days=20))),
            verified_at=checked, verified_by=other if checked else None, corrects=same,
        )  # fmt: skip
    hnte(organisations[0], officer, date(2022, 11, 15), date(2025, 11, 14), day=20)
    hnte(
        organisations[1],
        officer,
        date(2022, 11, 15),
        date(2025, 11, 14),
        day=20,
        revoked_on=date(2025, 1, 5),
        revoked_at=at(90),
    )

    for day in (10, 60, 89, 95, 159, 300):
        table = register_table(declared, on=DAY, known=at(day))
        for of in organisations:
            held = held_facts(of, on=DAY, known=at(day))
            expected = {
                _column(key, year): _cell(key, each)
                for (key, year), each in held.items()
                if _cell(key, each) is not None
            }
            [row] = table.filter(pl.col("uscc") == of.uscc).drop("uscc", "name").to_dicts()
            assert {key: value for key, value in row.items() if value is not None} == expected, day
    assert Fact.objects.exclude(corrects=None).count() > 10


def _column(key, year):
    return f"revenue_{year}_fen" if key == "revenue" else key


def _cell(key, held):
    if held.state is State.ABSENT and key == "revenue":
        return 0
    if held.state is not State.KNOWN:
        return None
    return (
        bool(held.value)
        if key == "hnte_valid"
        else date.fromordinal(held.value)
        if key == "registered_on"
        else held.value
    )
