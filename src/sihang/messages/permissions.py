"""Who may read whose messages, and who looks after the post."""

from typing import Any

from rules import predicate

from sihang.accounts.permissions import has_role, is_signed_in
from sihang.accounts.states import Role


@predicate
def may_read_message(person: Any, message: Any = None) -> bool:
    """收件人本人 / the recipient"""
    return is_signed_in(person) and message.recipient_id == person.pk


@predicate
def may_preview_templates(person: Any, _: Any = None) -> bool:
    """经办人员、部门负责人或系统管理员 / an officer, a head of a desk or a system administrator"""
    return has_role(person, Role.OFFICER, Role.HEAD, Role.SYSTEM_ADMINISTRATOR)


@predicate
def may_retry_mail(person: Any, _: Any = None) -> bool:
    """系统管理员 / a system administrator"""
    return has_role(person, Role.SYSTEM_ADMINISTRATOR)
