"""Who may do what in the register, each said once."""

from typing import Any

from rules import predicate

from sihang.accounts.permissions import acts_for_somebody, has_role, may_act_for, may_read_for
from sihang.accounts.states import Role

READERS = (Role.OFFICER, Role.HEAD, Role.FINANCE, Role.AUDITOR)
"""Who at the office reads every organisation. Experts read what is handed to them with an application."""
KEEPERS = (Role.OFFICER, Role.HEAD)

may_see_own_organisations = acts_for_somebody
"""Who acts for an organisation sees it among their own."""


@predicate
def may_read_register(person: Any) -> bool:
    """经办、负责人、财务或审计人员 / an officer, a head, finance or an auditor"""
    return has_role(person, *READERS)


@predicate
def may_keep_register(person: Any) -> bool:
    """经办人员或负责人 / an officer or a head"""
    return has_role(person, *KEEPERS)


@predicate
def may_see_organisations(person: Any) -> bool:
    """任一单位授权的人员，或经办、负责人、财务、审计人员 / anyone with a mandate of an organisation, or of the office"""
    return may_read_register(person) or may_see_own_organisations(person)


@predicate
def may_read_organisation(person: Any, organisation: Any) -> bool:
    """该单位授权的人员，或经办、负责人、财务、审计人员 / anyone with its mandate, or of the office"""
    return may_read_register(person) or (organisation is not None and may_read_for(person, organisation.uscc))


@predicate
def may_state_fact(person: Any, organisation: Any) -> bool:
    """该单位的法定代表人或经办人，或受理部门 / its legal representative or handler, or the office"""
    return may_keep_register(person) or (organisation is not None and may_act_for(person, organisation.uscc))


@predicate
def may_correct_fact(person: Any, fact: Any) -> bool:
    """受理部门；单位只更正本单位自行申报且未核实的 / the office; an organisation only what it declared and nobody verified"""
    if may_keep_register(person):
        return True
    own = may_act_for(person, fact.organisation.uscc) and fact.source == "self_declared"
    return own and fact.verified_at is None


@predicate
def may_verify_fact(person: Any, fact: Any) -> bool:
    """受理部门中非记录者本人 / an officer or head other than the one who recorded it"""
    return may_keep_register(person) and fact.recorded_by_id != person.pk
