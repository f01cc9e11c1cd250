"""Documents, messages and search as pages: who gets which answer, and what a browser is told to do with a stranger's file."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sihang.cli.index import rebuild
from sihang.cli.jobs import work_off
from sihang.documents.models import Document, Proposal
from sihang.messages.models import Message
from sihang.register.actions.register_organisation import register_organisation
from sihang.register.models import Fact
from tests.builders import papers
from tests.builders.people import mandate, person

AT = datetime(2025, 6, 30, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_vault(settings, tmp_path):
    settings.DOCUMENTS_ROOT = tmp_path


@pytest.fixture
def li():
    handler = person("li")
    mandate(handler, uscc=papers.USCC, organisation_name=papers.NAME)
    return handler


@pytest.fixture
def handler(client, li):
    client.force_login(li)
    return client


def upload(client, content, name="利润表.pdf"):
    given = {"uscc": papers.USCC, "file": SimpleUploadedFile(name, content)}
    return client.post("/documents/", given)


def other(*roles):
    client = Client()
    client.force_login(person("-".join(roles) or "stranger", *roles))
    return client


def test_from_the_file_to_the_fact(handler, li):
    register_organisation(actor=person("officer", "officer"), uscc=papers.USCC, name=papers.NAME, now=AT)

    sent = upload(handler, papers.pdf(papers.STATEMENT))
    waiting = handler.get(sent.url)
    done = work_off()
    page = handler.get(sent.url)
    proposal = Proposal.objects.get(fact="revenue", year=2024)
    accepted = handler.post(f"/documents/proposals/{proposal.pk}/accept", follow=True)

    assert "正在检查" in waiting.text
    assert 'hx-trigger="every 2s"' in waiting.text
    assert done == 2  # scanned and read; nobody here has an address for mail
    assert "52,000,000.00" in page.text
    assert 'hx-trigger="every 2s"' not in page.text
    assert "已采纳，并记入单位档案。" in accepted.text
    assert (Fact.objects.get().number, Fact.objects.get().year) == (5_200_000_000, 2024)
    assert handler.get(f"/documents/proposals/{proposal.pk}/strip.png").content.startswith(b"\x89PNG")


def test_what_is_refused_is_said_on_the_page_with_its_code(handler):
    page = upload(handler, papers.with_a_password())

    assert "PDF 设有打开密码" in page.text
    assert "pdf-encrypted" in page.text
    assert Document.objects.count() == 0


def test_a_file_above_every_limit_is_not_read_to_its_end(handler):
    page = upload(handler, b"PK\x03\x04" + b"\0" * (30 * 1024 * 1024), "大.xlsx")

    assert "XLSX 文件不超过 20 MB" in page.text


def test_a_name_that_would_be_markup_is_text(handler):
    upload(handler, papers.pdf_of(papers.CATALOGUE, *papers.ONE_PAGE), "a&b'c.pdf")

    assert "a&amp;b&#x27;c.pdf" in handler.get("/documents/").text


def test_a_download_is_a_strangers_file_to_the_browser(handler):
    content = papers.pdf_of(papers.CATALOGUE, *papers.ONE_PAGE)
    sent = upload(handler, content)

    early = handler.get(f"{sent.url}content")
    work_off()
    response = handler.get(f"{sent.url}content")

    assert early.status_code == 403
    assert response.content == content
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E5%88%A9%E6%B6%A6%E8%A1%A8.pdf"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_nobody_else_gets_anything_by_guessing_a_number(handler):
    sent = upload(handler, papers.pdf(papers.STATEMENT))
    work_off()
    proposal = Proposal.objects.first().pk
    gets = [sent.url, f"{sent.url}content", f"{sent.url}progress", f"/documents/proposals/{proposal}/strip.png"]
    posts = [f"/documents/proposals/{proposal}/{verb}" for verb in ("accept", "reject")]

    for viewer in (other(), other("expert")):
        assert [viewer.get(address).status_code for address in gets] == [404] * 4
        assert [viewer.post(address).status_code for address in posts] == [404] * 2
        assert sent.url not in viewer.get("/documents/").text
    officer = other("officer")
    assert [officer.get(address).status_code for address in gets] == [200] * 4
    assert [officer.post(address).status_code for address in posts] == [403] * 2
    assert [Client().get(address).status_code for address in gets] == [302] * 4


def test_every_upload_page_says_that_nothing_is_scanned_until_something_does(handler, settings):
    assert "未查毒" in handler.get("/documents/").text
    settings.DOCUMENTS_SCANNER = "unix:/run/clamav/clamd.ctl"
    assert "未查毒" not in handler.get("/documents/").text


def test_one_is_told_and_led_to_the_document(handler, li):
    sent = upload(handler, papers.pdf(papers.STATEMENT))
    work_off()
    message = Message.objects.get()

    assert "未读 1 条" in handler.get("/messages/").text
    assert f'href="{sent.url}"' in handler.get(f"/messages/{message.pk}/").text
    assert "未读 0 条" in handler.get("/messages/").text
    assert other().get(f"/messages/{message.pk}/").status_code == 404
    assert handler.get("/messages/templates/").status_code == 403
    assert "利润表.xlsx" in other("officer").get("/messages/templates/").text


def test_search_finds_the_policy_for_everybody_and_an_organisation_for_its_own(client, handler):
    register_organisation(actor=person("o", "officer"), uscc=papers.USCC, name=papers.NAME, now=AT)
    assert rebuild()[1] == 1

    public = Client().get("/search/?q=揭榜")
    assert "<mark>揭榜</mark>" in public.text
    assert "/policies/yangpu-2024-1/measures/m03/" in public.text
    asked = "/search/?q=示例数据"
    assert papers.NAME in handler.get(asked).text
    assert papers.NAME not in Client().get(asked).text
    assert "没有找到" in other("expert").get(asked).text
    assert "&lt;script&gt;" in Client().get("/search/?q=<script>").text


def test_lists_ask_the_database_as_often_for_many_as_for_few(handler, li):
    def queries(number):
        Document.objects.create(
            uscc=papers.USCC, name=f"{number}.pdf", kind="pdf", size_bytes=1, pages=1, sha256=f"{number:064}",
            stored_as=str(number), uploaded_by=li, uploaded_at=AT,
        )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            assert f"{number}.pdf" in handler.get("/documents/").text
        return len(asked)

    queries(0)
    few, *_, many = [queries(number) for number in range(1, 13)]
    assert few == many
