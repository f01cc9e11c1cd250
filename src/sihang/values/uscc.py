"""The unified social credit code (统一社会信用代码) of GB 32100-2015.

Eighteen characters: registrar (1), kind (2), division (3–8), organisation code of GB 11714 with
its own check character (9–17), check character (18).
"""

import re
from dataclasses import dataclass

from sihang.values.errors import UsccError, shown

__all__ = ["Uscc", "UsccError", "make_uscc"]

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
WEIGHTS = tuple(3**place % 31 for place in range(17))
ORGANISATION_CHECKS = "0123456789X"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
MISTAKEN_FOR = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}


@dataclass(frozen=True, slots=True, order=True)
class Uscc:
    """A code whose form and both check characters are right.

    That a code is right does not mean that it was issued. Universities (12…), associations (51…)
    and private non-enterprise bodies (52…) have one too; nothing here asks for a company.
    """

    code: str

    def __post_init__(self) -> None:
        _require_form(self.code)
        _require_checks(self.code)

    @classmethod
    def parse(cls, code: str) -> "Uscc":
        """Read a code.

        Raises:
            UsccError: wrong length or characters; a division that is not six digits; a wrong
                check character, with the one that would be right.
        """
        return cls(code)

    def __str__(self) -> str:
        return self.code

    @property
    def registrar(self) -> str:
        """The registering authority (登记管理部门): 1 机构编制, 5 民政, 9 市场监管, Y other."""
        return self.code[0]

    @property
    def kind(self) -> str:
        """The kind of body (机构类别), to be read together with the registrar."""
        return self.code[1]

    @property
    def division(self) -> str:
        """The division (行政区划) of the registrar at first registration.

        A body keeps its code when it moves, so this never proves the present district.
        """
        return self.code[2:8]

    @property
    def organisation_code(self) -> str:
        """The nine characters of GB 11714 (主体标识码)."""
        return self.code[8:17]


def make_uscc(prefix8: str, body8: str) -> str:
    """Return the code with these first eight characters and this organisation body.

    For demonstration data and tests: both check characters are computed, nothing is looked up.

    Raises:
        UsccError: either part is not eight characters of the alphabet, or the division is not
            six digits.
    """
    if len(prefix8) != 8 or len(body8) != 8:
        raise UsccError(
            "uscc-length",
            f"前段与主体标识码本体各为8位：“{shown(prefix8)}”“{shown(body8)}”。",
            f"Both parts are eight characters: '{shown(prefix8)}', '{shown(body8)}'.",
        )
    _require_form(f"{prefix8}{body8}00")
    first_17 = prefix8 + body8 + _organisation_check(body8)
    return first_17 + _check(first_17)


def _organisation_check(body8: str) -> str:
    """Return position 17: letters count from A = 10; 10 is written X (GB 11714)."""
    total = sum(int(char, 36) * weight for char, weight in zip(body8, ORGANISATION_WEIGHTS, strict=True))
    return ORGANISATION_CHECKS[-total % 11]


def _check(first_17: str) -> str:
    """Return position 18; a remainder of zero gives 0, not 31 (GB 32100)."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(first_17, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def _require_form(code: str) -> None:
    if len(code) != LENGTH:
        spaced = code != "".join(code.split())
        raise UsccError(
            "uscc-length",
            f"统一社会信用代码为18位，“{shown(code)}”为{len(code)}位{'，请去掉空格' if spaced else ''}。",
            f"A code has 18 characters, '{shown(code)}' has {len(code)}{'; take out the spaces' if spaced else ''}.",
        )
    if strange := sorted({char for char in code if char not in ALPHABET}):
        raise _strange_characters(code, strange)
    if not re.fullmatch("[0-9]{6}", code[2:8]):
        raise UsccError(
            "uscc-division",
            f"第3至8位为行政区划，应为六位数字：“{code[2:8]}”。",
            f"Positions 3 to 8 are the division, six digits: '{code[2:8]}'.",
        )


def _strange_characters(code: str, strange: list[str]) -> UsccError:
    listed = shown("、".join(strange))
    if code.isascii() and all(char in ALPHABET for char in code.upper()):
        return UsccError(
            "uscc-lower-case",
            f"字母须大写，请写成 {code.upper()}。",
            f"Letters are upper case; write {code.upper()}.",
        )
    meant = "、".join(f"{char}→{MISTAKEN_FOR[char]}" for char in strange if char in MISTAKEN_FOR)
    return UsccError(
        "uscc-characters",
        f"代码不使用字符 {listed}，只用数字和除 I、O、S、V、Z 外的大写字母{f'，是否误写：{meant}' if meant else ''}。",
        f"Not used in a code: {listed}. Use digits and capitals other than I, O, S, V, Z"
        f"{f'; perhaps {meant}' if meant else ''}.",
    )


def _require_checks(code: str) -> None:
    """Compare both check characters and say what each would be for the rest as written."""
    inner, outer = _organisation_check(code[8:16]), _check(code[:17])
    inner_zh = f"第17位（主体标识码校验码，GB 11714）应为 {inner}，现为 {code[16]}"
    inner_en = f"position 17 (GB 11714) would be {inner}, not {code[16]}"
    if code[17] != outer:
        also_inner = code[16] != inner
        raise UsccError(
            "uscc-check-character",
            f"校验码不符：按前17位，第18位（GB 32100）应为 {outer}，现为 {code[17]}"
            f"{f'；{inner_zh}，错字多半在第9至17位' if also_inner else ''}。",
            f"Wrong check character: for the first 17 as written, position 18 (GB 32100) would be {outer}, "
            f"not {code[17]}{f'; {inner_en}, so look at positions 9 to 17 first' if also_inner else ''}.",
        )
    if code[16] != inner:
        raise UsccError(
            "uscc-organisation-check-character",
            f"校验码不符：{inner_zh}。",
            f"Wrong check character: {inner_en}.",
        )
