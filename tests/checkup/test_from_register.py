"""Check-ups from the register: kept, replayed, compared, and of everyone at once."""

from datetime import date

import pytest

from sihang.accounts.errors import NotPermitted
from sihang.accounts.states import Role
from sihang.checkup.actions.keep_check_up import keep_check_up
from sihang.checkup.comparison import Change, Result, compare
from sihang.checkup.from_register import assess_from_register
from sihang.checkup.models import CheckUp
from sihang.checkup.qualifying import who_qualifies
from sihang.checkup.queries import check_ups_visible_to
from sihang.journal.models import Event
from sihang.register.models import Organisation
from sihang.rulebook.case_json import case_from_json
from sihang.rulebook.replay import replay
from sihang.rulebook.saved import json_text
from sihang.rulebook.shelf import rulebook_of
from tests.builders.people import mandate, person
from tests.builders.register import ALPHA, BETA, at, fact, hnte, organisation

pytestmark = pytest.mark.django_db
DAY, LATE = date(2025, 6, 30), at(300)
REVENUE = {2019: 200, 2020: 900, 2021: 1_400, 2022: 2_000, 2023: 3_100}
WAN = 1_000_000


@pytest.fixture
def officer():
    return person("officer", Role.OFFICER)


def small_enterprise(by, uscc=ALPHA, name="示例智能科技有限公司", *, revenue=REVENUE, local=1):
    of = organisation(uscc, name)
    for key, value in (
        ("kind", "enterprise"),
        ("registered_in_district", local),
        ("on_exclusion_list", 0),
        ("founded_year", 2019),
    ):
        fact(of, by, key, value)
    for year, wan in revenue.items():
        fact(of, by, "revenue", wan * WAN, year=year)
    hnte(of, by, date(2022, 11, 15), date(2025, 11, 14))
    return of


def keep(actor, of, **more):
    return keep_check_up(
        actor=actor, organisation_id=of.pk, rulebook=rulebook_of(), now=at(200), **({"on": DAY, "known": LATE} | more)
    )


def test_a_check_up_is_kept_with_all_that_it_takes_to_make_it_again(officer):
    of = small_enterprise(officer)

    kept = keep(officer, of)

    assert replay(case_from_json(json_text(CheckUp.objects.get(pk=kept.pk).content))).reproduced
    assert kept.content["case"]["facts"]["revenue"]["2023"] == "31000000.00"
    assert Event.objects.get().act == "check_up.kept"


def test_a_member_of_the_organisation_keeps_and_sees_its_own_and_a_stranger_none(officer):
    of = small_enterprise(officer)
    own, stranger = person("own"), person("stranger")
    mandate(own, ALPHA, "reader")
    keep(own, of)

    with pytest.raises(NotPermitted):
        keep(stranger, of)
    assert [each.organisation for each in check_ups_visible_to(own)] == [of]
    assert list(check_ups_visible_to(stranger)) == []


def test_two_days_are_compared_by_measure_and_by_fact(officer):
    """On 2025-11-15 the HNTE status is over: m08 can no longer be met, as far as is known it is open."""
    of = small_enterprise(officer)
    fact(of, officer, "hnte_valid", 0, since=date(2025, 11, 15))

    found = compare(keep(officer, of).content, keep(officer, of, on=date(2025, 11, 20)).content)

    assert found.changes == (
        Change("m08", None, Result("unknown", ("0.00", "1000000.00")), Result("not_met", ("0.00", "0.00"))),
    )
    assert found.facts == (("hnte_valid", True, False),)
    assert found.policies == ()


def test_a_check_up_of_what_was_known_before_the_facts_came_is_open(officer):
    of = small_enterprise(officer)

    case, assessment = assess_from_register(of, rulebook_of(), on=DAY, known=at(0))

    assert case["facts"] == {}
    assert {each.finding.value for each in assessment.evaluations} == {"unknown"}


def test_who_probably_qualifies_for_the_revenue_milestone(officer):
    """Rules that are not made yet leave it open for those over the line; the others are out."""
    small_enterprise(officer)
    small_enterprise(officer, BETA, "未过线", revenue={**REVENUE, 2023: 3_000})

    found = who_qualifies(rulebook_of(), "m08", on=DAY, known=LATE, supposing={"growth_year": 2023})

    assert found.table.rows() == [
        (ALPHA, "示例智能科技有限公司", "unknown", 0, 100 * WAN),
        (BETA, "未过线", "not_met", 0, 0),
    ]
    assert dict(found.counts) == {"met": 0, "unknown": 1, "not_met": 1}


def test_the_facts_that_are_missing_most_often_are_counted_where_they_leave_it_open(officer):
    """Years before the founding are not missing; nor are the facts of an organisation that is out anyway."""
    example = rulebook_of(("yangpu-2024-1", "example-rules"))
    small_enterprise(officer)
    organisation(BETA, "一无所知")

    found = who_qualifies(example, "m08", on=DAY, known=LATE, supposing={"growth_year": 2023})

    missing = {(each.fact.key, each.year): each.organisations for each in found.missing}
    assert missing["rd_expense", 2023] == 2
    assert missing["kind", None] == 1
    assert missing["revenue", 2018] == 1
    assert ("rd_expense", 2022) not in missing
    assert ("revenue", 2024) not in missing
    assert found.missing[0].organisations == 2


def test_a_measure_without_a_matter_and_an_empty_register():
    found = who_qualifies(rulebook_of(), "m10", on=DAY, known=LATE)

    assert (found.table.height, found.missing) == (0, ())


def test_who_qualifies_gives_the_findings_of_the_case_of_each(officer):
    small_enterprise(officer)
    small_enterprise(officer, BETA, "外区", local=0)

    for measure in ("m09", "m10", "m12"):
        table = who_qualifies(rulebook_of(), measure, on=DAY, known=LATE).table
        for each in Organisation.objects.all():
            case, _ = assess_from_register(each, rulebook_of(), on=DAY, known=LATE)
            types = {m.id: m.matter for m in rulebook_of().rules(DAY).measures}
            matter = [] if types[measure] is None else [{"id": "1", "type": types[measure]}]
            [claim] = [
                e
                for e in rulebook_of().assess({**case, "matters": matter}, on=DAY).evaluations
                if e.measure.id == measure
            ]
            assert table.filter(uscc=each.uscc)["finding"].to_list() == [claim.finding.value]
