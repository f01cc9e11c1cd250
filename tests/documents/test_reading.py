"""Papers of an organisation, read from real files: what is proposed, from which words, on which page."""

import pytest

from sihang.documents import ocr
from sihang.documents.apart import apart
from sihang.documents.filetypes import FileType
from sihang.documents.lines import ReadBy
from sihang.documents.proposals import propose
from sihang.documents.reading import Gap, read
from tests.builders import papers


def proposals(content, kind=FileType.PDF):
    return [
        (each.kind, each.label, each.value, each.fact, each.year)
        for each in propose(read(kind, content, page_count=1).pages)
    ]


LICENCE = [
    ("uscc", "统一社会信用代码", papers.USCC, "", None),
    ("name", "名称", "示例数据（上海）科技有限公司", "", None),
    ("date", "成立日期", "2019-03-18", "registered_on", None),
    ("amount", "注册资本", "500000000", "", None),
]


def test_a_licence_gives_code_name_day_and_capital():
    assert proposals(papers.pdf(papers.LICENCE)) == LICENCE


def test_an_invoice_gives_its_number_day_and_one_amount():
    assert proposals(papers.pdf(papers.INVOICE)) == [
        ("name", "名称", "示例数据（上海）科技有限公司", "", None),
        ("name", "名称", "示例数据大学", "", None),
        ("invoice", "发票号码", "24312000000123456789", "", None),
        ("date", "开票日期", "2024-05-20", "", None),
        ("amount", "价税合计", "123456789", "", None),
    ]


def test_an_income_statement_gives_facts_with_the_year_of_each_column():
    assert proposals(papers.pdf(papers.STATEMENT))[1:] == [
        ("amount", "营业收入", "5200000000", "revenue", 2024),
        ("amount", "营业收入", "4150000050", "revenue", 2023),
        ("amount", "研发费用", "800000000", "rd_expense", 2024),
        ("amount", "研发费用", "625000000", "rd_expense", 2023),
    ]


def test_each_proposal_says_its_page_and_the_words_it_was_read_from():
    reading = read(FileType.PDF, papers.pdf(papers.STATEMENT, pages=2), page_count=2)

    revenue = next(each for each in propose(reading.pages) if each.fact == "revenue")

    assert (revenue.page, revenue.quote) == (1, "一、营业收入  38  52,000,000.00  41,500,000.50")
    assert [page.number for page in reading.pages] == [1, 2]
    assert reading.gaps == frozenset()


def test_a_strip_of_the_page_can_be_shown_beside_a_proposal():
    answer = apart("show", FileType.PDF, papers.pdf(papers.STATEMENT), 1, 202, 215)

    assert answer["png"].startswith("iVBORw0KGgo")  # base64 of the first bytes of a PNG


def test_a_workbook_is_kept_and_not_read():
    assert read(FileType.XLSX, b"", page_count=1).gaps == {Gap.KIND}


@pytest.mark.skipif(ocr.is_installed(), reason="the recognition of pictures is installed here")
@pytest.mark.parametrize("kind", [FileType.PNG, FileType.PDF])
def test_without_recognition_a_picture_says_that_it_was_not_read(kind):
    content = papers.scan(papers.LICENCE) if kind is FileType.PNG else papers.scanned_pdf(papers.LICENCE)

    reading = read(kind, content, page_count=1)

    assert [page.read_by for page in reading.pages] == [ReadBy.NOTHING]
    assert reading.gaps == {Gap.PICTURES}


@pytest.mark.skipif(not ocr.is_installed(), reason="the extra sihang[ocr] is not installed")
@pytest.mark.parametrize("kind", [FileType.PNG, FileType.PDF])
def test_with_recognition_a_picture_says_the_same_as_the_file_it_was_made_from(kind):
    content = papers.scan(papers.LICENCE) if kind is FileType.PNG else papers.scanned_pdf(papers.LICENCE)

    assert proposals(content, kind) == LICENCE
