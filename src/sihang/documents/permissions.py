"""Who may hand in, see and decide, each said once."""

from typing import Any

from rules import predicate

from sihang.accounts.permissions import acts_for_somebody, has_role, may_act_for, may_read_for
from sihang.accounts.states import Role
from sihang.documents.states import DocumentState

may_upload = may_act_for
"""Who acts for an organisation hands in its documents."""


@predicate
def may_read_every_document(person: Any, _: Any = None) -> bool:
    """经办人员、部门负责人或审计人员 / an officer, a head of a desk or an auditor"""
    return has_role(person, Role.OFFICER, Role.HEAD, Role.AUDITOR)


@predicate
def may_see_documents(person: Any, _: Any = None) -> bool:
    """为任一单位办事的人员，或主管部门 / whoever acts for an organisation, or the office"""
    return acts_for_somebody(person) or may_read_every_document(person)


@predicate
def may_read_document(person: Any, document: Any = None) -> bool:
    """为该单位办事的人员或主管部门 / whoever acts for the organisation, or the office"""
    return may_read_for(person, document.uscc) or may_read_every_document(person)


@predicate
def may_download(person: Any, document: Any = None) -> bool:
    """可查看该材料，且材料已通过检查 / whoever may see the document, once it has been let in"""
    return may_read_document(person, document) and document.state == DocumentState.CLEAN


@predicate
def may_decide_proposal(person: Any, proposal: Any = None) -> bool:
    """该单位的法定代表人或经办人 / the legal representative or a handler of the organisation"""
    return may_upload(person, proposal.reading.document.uscc)
