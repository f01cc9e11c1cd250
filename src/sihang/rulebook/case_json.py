"""JSON as a case needs it: exact decimals, no key twice, no text that a terminal could not carry, places by JSON path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sihang.rulebook.errors import CaseUnusable, Problem, Words, is_printable, printable

DEPTH_LIMIT = 50
"""Levels of nesting; a case has ten at most."""
LONG_INTEGER = 30
"""Digits from which an integer is kept as a decimal; Python refuses to read very long ones."""
_PLAIN_KEY = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


def case_from_json(text: str | bytes) -> Any:
    """Parse JSON with exact decimals; raise CaseUnusable where it is not JSON, says a key twice, or cannot be printed."""
    problems: list[Problem] = []
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        value = json.loads(
            decoded, parse_float=Decimal, parse_int=_integer, parse_constant=_no_constant,
            object_pairs_hook=lambda pairs: _object(pairs, problems),
        )  # fmt: skip
        problems.extend(_unprintable(value, "$", DEPTH_LIMIT))
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise CaseUnusable([Problem("bad-json", "$", _not_json(error))]) from None
    if problems:
        raise CaseUnusable(problems)
    return value


def json_text(value: Any) -> str:
    """JSON as every surface writes it: Chinese as it is, two blanks a level, one line end. The same value, the same text."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _not_json(error: Exception) -> Words:
    match error:
        case UnicodeDecodeError():
            return Words("不是 UTF-8 编码，请另存为 UTF-8", "not UTF-8; save it as UTF-8")
        case RecursionError():
            return Words(f"嵌套超过 {DEPTH_LIMIT} 层", f"nested more than {DEPTH_LIMIT} levels deep")
        case json.JSONDecodeError() if not error.doc.strip():
            return Words("文件是空的", "the file is empty")
        case json.JSONDecodeError():
            place, place_en = f"第 {error.lineno} 行第 {error.colno} 列", f"line {error.lineno}, column {error.colno}"
            hint = "（此处或之前多了或少了逗号、引号、括号）"
            return Words(f"{place}不是合法的 JSON{hint}", f"not JSON at {place_en}: {error.msg}")
        case ArithmeticError():
            return Words("有一个数字的指数太大", "a number's exponent is too large")
        case _:
            return Words(f"不是合法的 JSON：{error}", f"not JSON: {error}")


def at_path(where: str, key: str) -> str:
    """The JSON path of a key below a place."""
    plain = key != "" and set(key) <= _PLAIN_KEY
    return f"{where}.{key}" if plain else f"{where}[{json.dumps(printable(key[:60]), ensure_ascii=False)}]"


def _unprintable(value: Any, where: str, levels: int) -> Iterator[Problem]:
    """Texts with control characters or half characters: no screen or file can carry them as they are."""
    if isinstance(value, str):
        if not is_printable(value) or "\n" in value or "\t" in value:  # a second line could pass for one of ours
            words = Words("含有控制字符或不完整的字符", "contains control characters or half a character")
            yield Problem("unprintable-text", where, words)
        return
    if levels == 0 and isinstance(value, list | dict):
        raise RecursionError
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield from _unprintable(part, f"{where}[{index}]", levels - 1)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _unprintable(key, at_path(where, key), levels - 1)
            yield from _unprintable(part, at_path(where, key), levels - 1)


def _integer(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < LONG_INTEGER else Decimal(digits)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _object(pairs: list[tuple[str, Any]], problems: list[Problem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            shown = printable(key)
            words = Words(f"键“{shown}”写了两次", f"the key '{shown}' stands twice")
            problems.append(Problem("key-twice", f"$…{shown}", words))
        found[key] = value
    return found
