"""The JSON Schema for editors says what the reader says: both are made from one shape."""

from datetime import date
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from sihang.rulebook.errors import MISSING
from sihang.rulebook.reading import read_yaml
from sihang.rulebook.schema import FILES, json_schema
from tests.builders.packages import SHIPPED, SMALL_POLICY

FOLDERS = {"measures": "measure", "cases": "cases", "source": "provenance"}
SHIPPED_FILES = sorted(path for path in SHIPPED.glob("*/**/*.yaml") if path.parent.name != "examples")


def validator(kind):
    return Draft202012Validator(json_schema(kind), format_checker=FormatChecker())


def as_json(value):
    """A YAML value as an editor's JSON has it: days as text, keys as text, decimals as numbers."""
    if isinstance(value, dict):
        return {str(key): as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def kind_of(path):
    return FOLDERS.get(path.parent.name, path.stem)


def read(text, anchors=300):
    value, problems = read_yaml(text, "x.yaml", anchors=anchors)
    assert problems == []
    return value


def refused_by_reader(kind, value):
    found = []
    return FILES[kind].take(value, (), found) is MISSING or bool(found)


@pytest.mark.parametrize("kind", FILES)
def test_each_schema_is_a_schema(kind):
    schema = json_schema(kind)

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == f"sihang {kind}"


def test_every_kind_of_file_is_shipped_so_that_each_schema_has_an_example():
    assert {kind_of(path) for path in SHIPPED_FILES} == set(FILES)


@pytest.mark.parametrize("path", SHIPPED_FILES, ids=lambda path: path.relative_to(SHIPPED).as_posix())
def test_a_shipped_file_validates(path):
    value = read(path.read_text(encoding="utf-8"))

    errors = [error.message for error in validator(kind_of(path)).iter_errors(as_json(value))]

    assert errors == []
    assert not refused_by_reader(kind_of(path), value)


MEASURE = SMALL_POLICY["measures/m01-equipment.yaml"]
FACTS = SMALL_POLICY["facts.yaml"]
SLOTS = SMALL_POLICY["slots.yaml"]
PACKAGE = SMALL_POLICY["package.yaml"]
READINGS = SMALL_POLICY["interpretations.yaml"]
CASE = "cases:\n  - {name: 例, expect: {finding: met}}\n"
FILLS = "fills:\n  - {slot: rent_rate, value: 10%, quote: 租金的 10%}\n"
ENTRY = (
    "supersessions: [{id: x, document: 某文, level: city, from: 2025-01-01, entered: 2025-01-01, measures: [m01], "
    "effect: ends, reason: {zh: 新规}, by: 某}]\n"
)


@pytest.mark.parametrize(
    ("kind", "text", "old", "new"),
    [
        ("measure", MEASURE, "office: office\n", ""),
        ("measure", MEASURE, "office: office", "ofice: office"),
        ("measure", MEASURE, "office: office", "office:"),
        ("measure", MEASURE, "office: office", "office: Office"),
        ("measure", MEASURE, 'clause: "1"', "clause: 1"),
        ("measure", MEASURE, 'clause: "1"', 'clause: "第一条"'),
        ("measure", MEASURE, "id: m01", "id: m1"),
        ("measure", MEASURE, "action: 其他", "action: 助行"),
        ("measure", MEASURE, "title: {zh: 设备补贴, en: Equipment subsidy}", "title: 设备补贴"),
        ("measure", MEASURE, "{zh: 设备补贴, en: Equipment subsidy}", "{en: Equipment subsidy}"),
        ("measure", MEASURE, "{zh: 设备补贴, en: Equipment subsidy}", '{zh: "  ", en: x}'),
        ("measure", MEASURE, "    quote: 经认定的工坊\n", ""),
        ("measure", MEASURE, "    quote: 经认定的工坊\n", "    quote:\n"),
        ("measure", MEASURE, "  - rule: 经认定\n", "  - rule:\n"),
        ("measure", MEASURE, "amount: 设备投入 × 20% 封顶 100万元", "amount: 100"),
        ("measure", MEASURE, "  - amount: 设备投入 × 20% 封顶 100万元", "  - service: x\n    amount: 100万元"),
        ("measure", MEASURE, "  - amount: 设备投入 × 20% 封顶 100万元\n", "  - about: {zh: x}\n"),
        ("measure", MEASURE, "reading: R-01}", "reading: R1}"),
        ("measure", MEASURE, "kinds: [workshop]", "kinds: {workshop: 1}"),
        ("measure", MEASURE, "matter: purchase", "frequency: {per: month}"),
        ("facts", FACTS, "type: yes_no", "type: boolean"),
        ("facts", FACTS, "act: recognition", "act: vote"),
        ("facts", FACTS, "  revenue: {", "  Revenue: {"),
        ("facts", FACTS, "  revenue: {type: money,", "  revenue: {"),
        ("facts", FACTS, "type: money, zh: 年营收", "type: money, series: 是, zh: 年营收"),
        ("facts", FACTS, "type: money, zh: 年营收", "type: money, range: 5, zh: 年营收"),
        ("facts", FACTS, "type: money, zh: 年营收", "type: money, range: [[1]], zh: 年营收"),
        ("slots", SLOTS, "type: mapping", "type: label"),
        ("slots", SLOTS, "entries: [{label: A, grade: A}", "entries: [{label: A}"),
        ("slots", SLOTS, "    quote: 经认定的工坊\n", ""),
        ("slots", SLOTS, "slots:\n", "slot:\n"),
        ("package", PACKAGE, "kind: policy", "kind: law"),
        ("package", PACKAGE, "issued: 2024-01-01", "issued: 2024-13-01"),
        ("package", PACKAGE, "issued: 2024-01-01", "issued: 2024"),
        ("package", PACKAGE, "id: small-policy", "id: Small Policy"),
        ("package", PACKAGE, "level: city", "level: town"),
        ("interpretations", READINGS, "R-01:", "R01:"),
        ("interpretations", READINGS, "    by: 示例编写人\n", ""),
        ("cases", CASE, "expect: {finding: met}", "proves: [R-01]"),
        ("cases", CASE, "finding: met", "finding: maybe"),
        ("cases", CASE, "finding: met", "open: challenge_rate"),
        ("fills", FILLS, "value: 10%, ", ""),
        ("fills", FILLS, "value: 10%", "value: 10"),
        ("fills", FILLS, "slot: rent_rate, ", ""),
        ("supersessions", ENTRY, "effect: ends", "effect: suspends"),
        ("supersessions", ENTRY, "measures: [m01]", "measures: m01"),
        ("overlap", "relations: [{id: o, kind: both, measures: [m01]}]", "", ""),
        ("goals", "goals: [{id: g, zh: 目标, quote: 引, kind: maybe}]", "", ""),
        ("services", "services: [{id: s, clause: 1, zh: 服务, quote: 引, room: register}]", "", ""),
        ("coverage", "declaratory: [{about: {zh: 标题}}]", "", ""),
        ("provenance", "title: 某文", "", ""),
        ("measure", "- a list", "", ""),
        ("measure", "just words", "", ""),
    ],
)  # fmt: skip
def test_what_the_reader_refuses_for_its_shape_the_schema_refuses_too(kind, text, old, new):
    assert text.count(old) >= 1
    value = read(text.replace(old, new, 1) if old else text)

    assert refused_by_reader(kind, value)
    assert not validator(kind).is_valid(as_json(value))


@pytest.mark.parametrize(
    ("kind", "text"),
    [("measure", MEASURE), ("facts", FACTS), ("slots", SLOTS), ("package", PACKAGE), ("interpretations", READINGS),
     ("cases", CASE), ("fills", FILLS), ("supersessions", ENTRY)],
)  # fmt: skip
def test_without_the_slip_both_take_it(kind, text):
    value = read(text)

    assert not refused_by_reader(kind, value)
    assert validator(kind).is_valid(as_json(value))
