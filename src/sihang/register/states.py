"""What a status is, on which level it was given, and how two organisations hang together. Pure: enums with their words."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sihang.rulebook.errors import Words


class StatusKind(StrEnum):
    """A recognition or filing that an organisation has for a time."""

    HNTE = "hnte"
    TECH_SME = "tech_sme"
    INNOVATIVE_SME = "innovative_sme"
    SRDI = "srdi"
    LITTLE_GIANT = "little_giant"
    TECH_LITTLE_GIANT = "tech_little_giant"
    INCUBATOR = "incubator"
    HQ_INCUBATOR = "hq_incubator"
    MAKER_SPACE = "maker_space"
    SCIENCE_PARK = "science_park"
    TRANSFER_AGENCY = "transfer_agency"
    NEW_RD_INSTITUTION = "new_rd_institution"
    OTHER = "other"

    @property
    def words(self) -> Words:
        return _KINDS[self]


_KINDS: Final = {
    StatusKind.HNTE: Words("高新技术企业", "HNTE"),
    StatusKind.TECH_SME: Words("科技型中小企业", "Technology-based SME"),
    StatusKind.INNOVATIVE_SME: Words("创新型中小企业", "Innovative SME"),
    StatusKind.SRDI: Words("专精特新中小企业", "SRDI"),
    StatusKind.LITTLE_GIANT: Words("专精特新“小巨人”企业", "Little giant"),
    StatusKind.TECH_LITTLE_GIANT: Words("科技小巨人企业", "Technology little giant of the city"),
    StatusKind.INCUBATOR: Words("科技企业孵化器", "Incubator"),
    StatusKind.HQ_INCUBATOR: Words("高质量孵化器", "High-quality incubator"),
    StatusKind.MAKER_SPACE: Words("众创空间", "Maker space"),
    StatusKind.SCIENCE_PARK: Words("大学科技园", "University science park"),
    StatusKind.TRANSFER_AGENCY: Words("技术转移机构", "Technology-transfer agency"),
    StatusKind.NEW_RD_INSTITUTION: Words("新型研发机构", "New-type R&D institution"),
    StatusKind.OTHER: Words("其他资质", "Other"),
}


class Level(StrEnum):
    """Who recognises, from the top."""

    STATE = "state"
    CITY = "city"
    DISTRICT = "district"

    @property
    def words(self) -> Words:
        return _LEVELS[self]


_LEVELS: Final = {
    Level.STATE: Words("国家级", "National"),
    Level.CITY: Words("市级", "City"),
    Level.DISTRICT: Words("区级", "District"),
}


class Standing(StrEnum):
    """Whether a status holds on a day."""

    IN_FORCE = "in_force"
    TO_COME = "to_come"
    EXPIRED = "expired"
    REVOKED = "revoked"

    @property
    def words(self) -> Words:
        return _STANDINGS[self]


_STANDINGS: Final = {
    Standing.IN_FORCE: Words("有效", "in force"),
    Standing.TO_COME: Words("尚未生效", "to come"),
    Standing.EXPIRED: Words("已到期", "expired"),
    Standing.REVOKED: Words("已撤销", "revoked"),
}


class RelationKind(StrEnum):
    """How an organisation hangs together with another one, or with a person or place."""

    SHAREHOLDER = "shareholder"
    LEGAL_PERSON = "legal_person"
    ADDRESS = "address"
    PHONE = "phone"

    @property
    def words(self) -> Words:
        return _RELATIONS[self]


_RELATIONS: Final = {
    RelationKind.SHAREHOLDER: Words("股东", "Shareholder"),
    RelationKind.LEGAL_PERSON: Words("法定代表人", "Legal representative"),
    RelationKind.ADDRESS: Words("地址", "Address"),
    RelationKind.PHONE: Words("电话", "Telephone"),
}


class IntakeState(StrEnum):
    """Where a workbook stands that was handed in to be taken over."""

    WAITING = "waiting"  # to be read
    FAULTY = "faulty"  # it has problems, or does not fit the register; nothing was written
    SOUND = "sound"  # it may be taken over
    ORDERED = "ordered"  # an officer said so, and the job will
    TAKEN = "taken"
    DROPPED = "dropped"

    @property
    def words(self) -> Words:
        return _INTAKES[self]

    @property
    def is_at_work(self) -> bool:
        """Whether a job has it next, so that there is something to wait for."""
        return self in (IntakeState.WAITING, IntakeState.ORDERED)


_INTAKES: Final = {
    IntakeState.WAITING: Words("正在试读", "Being read"),
    IntakeState.FAULTY: Words("有问题，未写入", "Has problems; nothing was written"),
    IntakeState.SOUND: Words("可以导入", "May be imported"),
    IntakeState.ORDERED: Words("正在导入", "Being imported"),
    IntakeState.TAKEN: Words("已导入", "Imported"),
    IntakeState.DROPPED: Words("已放弃", "Given up"),
}

_OPEN: Final = frozenset({IntakeState.FAULTY, IntakeState.SOUND})
INTAKE_MOVES: Final = {
    "read_again": (_OPEN, IntakeState.WAITING),
    "find_faulty": (frozenset({IntakeState.WAITING, IntakeState.ORDERED}), IntakeState.FAULTY),
    "find_sound": (frozenset({IntakeState.WAITING}), IntakeState.SOUND),
    "order": (frozenset({IntakeState.SOUND}), IntakeState.ORDERED),
    "take": (frozenset({IntakeState.ORDERED}), IntakeState.TAKEN),
    "drop": (_OPEN | {IntakeState.WAITING}, IntakeState.DROPPED),
}


ACT_WORDS: Final = {
    "organisation.registered": Words("建立单位档案", "Organisation registered"),
    "fact.stated": Words("登记事实", "Fact stated"),
    "fact.corrected": Words("更正事实", "Fact corrected"),
    "fact.verified": Words("核实事实", "Fact verified"),
    "status.granted": Words("登记资质", "Status entered"),
    "status.revoked": Words("撤销资质", "Status revoked"),
    "relation.stated": Words("登记关系", "Relation entered"),
    "relation.ended": Words("终止关系", "Relation ended"),
    "register.received": Words("收到导入文件", "Workbook handed in"),
    "register.columns_left_out": Words("略去导入文件的列", "Columns of a workbook left out"),
    "register.ordered": Words("确认导入", "Import ordered"),
    "register.dropped": Words("放弃导入", "Workbook given up"),
    "register.imported": Words("导入", "Imported"),
    "register.withdrawn": Words("撤回导入", "Import withdrawn"),
}
"""What is recorded in the journal, in words."""
