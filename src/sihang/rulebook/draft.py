"""A first draft of a package from any policy document, for an officer to check: `sihang policy new TEXT`.

Every number in it stands in the text. What the text leaves open stays open, as a slot, a determination or a
comment.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sihang.rulebook.drafting.files import files_to_fill, package_files
from sihang.rulebook.drafting.finders import FindingKind
from sihang.rulebook.drafting.findings import Finding, Survey
from sihang.rulebook.drafting.letterhead import read_letterhead
from sihang.rulebook.drafting.measures import draft_measures
from sihang.rulebook.drafting.model import Measure
from sihang.rulebook.drafting.notes import Contents
from sihang.rulebook.drafting.report import report, summary
from sihang.rulebook.errors import PackageUnusable, Problem, Words, is_printable
from sihang.rulebook.text import SourceText

__all__ = ["Draft", "Finding", "FindingKind", "draft_package"]

_PACKAGE_ID = re.compile("[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True)
class Draft:
    """A drafted package: its measures, everything that was found, and its files.

    Offsets of findings count characters of `text`, which is the package's source/text.md.
    """

    contents: Contents
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        return self.contents.survey.source.text

    @property
    def measures(self) -> tuple[Measure, ...]:
        return self.contents.measures

    def files(self) -> dict[str, str]:
        """Return the text of every file, by its path in the package folder."""
        return {**self._files}

    def summary(self, lang: str = "zh") -> str:
        """Return a few lines for the terminal: how much was found and drafted."""
        return summary(self.measures, self.findings, self._clauses, lang)

    @property
    def _clauses(self) -> int:
        return len(self.contents.survey.source.clauses)

    @cached_property
    def _files(self) -> dict[str, str]:
        to_fill = files_to_fill(self.contents)
        page = report(self.contents.letterhead.title, self.measures, self.findings, self._clauses, to_fill)
        return {"DRAFT.md": page, **package_files(self.contents)}


def draft_package(text: str, *, package_id: str, title: str | None = None, entered: date | None = None) -> Draft:
    """Draft a package from the text of a document.

    Args:
        title: what the policy is called; found in the text if not given.
        entered: the day on which it is entered; left to be filled in if not given.

    Raises:
        PackageUnusable: `package_id` is no name for a package.
    """
    if not _PACKAGE_ID.fullmatch(package_id):
        zh = "包名只能用小写字母、数字和连字符，如 yangpu-2024-1"
        en = "a package id has small letters, digits and hyphens only, such as yangpu-2024-1"
        raise PackageUnusable([Problem("wrong-id", package_id[:80], Words(zh, en))])
    survey = Survey(SourceText.parse(_one_paragraph_a_line(text)))
    measures, left = draft_measures(survey)
    head = read_letterhead(survey)
    if title and title.strip():
        head = replace(head, title=title.strip())
    findings = sorted([*survey.findings, *left], key=lambda finding: (finding.start, finding.end, finding.kind))
    return Draft(Contents(package_id, survey, head, measures, entered), tuple(findings))


def _one_paragraph_a_line(text: str) -> str:
    """Return a text as a package keeps it: paragraphs without indentation, an empty line between.

    Control characters, and byte-order marks left inside by joined files, are no words of the text.
    """
    paragraphs = [_printable(paragraph.text).strip() for paragraph in SourceText.parse(text).paragraphs]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def _printable(words: str) -> str:
    return words if is_printable(words) else "".join(filter(is_printable, words))
