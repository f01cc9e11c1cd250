"""Write package files as YAML that a person reads: in the order given, with comments, the same each time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias


class Verbatim(NamedTuple):
    """A value written as it is: a date, [0元, 500万元]."""

    text: str


class Hint(NamedTuple):
    """An item of a list that counts once a person deletes its #."""

    key: str
    words: str


Node: TypeAlias = "str | bool | Verbatim | Hint | Sequence[Node] | Mapping[str, Node]"
Tree: TypeAlias = "Mapping[str, Node]"
"""A mapping; a key that begins with # is a comment and not a key."""

_PLAIN = re.compile(
    r"[\u4e00-\u9fff“《（][\u4e00-\u9fffA-Za-z0-9 “”‘’《》（）【】〔〕、，。；：！？%×→+—–~·./()<>=-]*(?<! )"
)
_WORD = re.compile(r"[a-z][a-z0-9_-]*|\d+(?:\.\d+)?(?:亿元|万元|元|%)")
_NOT_A_WORD = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def yaml_text(tree: Tree) -> str:
    """Return a mapping as a YAML document."""
    return "\n".join(_lines(tree, "")) + "\n"


def scalar(value: str) -> str:
    """Write a string plain where YAML cannot mistake it, else in double quotes."""
    if _PLAIN.fullmatch(value) or (_WORD.fullmatch(value) and value not in _NOT_A_WORD):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{_UNPRINTABLE.sub(_escape, escaped)}"'


def one_line(words: str) -> str:
    """Make words fit for a comment: one line, nothing that YAML cannot hold."""
    return _UNPRINTABLE.sub("�", " ".join(words.split()))


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


def _lines(tree: Tree, pad: str) -> Iterator[str]:
    for key, value in tree.items():
        if key.startswith("#"):
            yield f"{pad}# {one_line(str(value))}".rstrip()
        elif isinstance(value, Mapping):
            empty = all(name.startswith("#") for name in value)
            yield f"{pad}{key}:{' {}' if empty else ''}"
            yield from _lines(value, pad + "  ")
        elif isinstance(value, Sequence) and not isinstance(value, str | Verbatim | Hint):
            empty = all(isinstance(item, Hint) for item in value)
            yield f"{pad}{key}:{' []' if empty else ''}"
            for item in value:
                yield from _item(item, pad + "  ")
        else:
            yield f"{pad}{key}: {_value(value)}"


def _item(item: Node, pad: str) -> Iterator[str]:
    if isinstance(item, Hint):
        yield f"{pad}#- {item.key}: {scalar(item.words)}"
        return
    if not isinstance(item, Mapping):
        yield f"{pad}- {_value(item)}"
        return
    lead = f"{pad}- "
    for line in _lines(item, pad + "  "):
        is_comment = line.lstrip().startswith("#")
        yield line if is_comment or lead == pad + "  " else lead + line[len(lead) :]
        lead = lead if is_comment else pad + "  "


def _value(value: Node) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Verbatim):
        return value.text
    return scalar(str(value))
