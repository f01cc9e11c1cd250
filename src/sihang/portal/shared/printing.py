"""Pages on paper, by typst: the same bytes for the same content, with a Chinese font or not at all.

typst puts another font, or none, in the place of one that is missing, and says nothing. So the font is looked for first: in the
wheel that the portal installs, then among those of the machine, by the names in the setting PRINT_FONTS.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings

from sihang.rulebook.errors import SihangError, Words

WHEEL: Final = "pylopdf_fonts_zh_cn"
"""Noto Sans SC, under the SIL Open Font License."""
NO_FONT: Final = Words(
    "这台服务器没有中文字体，暂时不能生成 PDF。管理员可安装其一：pip install pylopdf-fonts-zh-cn，或 apt-get install fonts-wqy-microhei，"
    "或在 PRINT_FONTS 设置里写上已有中文字体的名称；然后重启服务。",
    "This server has no Chinese font, so no PDF can be made. An administrator can install one: pip install pylopdf-fonts-zh-cn, or "
    "apt-get install fonts-wqy-microhei, or name a Chinese font that is there in the setting PRINT_FONTS; then restart the service.",
)


class NoChineseFont(SihangError):
    """There is no Chinese font to print with; `words` say how to get one."""

    def __init__(self) -> None:
        self.words = NO_FONT
        super().__init__(NO_FONT.zh)


@dataclass(frozen=True)
class Typeface:
    """A Chinese font that is there, and all fonts that typst may use."""

    name: str
    fonts: typst.Fonts


@cache
def typeface() -> Typeface:
    """The font to print with; raise NoChineseFont. Looked for once in a process."""
    fonts = typst.Fonts(font_paths=_folders())
    there = {name.casefold(): name for name in fonts.families()}
    name = next((there[each.casefold()] for each in settings.PRINT_FONTS if each.casefold() in there), None)
    if name is None:
        raise NoChineseFont
    return Typeface(name, fonts)


def _folders() -> list[str]:
    wheel = find_spec(WHEEL)
    return [str(Path(wheel.origin).parent)] if wheel is not None and wheel.origin else []


def print_pdf(template: Path, content: Mapping[str, Any], *, on: date) -> bytes:
    """A PDF of a template (.typ), which reads `content` as JSON from `sys.inputs.content` and the font's name from `font`.

    `on` is the day that the PDF says it was made, so that nothing in it depends on the clock.
    """
    face = typeface()
    compiler = typst.Compiler(template, font_paths=face.fonts)
    made = compiler.compile(
        format="pdf",
        sys_inputs={"content": json.dumps(content, ensure_ascii=False), "font": face.name},
        timestamp=datetime.combine(on, time(), UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made
