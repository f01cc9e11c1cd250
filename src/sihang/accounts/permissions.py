"""Who may do what, each said once. Pages, the API and actions call the same sentence; nobody repeats its condition."""

from typing import Any

from rules import predicate
from rules.predicates import Predicate

from sihang.accounts.errors import NotPermitted
from sihang.accounts.states import MandateKind, Role
from sihang.rulebook.errors import Problem, Words


def require(allowed: Predicate, person: Any, subject: Any = None) -> None:
    """Raise NotPermitted unless `allowed(person, subject)`."""
    if not allowed.test(person, subject):
        zh, en = (allowed.__doc__ or "").strip().split("\n")[0].split(" / ")
        raise NotPermitted([Problem("not-permitted", str(subject or ""), Words(f"须为：{zh}", f"Allowed to: {en}"))])


def has_role(person: Any, *roles: Role) -> bool:
    """Whether a signed-in, active person holds one of the roles today."""
    return bool(person and person.is_authenticated and person.is_active and person.roles & set(roles))


@predicate
def is_signed_in(person: Any) -> bool:
    """已登录的人员 / anyone who is signed in"""
    return bool(person and person.is_authenticated and person.is_active)


@predicate
def needs_second_factor(person: Any) -> bool:
    """任职人员 / anyone with a role at the office"""
    return is_signed_in(person) and bool(person.roles)


@predicate
def may_read_whole_journal(person: Any) -> bool:
    """审计人员或审计管理员 / an auditor or an audit administrator"""
    return has_role(person, Role.AUDITOR, Role.AUDIT_ADMINISTRATOR)


@predicate
def may_appoint(person: Any) -> bool:
    """安全管理员 / a security administrator"""
    return has_role(person, Role.SECURITY_ADMINISTRATOR)


@predicate
def may_appoint_this_person(person: Any, other: Any) -> bool:
    """安全管理员，且不得任免本人 / a security administrator, and nobody appoints themself"""
    return may_appoint(person) and other is not None and other.pk != person.pk


@predicate
def may_keep_account(person: Any, other: Any) -> bool:
    """安全管理员，且不得停用、恢复本人账号或重设本人密码 / a security administrator, for an account that is not their own"""
    return may_appoint_this_person(person, other)


@predicate
def must_change_password(person: Any) -> bool:
    """密码由他人给定的人员 / whose password somebody else chose"""
    return is_signed_in(person) and person.password_is_one_time


@predicate
def may_act_for(person: Any, uscc: Any) -> bool:
    """该单位的法定代表人或经办人 / the organisation's legal representative or handler"""
    return is_signed_in(person) and person.acts_for.get(uscc) in (MandateKind.LEGAL_REPRESENTATIVE, MandateKind.HANDLER)


@predicate
def may_read_for(person: Any, uscc: Any) -> bool:
    """该单位授权的人员 / anyone with a mandate of the organisation"""
    return is_signed_in(person) and uscc in person.acts_for


@predicate
def acts_for_somebody(person: Any) -> bool:
    """任一单位授权的人员 / anyone with a mandate of an organisation"""
    return is_signed_in(person) and bool(person.acts_for)


@predicate
def may_give_mandate(person: Any, uscc: Any) -> bool:
    """该单位的法定代表人，或受理部门的经办人员、负责人 / its legal representative, or an officer or head of the office"""
    if has_role(person, Role.OFFICER, Role.HEAD):
        return True
    return is_signed_in(person) and person.acts_for.get(uscc) is MandateKind.LEGAL_REPRESENTATIVE


@predicate
def may_give_this_mandate(person: Any, mandate: Any) -> bool:
    """有权授权的人员，且不得授权给本人 / whoever may give mandates for it, and nobody gives themself one"""
    return may_give_mandate(person, mandate.uscc) and mandate.person_id != person.pk


@predicate
def may_end_mandate(person: Any, mandate: Any) -> bool:
    """本人、该单位的法定代表人，或受理部门 / its holder, the legal representative, or the office"""
    return may_give_mandate(person, mandate.uscc) or (is_signed_in(person) and mandate.person_id == person.pk)


@predicate
def may_hold_token(person: Any) -> bool:
    """已登录的人员 / anyone who is signed in"""
    return is_signed_in(person)


@predicate
def may_revoke_token(person: Any, token: Any) -> bool:
    """令牌的持有人或安全管理员 / the token's owner or a security administrator"""
    return is_signed_in(person) and (token.person_id == person.pk or may_appoint(person))
