"""Every message there is, in both languages, with an example to look at. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from sihang.rulebook.errors import Words


class Kind(StrEnum):
    DOCUMENT_REFUSED = "document_refused"
    PROPOSALS_FOUND = "proposals_found"


@dataclass(frozen=True, slots=True)
class Template:
    """`{name}` stands for a value. The example is what the preview shows, and names every value there is."""

    subject: Words
    body: Words
    example: Mapping[str, str | int]


TEMPLATES = {
    Kind.DOCUMENT_REFUSED: Template(
        Words("材料未通过查毒：{name}", "A file was refused: {name}"),
        Words(
            "您上传的“{name}”中发现有害内容（{found}），文件已删除，不会被任何人打开。\n"
            "请在查毒后的电脑上重新生成文件，再次上传。",
            "Something harmful ({found}) was found in '{name}'. The file was deleted; nobody will open it.\n"
            "Make the file again on a computer that was checked, and hand it in again.",
        ),
        {"name": "利润表.xlsx", "found": "Example.Signature"},
    ),
    Kind.PROPOSALS_FOUND: Template(
        Words("“{name}”已读取，{count} 项待您确认", "'{name}' was read: {count} things for you to decide"),
        Words(
            "系统从“{name}”中读出 {count} 项内容。请逐项对照原文，采纳或不采纳；未经您确认的内容不会用于任何演算。",
            "{count} things were read in '{name}'. Compare each with the page and accept or reject it; "
            "nothing is used before you have.",
        ),
        {"name": "利润表.pdf", "count": 4},
    ),
}


def fields_of(template: Template) -> set[str]:
    """The values that the sentences of a template ask for."""
    sentences = (*template.subject, *template.body)
    return {field for text in sentences for _, field, _, _ in Formatter().parse(text) if field}


def written(kind: Kind, values: Mapping[str, str | int]) -> tuple[Words, Words]:
    """Subject and body with `values` filled in, each in both languages.

    Raises:
        KeyError: a value is missing.
    """
    template = TEMPLATES[kind]
    line = {name: " ".join(str(value).split()) for name, value in values.items()}  # a subject has one line
    subject = Words(template.subject.zh.format_map(line), template.subject.en.format_map(line))
    body = Words(template.body.zh.format_map(line), template.body.en.format_map(line))
    return subject, body
