"""What stands in the bar at the top, for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sihang.accounts import permissions
from sihang.documents.permissions import may_see_documents
from sihang.register.permissions import (
    may_keep_register,
    may_read_register,
    may_see_organisations,
    may_see_own_organisations,
)
from sihang.rulebook.errors import Words


@dataclass(frozen=True, slots=True)
class Entry:
    words: Words
    address: str
    shown_to: Callable[[Any], bool]


def everybody(viewer: Any) -> bool:
    return True


ENTRIES = (
    Entry(Words("措施一览", "Measures"), "home", everybody),
    Entry(Words("政策体检", "Check-up"), "checkup:start", everybody),
    Entry(Words("单位体检", "Their check-ups"), "checkups:every", may_see_organisations),
    Entry(Words("政策原文", "Policies"), "policies:every", everybody),
    Entry(Words("搜索", "Search"), "finder:page", everybody),
    Entry(Words("我的单位", "My organisations"), "applicant:mine", may_see_own_organisations),
    Entry(Words("单位名录", "Organisations"), "officer:organisations", may_read_register),
    Entry(Words("谁符合", "Who qualifies"), "officer:qualifying", may_read_register),
    Entry(Words("导入", "Import"), "officer:imports", may_keep_register),
    Entry(Words("材料", "Documents"), "papers:every", may_see_documents),
    Entry(Words("消息", "Messages"), "inbox:every", permissions.is_signed_in),
    Entry(Words("人员与任命", "People"), "security:people", permissions.may_appoint),
    Entry(Words("办理日志", "Journal"), "auditor:journal", permissions.may_read_whole_journal),
)


def entries_for(viewer: Any) -> list[Entry]:
    return [entry for entry in ENTRIES if entry.shown_to(viewer)]


def entry_of(path: str) -> str:
    """The entry that a page belongs to: the one whose address is the longest beginning of `path`; the first page is only itself."""
    addresses = {reverse(entry.address): entry.address for entry in ENTRIES}
    home = reverse("home")
    above = [address for address in addresses if path == address or (address != home and path.startswith(address))]
    return addresses[max(above, key=len)] if above else ""
