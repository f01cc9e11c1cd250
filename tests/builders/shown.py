"""A shipped case as an assessment, and a case with changes made to it, as a person would make them on the form."""

from copy import deepcopy
from datetime import date

from sihang.rulebook.facts import ORGANISATION, Kind
from sihang.rulebook.folder import shipped_packages
from sihang.rulebook.golden import GoldenRun, golden_cases, in_yuan
from sihang.rulebook.package import read_package
from sihang.rulebook.slots import Slot
from sihang.rulebook.words import rate, yuan

RUN = GoldenRun()


def golden():
    """Every shipped case that can be assessed."""
    return [case for name in shipped_packages() for case in golden_cases(read_package(name)) if case.expect]


def raw_case(case):
    """The case as JSON has it."""
    types = {measure.id: measure.matter for measure in RUN.rulebook(case).rules(case.on).measures}
    matters = [{"id": f"M-{n}", "type": types.get(case.measure), **m} for n, m in enumerate(case.matters, start=1)]
    return in_yuan({"facts": case.facts, "matters": matters, "support_received": list(case.received)})


def assessed(case, raw=None):
    return RUN.rulebook(case).assess(raw or raw_case(case), on=case.on)


def with_changes(raw, changes):
    """The case with every change of a fact or determination made; a change of a rule is not the applicant's to make."""
    result = deepcopy(raw)
    for change in changes:
        if isinstance(change.of, Slot):
            continue
        if change.of.holder == ORGANISATION:
            place = result.setdefault("facts", {})
        else:
            part = "determinations" if change.of.determination else "facts"
            place = result["matters"][0].setdefault(part, {})
        if change.year is not None:
            place = place.setdefault(change.of.key, {})
        place[change.of.key if change.year is None else str(change.year)] = as_stated(change.of, change.target())
    return result


def as_stated(of, value):
    """A value as JSON states it."""
    if of.kind is Kind.YES_NO:
        return value[0]
    if of.kind in (Kind.ENUM, Kind.LABEL):
        return next(option.key for index, option in enumerate(of.options) if value >> index & 1)
    if of.kind is Kind.MONEY:
        return yuan(value[0])
    if of.kind is Kind.RATE:
        return rate(value[0], "en")
    return date.fromordinal(value[0]).isoformat() if of.kind is Kind.DATE else value[0]
