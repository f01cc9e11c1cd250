"""A Chinese font to print with, or the reason why a test has none."""

from sihang.portal.shared import printing
from tests.builders.missing import missing


def needs_chinese_font():
    try:
        printing.typeface()
    except printing.NoChineseFont:
        missing("a Chinese font (Debian: apt-get install fonts-wqy-microhei)")
