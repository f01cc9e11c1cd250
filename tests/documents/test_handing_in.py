"""A handler hands in the accounts, they are checked and read, and each thing read is decided by a person."""

from datetime import UTC, datetime

import pytest

from sihang.accounts.errors import NotPermitted, NotReady
from sihang.documents import permissions, queries, vault
from sihang.documents.actions.accept_proposal import accept_proposal
from sihang.documents.actions.open_document import open_document
from sihang.documents.actions.read_document import read_document
from sihang.documents.actions.reject_proposal import reject_proposal
from sihang.documents.actions.scan_document import scan_document
from sihang.documents.actions.upload_document import upload_document
from sihang.documents.models import Document, Proposal
from sihang.documents.scanner import ScannerUnavailable
from sihang.documents.states import DocumentState, ProposalState
from sihang.journal.models import Event
from sihang.messages.models import Message
from tests.builders import papers
from tests.builders.people import mandate, person
from tests.builders.scanners import line_that_answers

AT = datetime(2025, 6, 30, 9, 0, tzinfo=UTC)
USCC = papers.USCC
BLANK = papers.pdf_of(papers.CATALOGUE, *papers.ONE_PAGE)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_vault(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path / "vault"


@pytest.fixture
def li():
    handler = person("li")
    mandate(handler, uscc=USCC)
    return handler


def handed_in(by, content=BLANK, name="利润表.pdf"):
    return upload_document(name=name, content=content, uscc=USCC, actor=by, now=AT)


def acts():
    return list(Event.objects.order_by("pk").values_list("act", flat=True))


def test_a_document_is_kept_under_a_random_name_that_only_this_program_may_open(li, tmp_path):
    document = handed_in(li)

    (file,) = [path for path in (tmp_path / "vault").rglob("*") if path.is_file()]
    assert (file.name, file.read_bytes()) == (document.stored_as, BLANK)
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert (document.state, document.pages, document.size_bytes) == (DocumentState.QUARANTINED, 1, len(BLANK))
    assert acts() == ["document.uploaded"]


def test_what_is_of_no_use_leaves_nothing_behind(li, tmp_path):
    with pytest.raises(NotReady) as refused:
        handed_in(li, papers.with_a_password())

    assert refused.value.codes == ["pdf-encrypted"]
    assert (Document.objects.count(), acts(), (tmp_path / "vault").exists()) == (0, [], False)


def test_the_same_file_twice_is_told_where_it_is(li):
    handed_in(li)

    with pytest.raises(NotReady) as refused:
        handed_in(li, name="再来一次.pdf")

    assert refused.value.codes == ["document-already-here"]
    assert "利润表.pdf" in refused.value.problems[0].what.zh


@pytest.mark.parametrize("kind", ["reader", None])
def test_a_reader_and_a_stranger_hand_in_nothing(kind):
    somebody = person("wang")
    if kind:
        mandate(somebody, uscc=USCC, kind=kind)

    with pytest.raises(NotPermitted):
        handed_in(somebody)


def test_who_sees_a_document(li):
    document = handed_in(li)
    colleague, stranger = person("colleague"), person("stranger")
    mandate(colleague, uscc=USCC, kind="reader")
    mandate(stranger, uscc="91310110MADEM0011Y")
    office = [person(role, role) for role in ("officer", "head", "auditor")]
    others = [stranger, *(person(role, role) for role in ("expert", "finance", "drafter", "system_administrator"))]

    for viewer in [li, colleague, *office]:
        assert list(queries.documents_visible_to(viewer)) == [document]
        assert permissions.may_read_document(viewer, document)
        assert not permissions.may_download(viewer, document)  # it is in quarantine
    for viewer in others:
        assert list(queries.documents_visible_to(viewer)) == []
        assert not permissions.may_read_document(viewer, document)


def test_without_a_verdict_it_stays_in_quarantine(li, settings):
    document = handed_in(li)
    settings.DOCUMENTS_SCANNER = "unix:/nowhere/clamd.ctl"

    with pytest.raises(ScannerUnavailable):
        scan_document(document_id=document.pk, now=AT)

    assert list(queries.documents_awaiting_scan()) == [document]
    assert list(queries.documents_awaiting_reading()) == []


def test_what_is_harmful_is_thrown_away_and_its_owner_is_told(
    li, settings, tmp_path, django_capture_on_commit_callbacks
):
    document = handed_in(li)
    with line_that_answers(b"1: ClamAV 1.4.6\0", b"2: stream: Sihang.Test FOUND\0") as address:
        settings.DOCUMENTS_SCANNER = address
        with django_capture_on_commit_callbacks(execute=True):
            scan_document(document_id=document.pk, now=AT)

    document.refresh_from_db()
    assert (document.state, document.found, document.scanned_by) == ("refused", "Sihang.Test", "ClamAV 1.4.6")
    with pytest.raises(FileNotFoundError):
        vault.get(document.stored_as)
    assert Message.objects.get().subject_zh == "材料未通过查毒：利润表.pdf"
    assert acts() == ["document.uploaded", "document.refused"]
    assert not permissions.may_download(li, document)


def read(by, body=papers.STATEMENT):
    document = handed_in(by, papers.pdf(body))
    scan_document(document_id=document.pk, now=AT)
    read_document(document_id=document.pk, now=AT)
    return document


def test_each_thing_read_is_decided_one_by_one_and_once(li):
    document = read(li)
    revenue = Proposal.objects.get(fact="revenue", year=2024)
    last = Proposal.objects.get(fact="revenue", year=2023)

    accept_proposal(proposal_id=revenue.pk, actor=li, now=AT)
    reject_proposal(proposal_id=last.pk, actor=li, now=AT)
    with pytest.raises(NotReady) as refused:
        reject_proposal(proposal_id=revenue.pk, actor=li, now=AT)

    assert refused.value.codes == ["proposal-decided"]
    states = {(each.fact, each.year): each.state for each in Proposal.objects.exclude(fact="")}
    assert states == {
        ("revenue", 2024): ProposalState.ACCEPTED,
        ("revenue", 2023): ProposalState.REJECTED,
        ("rd_expense", 2024): ProposalState.OPEN,
        ("rd_expense", 2023): ProposalState.OPEN,
    }
    after = {"state": "accepted", "value": "5200000000", "fact": "revenue", "year": 2024}
    assert Event.objects.get(act="proposal.accepted").after == after
    (listed,) = queries.documents_with_counts(li)
    assert (listed, listed.proposals_open, listed.proposals_all) == (document, 3, 5)


def test_reading_happens_once_and_tells_how_much_there_is_to_decide(li):
    document = read(li)

    assert read_document(document_id=document.pk, now=AT) is None
    assert Message.objects.get().subject_en == "'利润表.pdf' was read: 5 things for you to decide"
    assert acts() == ["document.uploaded", "document.clean", "document.read"]


def test_a_stranger_an_officer_and_a_reader_decide_nothing(li):
    read(li)
    proposal = Proposal.objects.first()
    reader = person("reader")
    mandate(reader, uscc=USCC, kind="reader")

    for somebody in (reader, person("officer", "officer"), person("stranger")):
        for decide in (accept_proposal, reject_proposal):
            with pytest.raises(NotPermitted):
                decide(proposal_id=proposal.pk, actor=somebody, now=AT)


def test_what_cannot_be_read_says_so(li):
    document = handed_in(li, papers.archive(("word/document.xml", b"<w/>")), "说明.docx")
    scan_document(document_id=document.pk, now=AT)

    reading = read_document(document_id=document.pk, now=AT)

    assert (reading.gaps, reading.pages_read, Message.objects.count()) == (["kind"], 0, 0)
    assert list(queries.documents_awaiting_reading()) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 47, "A" * 48, ""])
def test_no_name_leads_out_of_the_vault(name):
    with pytest.raises(ValueError, match="hexadecimal"):
        vault.get(name)


def test_what_is_handed_out_is_what_was_handed_in_and_is_recorded(li):
    document = handed_in(li)
    with pytest.raises(NotPermitted):
        open_document(document_id=document.pk, actor=li)
    scan_document(document_id=document.pk, now=AT)

    opened, content = open_document(document_id=document.pk, actor=li)

    assert (opened, content) == (document, BLANK)
    assert acts()[-1] == "document.opened"
    with pytest.raises(NotPermitted):
        open_document(document_id=document.pk, actor=person("stranger"))


def test_what_was_altered_in_the_vault_is_not_handed_out(li, tmp_path):
    document = handed_in(li)
    scan_document(document_id=document.pk, now=AT)
    (file,) = [path for path in (tmp_path / "vault").rglob("*") if path.is_file()]
    file.write_bytes(BLANK + b" ")

    with pytest.raises(NotReady) as refused:
        open_document(document_id=document.pk, actor=li)

    assert refused.value.codes == ["document-altered"]
