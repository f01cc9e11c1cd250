"""The rules of docs/rule-language.md, read and evaluated by the engine among the names that the page declares."""

from datetime import date

import yaml

from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.elaborate import elaborate
from sihang.rulebook.errors import Words
from sihang.rulebook.facts import BUILT_IN, DOMAINS, ORGANISATION, Fact, Kind, Option
from sihang.rulebook.fold import Fold
from sihang.rulebook.scalar import SCALAR, Situation
from sihang.rulebook.scope import Fill, Scope
from sihang.rulebook.slots import Slot
from sihang.values import Money
from tests.docs.pages import TABLE, blocks, code, page, section, tables

PAGE = "docs/rule-language.md"
RESULT = "结果"
YES_NO = {"是": (True, True), "否": (False, False), "未定": (False, True)}
ANY_KIND = (Kind.YES_NO, Kind.MONEY, Kind.RATE, Kind.INTEGER, Kind.DATE)


def examples():
    """Every ```rule block with the table that follows it: (line, fill or None, columns, rows)."""
    text = page(PAGE)
    for block in blocks(text, "rule"):
        line, _, fill = block.text.partition("\nfill: ")
        table = TABLE.search(text, block.end)
        assert table is not None, f"no table under: {line}"
        assert not text[block.end : table.start()].strip(), f"no table right under: {line}"
        yield line.strip(), yaml.safe_load(fill) if fill else None, *tables(table[0])[0]


def declared():
    """The facts and slots in the table of names, by label and in order."""
    _, rows = tables(section(page(PAGE), "## The names on this page"))[0]
    return {row["name"]: _declare(row["name"], code(row["key"]), row["type"], row["may be"]) for row in rows}


def _declare(name, key, kind, may_be):
    is_slot, is_series = kind.startswith("slot: "), kind == "series"
    what = Kind("money" if is_series else kind.removeprefix("slot: "))
    options = tuple(Option(label, Words(label, label)) for label in may_be.split("、")) if "、" in may_be else ()
    domain = DOMAINS.get(what, (0, 0))
    if "至" in may_be:
        domain = pair(may_be, what)
    if is_slot:
        domain = domain if may_be else (0, NO_BOUND)
        return Slot(key, what, Words(name, key), "1", "office", domain=domain, options=options)
    holder = ORGANISATION if is_series or key == "founded_year" else "project"
    return Fact(key, what, Words(name, key), holder, domain, options, series=is_series)


def scope(fill=None):
    """The names that the page declares; `fill` fills one slot."""
    names = declared().values()
    facts = [each for each in names if isinstance(each, Fact)]
    slots = [each for each in names if isinstance(each, Slot)]
    fills = {fill["slot"]: Fill(fill["slot"], fill["value"], fill.get("when"), "rules", "某号文")} if fill else {}
    return Scope.of(facts, slots, matter="project", year="growth_year", fills=fills)


def read(line, fill=None):
    """The typed tree of a line, or what is wrong with it."""
    done = elaborate(line, scope(fill), expect=ANY_KIND)
    return done.node, [problem[0] for problem in done.wrong]


def evaluate(line, fill, row):
    """What a line gives where `row` is known."""
    names = {**{each.words.zh: each for each in BUILT_IN}, **declared()}
    values, series = {}, {}
    for column, cell in row.items():
        name, _, year = column.partition(" ")
        if column == RESULT or cell == "?":
            continue
        if year:
            series.setdefault(names[name].key, {})[int(year)] = (0, 0) if cell == "无" else pair(cell, Kind.MONEY)
        elif names[name].options:
            values[names[name].key] = _bits(names[name].options, cell)
        else:
            values[names[name].key] = pair(cell, names[name].kind)
    node, wrong = read(line, fill)
    assert not wrong, wrong
    return Fold(SCALAR, Situation(values, series)).value(node)


def _bits(options, cell):
    labels = [option.words.zh for option in options]
    return sum(1 << labels.index(label) for label in cell.split("、"))


def pair(cell, kind=None):
    """A cell as the pair that it stands for; its kind is read off the cell where it is not given."""
    if cell in YES_NO:
        return YES_NO[cell]
    low, _, high = cell.partition("至")
    return _one(low, kind), _one(high or low, kind)


def _one(text, kind):
    if text == "不设上限":
        return NO_BOUND
    if text.endswith("%"):
        whole, _, part = text[:-1].partition(".")
        return int(whole) * 100 + int((part + "00")[:2])
    if text.endswith("元"):
        return Money.from_chinese(text).fen
    return date.fromisoformat(text).toordinal() if kind is Kind.DATE or "-" in text else int(text)
