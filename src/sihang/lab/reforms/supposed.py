"""What a reform makes of packages: their files as changed, the package that it adds, and everything wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sihang.lab.reforms.overlay import AddedFolder, ChangedFile, Draft, Drafts
from sihang.lab.reforms.reform_file import Reform
from sihang.rulebook.assess import Rulebook
from sihang.rulebook.errors import KeyPath, Problem, Words, suggestion
from sihang.rulebook.folder import Folder, SourceFile
from sihang.rulebook.package import Package

PACKAGE = "reform"
NOTICE = Words("设想，非规定", "A supposition, not a rule")
_LISTED_MOST = 30


class Supposed:
    """The work in hand while a reform is applied to `rulebook`."""

    def __init__(self, rulebook: Rulebook, reform: Reform) -> None:
        self.layers = rulebook.layers
        self.packages = rulebook.packages
        self.reform = reform
        self.drafts = Drafts(rulebook.packages)
        self.problems: list[Problem] = []
        self._readings: dict[str, Any] = {}
        self._added: dict[str, list[dict[str, Any]]] = {"fills": [], "supersessions": []}
        self._said: dict[str, dict[KeyPath, KeyPath]] = {"fills": {}, "supersessions": {}, "interpretations": {}}

    @property
    def policy(self) -> Package:
        return self.packages[0]

    def complain(self, code: str, said: KeyPath, zh: str, en: str) -> None:
        self.problems.append(self.reform.problem(code, said, Words(zh, en)))

    def unknown(self, name: str, said: KeyPath, known: Collection[str], what: Words) -> None:
        """A name that the packages do not have, with what may be meant."""
        hint = suggestion(name, known)
        listed = "、".join(known) if len(known) <= _LISTED_MOST else ""
        zh, en = f"没有{what.zh}“{name}”。{hint.zh or listed}", f"no {what.en} '{name}'. {hint.en or listed}"
        self.problems.append(self.reform.problem("unknown-name", said, Words(zh, en)))

    def reading(self, text: str, said: KeyPath) -> str:
        """The name of a reading that holds the reform's own words: there its numbers stand, as a check asks of every number."""
        name = f"SX-{len(self._readings) + 1}"
        self._readings[name] = {
            "about": {"zh": "设想", "en": "A supposition"}, "clause": [], "by": self.reform.title.zh, "on": self.policy.issued,
            "taken": {"zh": f"设想：{text}", "en": f"Supposed: {text}"},
        }  # fmt: skip
        self._said["interpretations"]["readings", name] = said
        return name

    def condition(self, raw: Any, said: KeyPath) -> dict[str, Any]:
        """A condition of the reform as a package would hold it."""
        condition = dict(raw) if isinstance(raw, Mapping) else {"rule": raw}
        if "zh" in condition:
            condition.setdefault("en", condition["zh"])
        return condition | {"reading": [self.reading(condition["rule"], said)]}

    @staticmethod
    def append(draft: Draft, part: str, value: Any, said: KeyPath) -> None:
        entries = draft.data.setdefault(part, [])
        draft.put((part, len(entries)), value, said)

    def add(self, kind: str, entry: dict[str, Any], said: KeyPath) -> None:
        """An entry of `fills` or `supersessions` in the reform's own package."""
        self._said[kind][kind, len(self._added[kind])] = said
        self._added[kind].append(entry)

    def folders(self) -> list[Folder]:
        """Every package as changed, then the one that the reform itself is."""
        title, first = {"zh": self.reform.title.zh, "en": self.reform.title.en}, self.policy
        about = {
            "id": PACKAGE, "title": title, "kind": "example", "document": self.reform.title.zh, "notice": NOTICE._asdict(),
            "authority": first.about["authority"], "issued": first.issued, "entered": first.about["entered"],
            "implements": first.id, "validity": {"from": first.period.start},
        }  # fmt: skip
        files: dict[str, SourceFile] = {"package": self._file(about, {(): ("title",)})}
        for kind, entries in self._added.items():
            files[kind] = self._file({kind: entries}, self._said[kind])
        files["interpretations"] = self._file({"readings": self._readings}, self._said["interpretations"])
        return [*self.drafts.folders(self.reform), AddedFolder(self.reform, PACKAGE, files)]

    def _file(self, data: Any, said: Mapping[KeyPath, KeyPath]) -> ChangedFile:
        return ChangedFile(self.reform.path, data, self.reform, said, {})
