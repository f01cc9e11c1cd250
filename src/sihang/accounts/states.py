"""The parts that people play. Pure."""

from enum import StrEnum

from sihang.rulebook.errors import Words


class Role(StrEnum):
    """What a person is appointed to at the office."""

    OFFICER = "officer"
    HEAD = "head"
    EXPERT = "expert"
    FINANCE = "finance"
    AUDITOR = "auditor"
    DRAFTER = "drafter"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"


ROLE_WORDS = {
    Role.OFFICER: Words("经办人员", "Officer"),
    Role.HEAD: Words("部门负责人", "Head of the desk"),
    Role.EXPERT: Words("评审专家", "Expert"),
    Role.FINANCE: Words("财务人员", "Finance"),
    Role.AUDITOR: Words("审计人员", "Auditor"),
    Role.DRAFTER: Words("政策起草人员", "Policy drafter"),
    Role.SYSTEM_ADMINISTRATOR: Words("系统管理员", "System administrator"),
    Role.SECURITY_ADMINISTRATOR: Words("安全管理员", "Security administrator"),
    Role.AUDIT_ADMINISTRATOR: Words("审计管理员", "Audit administrator"),
}

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})

WATCHED = frozenset(Role) - ADMINISTRATORS - {Role.AUDITOR}
"""Those whose work an auditor looks at."""


def excluded_by(role: Role) -> frozenset[Role]:
    """The roles that nobody may have beside `role`.

    An administrator has no other role: whoever runs the system, appoints, or watches does not also decide (三员分立,
    GB/T 22239). An auditor takes no part in what is audited.
    """
    if role in ADMINISTRATORS:
        return frozenset(Role) - {role}
    return ADMINISTRATORS | (WATCHED if role is Role.AUDITOR else frozenset({Role.AUDITOR}))


class MandateKind(StrEnum):
    """What a person is to the organisation they act for."""

    LEGAL_REPRESENTATIVE = "legal_representative"
    HANDLER = "handler"
    READER = "reader"


MANDATE_WORDS = {
    MandateKind.LEGAL_REPRESENTATIVE: Words("法定代表人", "Legal representative"),
    MandateKind.HANDLER: Words("经办人", "Handler"),
    MandateKind.READER: Words("只读人员", "Reader"),
}


class Scope(StrEnum):
    """What a token may be used for; never more than its owner may do."""

    ASSESS = "assess"
    READ = "read"
    WRITE = "write"


SCOPE_WORDS = {
    Scope.ASSESS: Words("演算", "Assess"),
    Scope.READ: Words("读取", "Read"),
    Scope.WRITE: Words("写入", "Write"),
}

ACT_WORDS = {
    "office.founded": Words("设立首位安全管理员", "First security administrator"),
    "person.admitted": Words("开立账号", "Account opened"),
    "person.appointed": Words("任命", "Appointed"),
    "person.appointment_ended": Words("免去任命", "Appointment ended"),
    "person.signed_in": Words("登录", "Signed in"),
    "person.signed_out": Words("退出登录", "Signed out"),
    "person.sign_in_failed": Words("登录失败", "Sign-in failed"),
    "person.shut_out": Words("多次失败，暂停登录", "Shut out for a while"),
    "person.password_changed": Words("修改密码", "Password changed"),
    "person.password_given": Words("重设一次性密码", "One-time password given"),
    "person.factors_changed": Words("变更两步验证", "Second factors changed"),
    "person.closed": Words("停用账号", "Account closed"),
    "person.reopened": Words("恢复账号", "Account reopened"),
    "person.ended_other_sessions": Words("退出其他登录", "Signed out elsewhere"),
    "mandate.given": Words("授权代表单位", "Mandate given"),
    "mandate.ended": Words("终止代表单位", "Mandate ended"),
    "token.created": Words("新建接口令牌", "Token made"),
    "token.revoked": Words("撤销接口令牌", "Token revoked"),
}
"""What is recorded in the journal, in words."""
