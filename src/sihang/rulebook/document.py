"""Read a policy document from a file: plain text in UTF-8, UTF-16 or GB18030, and nothing else."""

import re
from pathlib import Path

from sihang.rulebook.errors import Problem, SihangError, Words
from sihang.rulebook.numerals import stated_numbers
from sihang.rulebook.text import SourceText

BYTES_MAX = 5 * 1024 * 1024
_SAVE_AS_TEXT = Words("请先另存为纯文本（.txt，UTF-8）再读入。", "Save it as plain text (.txt, UTF-8) first.")
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "Word / Excel (.doc, .xls, .wps)"),
    (b"PK\x03\x04", "Word / Excel / OFD / ZIP (.docx, .xlsx, .ofd, .zip)"),
    (b"{\\rtf", "RTF"),
    (b"<!doctype html", "HTML"),
    (b"<html", "HTML"),
)
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class DocumentUnusable(SihangError):
    """A file that cannot be read as a policy text: what is wrong with it, and what to do."""

    def __init__(self, code: str, where: str, what: Words) -> None:
        self.problems = (Problem(code, where, what),)
        super().__init__(self.problems[0].text("zh"))


def read_document(path: str | Path) -> str:
    """Return the text of a file.

    Raises:
        DocumentUnusable: there is no such file, it is larger than 5 MB, it is a PDF, Word, HTML or other
            binary file, it is in no encoding known here, or it has nothing that could be a policy.
    """
    where = str(path)
    content = _content(Path(path), where)
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, name in _SIGNATURES:
        if start.startswith(signature.lower()):
            raise _not_text(where, f"这是 {name} 文件，不是纯文本", f"this is a {name} file, not plain text")
    text = _decoded(content)
    if text is None:
        zh, en = "不是 UTF-8 或 GB18030 编码的文本", "not text in UTF-8 or GB18030"
        raise DocumentUnusable("document-encoding", where, _with_advice(zh, en))
    if _NOT_TEXT.search(text):
        raise _not_text(where, "含有二进制内容，不是纯文本", "binary content, not plain text")
    if not _may_be_a_policy(text):
        zh = "没有条款、金额、比例，也没有中文，不是政策原文。请确认选对了文件，把政策原文全文存为纯文本（.txt，UTF-8）"
        en = "no clause, no sum, no rate and no Chinese: this is no policy text. Check that it is the right file, and save "
        raise DocumentUnusable(
            "document-not-text", where, Words(zh, en + "the whole policy as plain text (.txt, UTF-8)")
        )
    return text


def _may_be_a_policy(text: str) -> bool:
    """Say whether there is anything that a draft could find: its words are Chinese, or it has clauses or numbers."""
    if re.search("[\u4e00-\u9fff]", text):
        return True
    return bool(SourceText.parse(text).clauses) or any(
        stated.kind != "integer" or stated.unit for stated in stated_numbers(text)
    )


def _with_advice(zh: str, en: str) -> Words:
    return Words(f"{zh}。{_SAVE_AS_TEXT.zh}", f"{en}. {_SAVE_AS_TEXT.en}")


def _not_text(where: str, zh: str, en: str) -> DocumentUnusable:
    return DocumentUnusable("document-not-text", where, _with_advice(zh, en))


def _content(path: Path, where: str) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(BYTES_MAX + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        words = Words(
            f"读不了：{reason}。请检查路径和权限",
            f"cannot be read: {reason}. Check the path and its permissions",
        )
        raise DocumentUnusable("document-unreadable", where, words) from error
    if len(content) > BYTES_MAX:
        words = Words("超过 5 MB，请拆分或检查文件", "larger than 5 MB; split it, or check the file")
        raise DocumentUnusable("document-too-large", where, words)
    return content


def _decoded(content: bytes) -> str | None:
    encodings = ["utf-16"] if content.startswith(_UTF16_MARKS) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
