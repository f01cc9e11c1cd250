"""The files of a draft package: what was read as data, what was not as comments beside it."""

import re
from collections.abc import Sequence
from datetime import date

from sihang.rulebook.drafting.letterhead import Letterhead, Validity
from sihang.rulebook.drafting.model import Benefit, Condition, Measure, Place, Proposal
from sihang.rulebook.drafting.notes import Contents, comments, note_files
from sihang.rulebook.drafting.yaml_text import Node, Tree, Verbatim, one_line, yaml_text

OFFICE, ISSUER = "office", "issuer"
_TO_FILL = "待填"
_CHECK = "草稿：由 sihang policy new 从原文找出，请逐条对照 quote 核对；核对过的删去 draft 和 found_by。"
_CHECK_EN = (
    "Draft, found in the text by `sihang policy new`: check each line against its quote, "
    "then delete draft and found_by."
)


def package_files(contents: Contents) -> dict[str, str]:
    """Return every YAML file of the package and its source text, by relative path."""
    trees: dict[str, Tree] = {
        "package.yaml": _package(contents),
        "source/provenance.yaml": _provenance(contents.letterhead),
        "facts.yaml": _facts(contents.measures),
        "slots.yaml": _slots(contents.measures),
        **note_files(contents),
    }
    trees |= {f"measures/{measure.id}-draft.yaml": _measure(measure) for measure in contents.measures}
    files = {path: yaml_text(tree) for path, tree in trees.items()}
    return {"source/text.md": contents.survey.source.text, **files}


def _day(day: date) -> Verbatim:
    return Verbatim(day.isoformat())


def _to_fill(key: str, what: str) -> dict[str, Node]:
    """A line for a person to fill in: the text does not say it, so it is not invented."""
    return {f"#{key}": f"{key}: {_TO_FILL}（{what}）"}


def _package(contents: Contents) -> Tree:
    head = contents.letterhead
    tree: dict[str, Node] = {"id": contents.package_id, "draft": True}
    tree |= {
        "title": {
            "zh": head.title or contents.package_id,
            "en": f"{contents.package_id} (draft, title to be translated)",
        }
    }
    tree |= {"kind": "policy", "#kind": "实施细则写 implementing_rules，并写 implements: <政策包 id>"}
    tree |= {"document": head.document} if head.document else _to_fill("document", "文号")
    tree["authority"] = ISSUER
    tree |= {"issued": _day(head.issued)} if head.issued else _to_fill("issued", "发文日期，如 2024-02-27")
    tree |= {"entered": _day(contents.entered)} if contents.entered else _to_fill("entered", "录入日期")
    tree |= _validity(head.validity)
    tree["authorities"] = _authorities(contents)
    tree |= {
        "conditions": [],
        "#conditions": "各项措施共同的条件（如在本区登记、无严重失信），写法同 measures 的 conditions",
    }
    advice = ["标“待填”的行原文没有写明，请补上并去掉行首的 #。"] if _has_gaps(tree) else []
    return {**comments([_CHECK, _CHECK_EN, *advice]), **tree}


def files_to_fill(contents: Contents) -> list[str]:
    """Return the files with lines that a person must fill in."""
    trees = {"package.yaml": _package(contents), "source/provenance.yaml": _provenance(contents.letterhead)}
    return [path for path, tree in trees.items() if _has_gaps(tree)]


def _has_gaps(tree: Tree) -> bool:
    values = [value for key, value in tree.items() if key.startswith("#")]
    return tree.get("title") == _TO_FILL or any(f": {_TO_FILL}" in str(value) for value in values)


def _validity(validity: Validity | None) -> dict[str, Node]:
    if validity is None or validity.start is None:
        said = f"原文：“{validity.quote}”" if validity else "原文没有找到施行日期和有效期"
        return {"#v": "validity: {from: 待填, to: 待填}", "#said": said}
    tree: dict[str, Node] = {"from": _day(validity.start)}
    if validity.end:
        tree["to"] = _day(validity.end)
    if validity.clause:
        tree["clause"] = validity.clause
    tree["quote"] = validity.quote
    if validity.computed:
        tree["#computed"] = "起止日期由发文日期和年限推算，原文没有写出，请写一条解释（reading）并核对"
    return {"validity": tree}


def _authorities(contents: Contents) -> Tree:
    head = contents.letterhead
    issuer = head.issuer or "待定发文机关"
    level = "district" if re.search("[区县]", issuer) else "city" if "市" in issuer else "body"
    tree: dict[str, Node] = {
        ISSUER: {"level": level, "names": [{"zh": issuer, "en": "Issuing authority (draft)"}]},
        OFFICE: {
            "level": "department",
            "names": [{"zh": head.office or "待定主管部门", "en": "Office in charge (draft)"}],
        },
    }
    used = {_decider(proposal) for measure in contents.measures for proposal in measure.proposals}
    for level, zh in (("city", "待定上级部门"), ("national", "待定国家部门")):
        if f"{level}_authority" in used:
            tree[f"{level}_authority"] = {
                "level": level,
                "names": [{"zh": zh, "en": f"Authority at {level} level (draft)"}],
            }
    return tree


