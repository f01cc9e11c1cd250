"""Plain text is read whatever its encoding; anything else is refused with what to do instead."""

import pytest

from sihang.rulebook.document import BYTES_MAX, DocumentUnusable, read_document

TEXT = "第一条　给予最高 200 万元的支持。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_is_read_in_the_encodings_of_offices(tmp_path, encoding):
    path = tmp_path / "政策.txt"
    path.write_bytes(TEXT.encode(encoding))

    assert read_document(path) == TEXT
    assert read_document(str(path)) == TEXT


def test_an_empty_file_is_no_document(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")

    with pytest.raises(DocumentUnusable):
        read_document(tmp_path / "empty.txt")


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"%PDF-1.7\n...", "document-not-text", "PDF"),
        (b"PK\x03\x04\x14\x00", "document-not-text", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document-not-text", "Word"),
        (b"{\\rtf1\\ansi", "document-not-text", "RTF"),
        (b"\n <!DOCTYPE html><html>", "document-not-text", "HTML"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "document-not-text", "二进制"),
        (b"abc\x00\x01", "document-not-text", "二进制"),
        (b"\xff\xff\xff", "document-encoding", "GB18030"),
        (b"\xff\xfe\x00", "document-encoding", "GB18030"),
        (b"a" * (BYTES_MAX + 1), "document-too-large", "5 MB"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(tmp_path, content, code, words):
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(DocumentUnusable) as refused:
        read_document(path)

    (problem,) = refused.value.problems
    assert (problem.code, problem.where) == (code, str(path))
    assert words in problem.what.zh


def test_a_binary_file_says_to_save_it_as_text_first(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")

    with pytest.raises(DocumentUnusable) as refused:
        read_document(tmp_path / "a.pdf")

    assert "另存为纯文本" in str(refused.value)
    assert "Save it as plain text" in refused.value.problems[0].what.en


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path, "a\0b"):
        with pytest.raises(DocumentUnusable) as refused:
            read_document(path)
        assert refused.value.problems[0].code == "document-unreadable"
