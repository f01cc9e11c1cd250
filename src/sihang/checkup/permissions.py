"""Who may do what with check-ups, each said once."""

from typing import Any

from rules import predicate

from sihang.register.permissions import may_read_organisation, may_read_register


@predicate
def may_check_up(person: Any, organisation: Any) -> bool:
    """该单位授权的人员，或经办、负责人、财务、审计人员 / anyone with its mandate, or of the office"""
    return may_read_organisation(person, organisation)


@predicate
def may_list_who_qualifies(person: Any) -> bool:
    """经办、负责人、财务或审计人员 / an officer, a head, finance or an auditor"""
    return may_read_register(person)
