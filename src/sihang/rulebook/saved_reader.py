"""Read a saved assessment strictly: every problem with its JSON path, and never a traceback on a damaged file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sihang.rulebook.errors import Problem, ReplayUnusable, Words, suggestion
from sihang.rulebook.saved import FORMAT

_KEYS = ("format", "software", "on", "known", "packages", "case", "case_digest", "assessment", "assessment_digest")
_PACKAGE_ID = r"[a-z0-9][a-z0-9-]*"


@dataclass(frozen=True)
class SavedPackage:
    id: str
    digest: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class SavedAssessment:
    """A saved assessment as read; `case` and `assessment` are JSON with exact numbers."""

    software: str
    on: date
    known: date | None
    packages: tuple[SavedPackage, ...]
    case: Mapping[str, Any]
    case_digest: str
    assessment: Mapping[str, Any]
    assessment_digest: str


def read_saved(raw: Any) -> SavedAssessment:
    """Return the saved assessment, or raise ReplayUnusable with every problem."""
    reader = _Reader()
    try:
        found = reader.read(raw)
    except RecursionError:
        reader.complain("bad-json", "$", "嵌套层数太多", "nested too deeply")
        found = None
    if reader.problems or found is None:
        raise ReplayUnusable(reader.problems)
    return found


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def complain(self, code: str, where: str, zh: str, en: str) -> None:
        self.problems.append(Problem(code, where, Words(zh, en)))

    def read(self, raw: Any) -> SavedAssessment | None:
        if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
            zh = f"不是 sihang assess --save 存下的文件（format 应为 {FORMAT}）"
            en = f"not a file written by sihang assess --save (format must be {FORMAT})"
            self.complain("wrong-format", "$.format" if isinstance(raw, Mapping) else "$", zh, en)
            return None
        self._keys(raw, "$", _KEYS)
        on, known = self._day(raw.get("on"), "$.on"), None
        if raw.get("known") is not None:
            known = self._day(raw["known"], "$.known")
        packages = self._packages(raw.get("packages"))
        texts = {key: self._text(raw.get(key), f"$.{key}") for key in ("software", "case_digest", "assessment_digest")}
        parts = {key: self._object(raw.get(key), f"$.{key}") for key in ("case", "assessment")}
        if self.problems or on is None:
            return None
        return SavedAssessment(
            texts["software"], on, known, packages, parts["case"], texts["case_digest"], parts["assessment"],
            texts["assessment_digest"],
        )  # fmt: skip

    def _keys(self, raw: Mapping[Any, Any], where: str, keys: tuple[str, ...]) -> None:
        for key in keys:
            if key not in raw:
                self.complain("missing-key", where, f"缺少“{key}”", f"'{key}' is missing")
        for key in raw:
            if key not in keys:
                name = str(key)[:60]
                hint = suggestion(name, keys)
                self.complain("unknown-key", f"{where}.{name}", f"不认识的键。{hint.zh}", f"unknown key. {hint.en}")

    def _day(self, raw: Any, where: str) -> date | None:
        if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw, re.ASCII):
            try:
                return date.fromisoformat(raw)
            except ValueError:
                pass
        self.complain("bad-date", where, "应为日期，如 2025-06-30", "must be a date such as 2025-06-30")
        return None

    def _text(self, raw: Any, where: str) -> str:
        if isinstance(raw, str):
            return raw
        self.complain("wrong-type", where, "应为文字", "must be text")
        return ""

    def _packages(self, raw: Any) -> tuple[SavedPackage, ...]:
        if not isinstance(raw, list | tuple) or not raw:
            self.complain(
                "wrong-type", "$.packages", "应为至少一个规则包的列表", "must be a list of at least one package"
            )
            return ()
        packages = [self._package(each, f"$.packages[{index}]") for index, each in enumerate(raw)]
        ids = [package.id for package in packages]
        for index, name in enumerate(ids):
            if name and name in ids[:index]:
                self.complain(
                    "declared-twice", f"$.packages[{index}].id", f"“{name}”出现两次", f"'{name}' stands twice"
                )
        return tuple(packages)

    def _package(self, raw: Any, where: str) -> SavedPackage:
        if not isinstance(raw, Mapping):
            self.complain("wrong-type", where, "应为 JSON 对象 {…}", "must be a JSON object {…}")
            return SavedPackage("", "", {})
        self._keys(raw, where, ("id", "digest", "files"))
        name, digest = self._text(raw.get("id"), f"{where}.id"), self._text(raw.get("digest"), f"{where}.digest")
        if name and not re.fullmatch(_PACKAGE_ID, name):
            self.complain("wrong-id", f"{where}.id", "不是规则包编号", "not the id of a package")
        files = self._object(raw.get("files"), f"{where}.files")
        shown = {key: self._text(each, f"{where}.files[{key!r:.60}]") for key, each in files.items()}
        return SavedPackage(name, digest, shown)

    def _object(self, raw: Any, where: str) -> Mapping[str, Any]:
        if isinstance(raw, Mapping):
            exact: Mapping[str, Any] = self._exact(raw, where)
            return exact
        self.complain("wrong-type", where, "应为 JSON 对象 {…}", "must be a JSON object {…}")
        return {}

    def _exact(self, raw: Any, where: str) -> Any:
        """The same value with binary floats as the decimals that they are written as; only what JSON can hold."""
        if isinstance(raw, Mapping):
            return {str(key): self._exact(part, f"{where}.{key!s:.60}") for key, part in raw.items()}
        if isinstance(raw, list | tuple):
            return [self._exact(part, f"{where}[{index}]") for index, part in enumerate(raw)]
        number = Decimal(repr(raw)) if isinstance(raw, float) else raw
        if isinstance(number, Decimal) and not number.is_finite():
            self.complain("wrong-type", where, "不是有限的数", "not a finite number")
        elif number is not None and not isinstance(number, str | int | Decimal):
            self.complain("wrong-type", where, "不是 JSON 的值", "not a JSON value")
        return number
