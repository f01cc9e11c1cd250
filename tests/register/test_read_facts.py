"""What a person accepts from a document becomes a fact with the document as its evidence."""

from datetime import UTC, date, datetime

import pytest

from sihang.accounts.errors import NotPermitted, NotReady
from sihang.documents.actions.read_document import read_document
from sihang.documents.actions.scan_document import scan_document
from sihang.documents.actions.upload_document import upload_document
from sihang.documents.models import Proposal
from sihang.register.actions.index_organisations import index_organisations
from sihang.register.actions.register_organisation import register_organisation
from sihang.register.actions.state_read_fact import state_read_fact
from sihang.register.models import Fact
from sihang.register.queries import organisations_visible_to
from sihang.rulebook.shelf import rulebook_of
from sihang.search.kinds import EntryKind
from sihang.search.queries import entries_found
from tests.builders import papers
from tests.builders.people import mandate, person

AT = datetime(2025, 6, 30, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person("officer", "officer")


@pytest.fixture
def li(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path
    handler = person("li")
    mandate(handler, uscc=papers.USCC)
    return handler


def read(by, body):
    document = upload_document(name="材料.pdf", content=papers.pdf(body), uscc=papers.USCC, actor=by, now=AT)
    scan_document(document_id=document.pk, now=AT)
    read_document(document_id=document.pk, now=AT)


def accept(by, proposal, **more):
    return state_read_fact(proposal_id=proposal.pk, actor=by, rulebook=rulebook_of(), now=AT, **more)


def registered(by):
    return register_organisation(actor=by, uscc=papers.USCC, name=papers.NAME, now=AT)


def test_an_accepted_amount_is_a_fact_of_its_year_with_the_document_as_evidence(li, officer):
    registered(officer)
    read(li, papers.STATEMENT)

    fact = accept(li, Proposal.objects.get(fact="revenue", year=2023))

    assert (fact.key, fact.year, fact.number) == ("revenue", 2023, 4_150_000_050)
    assert (fact.source, fact.named, fact.recorded_by) == ("evidence", "材料.pdf", li)


def test_an_accepted_day_is_a_fact_and_an_accepted_name_states_nothing(li, officer):
    registered(officer)
    read(li, papers.LICENCE)

    day = accept(li, Proposal.objects.get(fact="registered_on"))

    assert (day.key, day.number) == ("registered_on", date(2019, 3, 18).toordinal())
    assert accept(li, Proposal.objects.get(kind="name")) is None
    assert Fact.objects.count() == 1


def test_where_the_organisation_is_not_in_the_register_nothing_is_accepted_either(li):
    read(li, papers.STATEMENT)
    proposal = Proposal.objects.get(fact="revenue", year=2023)

    with pytest.raises(NotReady) as refused:
        accept(li, proposal)

    proposal.refresh_from_db()
    assert (refused.value.codes, proposal.state) == (["organisation-not-in-register"], "open")


def test_a_year_that_the_page_does_not_say_is_asked_for(li, officer):
    registered(officer)
    read(li, papers.STATEMENT)
    proposal = Proposal.objects.get(fact="revenue", year=2023)
    Proposal.objects.filter(pk=proposal.pk).update(year=None)

    with pytest.raises(NotReady) as refused:
        accept(li, proposal)

    assert refused.value.codes == ["bad-year"]
    assert accept(li, proposal, year=2022).year == 2022


def test_an_officer_does_not_accept_for_an_organisation(li, officer):
    registered(officer)
    read(li, papers.STATEMENT)

    with pytest.raises(NotPermitted):
        accept(officer, Proposal.objects.get(fact="revenue", year=2023))


def test_a_registered_organisation_is_found_at_once_by_those_who_may_see_it(li, officer):
    registered(officer)
    stranger = person("stranger")

    def found(viewer, question):
        visible = {EntryKind.ORGANISATION: organisations_visible_to(viewer).values("uscc")}
        return [entry.key for entry in entries_found(question, visible)]

    for question in ("示例", "科技", "沪", papers.USCC, papers.USCC[:10].lower()):
        expected = [] if question == "沪" else [papers.USCC]
        assert (found(li, question), found(officer, question), found(stranger, question)) == (expected, expected, [])
    assert index_organisations() == 1
    assert found(officer, "科技") == [papers.USCC]
