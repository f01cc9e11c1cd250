"""What is taken in at the desk, and what is turned away with which words."""

import io

import pytest
import xlsxwriter
from PIL import Image

from sihang.documents.apart import apart
from sihang.documents.errors import FileError
from sihang.documents.filetypes import MIB, FileType
from sihang.documents.sniffing import sniff
from tests.builders import papers

MANY_PAGES = f"<< /Type /Pages /Kids [{'3 0 R ' * 301}] /Count 301 >>"


def workbook():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "营业收入")
    return out.getvalue()


def picture(kind, size=(40, 30), mode="RGB"):
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def brief(value):
    """The name of a case: no file of 20 MB, and no sign that is unfit in a name."""
    return value if isinstance(value, str) and value.isprintable() else ""


def refusal(name, content):
    with pytest.raises(FileError) as refused:
        sniff(name, content)
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("营业执照.pdf", papers.pdf_of(papers.CATALOGUE, *papers.ONE_PAGE), FileType.PDF),
        ("照片.PNG", picture("PNG"), FileType.PNG),
        ("照片.jpg", picture("JPEG"), FileType.JPEG),
        ("照片.jpeg", picture("JPEG") + b"\0" * 16, FileType.JPEG),  # a camera filled its last block
        ("利润表.xlsx", workbook(), FileType.XLSX),
        ("说明.docx", papers.archive(("word/document.xml", b"<w/>")), FileType.DOCX),
        ("发票.ofd", papers.archive(("OFD.xml", b"<o/>")), FileType.OFD),
    ],
    ids=brief,
)
def test_a_file_is_what_its_content_is(name, content, kind):
    assert sniff(name, content) is kind


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.pdf", b"", "file-empty"),
        ("执照.png", papers.pdf_of(papers.CATALOGUE, *papers.ONE_PAGE), "file-not-what-its-name-says"),
        ("执照.pdf", b"MZ\x90\x00" + b"\0" * 200, "file-type-not-allowed"),
        ("执照.pdf", b"\n%PDF-1.7", "file-type-not-allowed"),  # a script may stand before the mark
        ("页面.html", b"<!doctype html><script>alert(1)</script>", "file-type-not-allowed"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "file-type-not-allowed"),
        ("压缩.zip", papers.archive(("a.txt", b"a")), "file-type-not-allowed"),
        ("执照", b"%PDF-1.7", "file-type-not-allowed"),
        ("旧表.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "file-encrypted-or-old"),
        ("执照\u202efdp.exe", b"%PDF-1.7", "file-name-unfit"),
        ("../执照.pdf", b"%PDF-1.7", "file-name-unfit"),
        ("a\r\nX: y.pdf", b"%PDF-1.7", "file-name-unfit"),
        ("长" * 117 + ".pdf", b"%PDF-1.7", "file-name-unfit"),
        ("大.pdf", b"%PDF-1.7" + b"\0" * (20 * MIB), "file-too-large"),
        ("半.png", picture("PNG")[:-20], "picture-damaged"),
        ("双.png", picture("PNG") + papers.archive(("a.js", b"x")), "picture-damaged"),
        ("双.jpg", picture("JPEG") + b"<script>alert(1)</script>", "picture-damaged"),
        ("假.png", b"\x89PNG\r\n\x1a\nIEND\xaeB`\x82", "picture-damaged"),
        ("半.xlsx", workbook()[:-40], "container-damaged"),
        ("双.xlsx", papers.archive(("xl/workbook.xml", b"a"), ("word/document.xml", b"a")), "container-damaged"),
        ("逃.xlsx", papers.archive(("xl/workbook.xml", b"a"), ("../../x", b"a")), "container-damaged"),
        ("宏.xlsx", papers.archive(("xl/workbook.xml", b"a"), ("xl/vbaProject.bin", b"a")), "file-with-macros"),
    ],
    ids=brief,
)
def test_what_is_turned_away_is_told_why(name, content, code):
    assert refusal(name, content) == code


def test_the_words_say_what_to_do_and_show_the_real_size():
    with pytest.raises(FileError) as refused:
        sniff("大.png", b"\x89PNG\r\n\x1a\n" + b"\0" * (10 * MIB))

    assert refused.value.zh == "PNG 文件不超过 10 MB，此文件为 10.1 MB；请压缩或分成几份。"
    assert refused.value.en == "A PNG file has at most 10 MB, this one 10.1 MB; compress or split it."


def test_a_bomb_is_stopped_by_what_it_unfolds_to():
    bomb = papers.archive(("xl/workbook.xml", b"a"), ("xl/worksheets/sheet1.xml", b"0" * (30 * MIB)))

    assert len(bomb) < 40_000
    assert refusal("弹.xlsx", bomb) == "container-unfolds-too-far"


def test_a_size_that_is_declared_too_small_is_not_believed():
    honest = papers.archive(("xl/workbook.xml", b"0" * 5000))
    lying = honest.replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little"))

    assert lying != honest
    assert refusal("谎.xlsx", lying) == "container-damaged"


def test_an_entry_with_a_password_is_refused():
    plain = papers.archive(("word/document.xml", b"secret"))
    at = plain.index(b"PK\x01\x02") + 8  # the flags in the central directory

    assert refusal("密.docx", plain[:at] + b"\x01" + plain[at + 1 :]) == "file-encrypted"


def test_a_picture_of_too_many_pixels_is_refused_before_it_unfolds():
    assert refusal("巨.png", picture("PNG", (10_000, 6_000), "1")) == "picture-too-many-pixels"


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        (FileType.PDF, papers.with_a_password(), "pdf-encrypted"),
        (FileType.PDF, papers.with_a_script(), "pdf-with-scripts"),
        (FileType.PDF, b"%PDF-1.7 and then nothing of the kind", "pdf-damaged"),
        (FileType.PDF, papers.pdf_of(papers.CATALOGUE, MANY_PAGES, papers.ONE_PAGE[1]), "pdf-pages"),
        (FileType.PNG, picture("PNG", (400, 300))[:60] + b"IEND\xaeB`\x82", "picture-damaged"),
    ],
    ids=brief,
)
def test_what_shows_only_when_it_is_opened(kind, content, code):
    with pytest.raises(FileError) as refused:
        apart("check", kind, content)

    assert refused.value.code == code


def test_what_breaks_the_process_apart_breaks_nothing_else(monkeypatch):
    monkeypatch.setitem(apart.__globals__["SECONDS_MAX"], "check", 0.001)

    with pytest.raises(FileError) as refused:
        apart("check", FileType.PDF, papers.with_a_script())

    assert refused.value.code == "file-cannot-be-opened"


def test_a_whole_file_is_let_in_with_the_number_of_its_pages():
    assert apart("check", FileType.PDF, papers.pdf_of(papers.CATALOGUE, *papers.ONE_PAGE)) == {"pages": 1}
    assert apart("check", FileType.JPEG, picture("JPEG")) == {"pages": 1}