def _decider(proposal: Proposal) -> str:
    """Return who decides: a higher level where the words say so, else the office in charge."""
    if proposal.found_by != "decision":
        return OFFICE
    if "国家" in proposal.quote:
        return "national_authority"
    return "city_authority" if re.search("[市省]级", proposal.quote) else OFFICE


def _provenance(head: Letterhead) -> Tree:
    tree: dict[str, Node] = {"title": head.title or _TO_FILL}
    tree |= {"document": head.document} if head.document else _to_fill("document", "文号")
    tree |= {"issued_by": head.issuer} if head.issuer else _to_fill("issued_by", "发文机关")
    tree |= {"issued": _day(head.issued)} if head.issued else _to_fill("issued", "发文日期")
    return tree | {"#url": "url: 公开网址； retrieved: 取得日期"}


def _facts(measures: Sequence[Measure]) -> Tree:
    matters: dict[str, Node] = {}
    for measure in measures:
        matter: dict[str, Node] = {
            "zh": f"事项：{measure.title}",
            "en": f"Matter of clause {measure.clause} (draft)",
        }
        for place in (Place.FACT, Place.DETERMINATION):
            mine = [proposal for proposal in measure.proposals if proposal.place is place]
            if mine:
                matter[place.value] = {proposal.key: _fact(proposal, measure.clause) for proposal in mine}
        matters[_matter(measure)] = matter
    return {**comments([_CHECK, _CHECK_EN]), "organisation": {}, "matters": matters}


def _matter(measure: Measure) -> str:
    return f"{measure.id}_matter"


def _fact(proposal: Proposal, clause: str) -> Tree:
    tree: dict[str, Node] = {"type": proposal.kind, "zh": proposal.label, "en": proposal.en}
    if proposal.place is Place.DETERMINATION:
        tree |= {"by": _decider(proposal), "act": proposal.act, "clause": clause, "quote": proposal.quote}
    else:
        tree["#quote"] = f"原文：{proposal.quote}"
    if proposal.low and proposal.high:
        tree["range"] = Verbatim(f"[{proposal.low}, {proposal.high}]")
    if proposal.values:
        tree["values"] = {key: {"zh": name} for key, name in proposal.values}
    return {**tree, **_marks(proposal.found_by)}


def _marks(found_by: str) -> dict[str, Node]:
    return {"draft": True, "found_by": found_by}


def _slots(measures: Sequence[Measure]) -> Tree:
    slots: dict[str, Node] = {}
    for measure in measures:
        for proposal in measure.proposals:
            if proposal.place is Place.SLOT:
                slot: dict[str, Node] = {"type": proposal.kind, "zh": proposal.label, "en": proposal.en}
                slot |= {"clause": measure.clause, "quote": proposal.quote, "by": OFFICE}
                if proposal.low and proposal.high:
                    slot["range"] = Verbatim(f"[{proposal.low}, {proposal.high}]")
                slots[proposal.key] = {**slot, **_marks(proposal.found_by)}
    return {**comments([_CHECK, _CHECK_EN, "没有 range 的待定项不设上限。"]), "slots": slots}


def _measure(measure: Measure) -> Tree:
    tree: dict[str, Node] = comments([_CHECK, _CHECK_EN, *(f"! {remark}" for remark in measure.remarks)])
    tree |= {"id": measure.id, "clause": measure.clause, "action": measure.action}
    tree |= {"title": {"zh": measure.title, "en": f"Clause {measure.clause} (draft, title to be translated)"}}
    tree |= {
        "quote": measure.quote,
        "office": OFFICE,
        "matter": _matter(measure),
        "frequency": _frequency(measure),
    }
    tree["#applicant"] = "applicant: {kinds: [enterprise], quote: …}    谁可以申报；不写则不限"
    tree["conditions"] = [_condition(condition) for condition in measure.conditions]
    tree["benefits"] = [_benefit(benefit) for benefit in measure.benefits]
    return {**tree, **_marks("support-sentence")}


def _frequency(measure: Measure) -> Tree:
    per, quote = measure.frequency
    if not quote:
        return {"per": per, "#per": "草稿 draft：原文没有写明次数，请核对"}
    said = "一次性也可能只是一次付清，不是只给一次；" if quote == "一次性" else ""
    return {"#per": f"草稿 draft：由“{one_line(quote)}”读出；{said}核对后删去本行", "per": per, "quote": quote}


def _condition(condition: Condition) -> Tree:
    return {"rule": condition.rule, "quote": condition.quote, **_marks(condition.found_by)}


def _benefit(benefit: Benefit) -> Tree:
    named: dict[str, Node] = {
        "zh": benefit.zh,
        "en": "Support (draft, to be translated)",
        "quote": benefit.quote,
    }
    if benefit.amount:
        return {"amount": benefit.amount, **named, **_marks(benefit.found_by)}
    when: dict[str, Node] = {"when": benefit.when} if benefit.when else {}
    return {
        f"#{benefit.service}": f"草稿 draft，found_by: {benefit.found_by}",
        "service": benefit.service,
        **named,
        **when,
    }
