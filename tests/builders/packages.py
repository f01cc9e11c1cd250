"""A small valid policy package, and documents that implement it, written into a folder with one thing changed."""

from collections.abc import Mapping
from pathlib import Path

SHIPPED = Path(__file__).parents[2] / "policies"

SMALL_POLICY = {
    "source/text.md": """\
示例区扶持工坊的若干措施

1. 设备补贴。对经认定的工坊，按设备投入的 20% 给予补贴，最高 100 万元。

2. 租金补贴。对营收超过 500 万元的工坊，按租金的一定比例给予补贴。

3. 本措施自 2024-01-01 起施行。
""",
    "package.yaml": """\
id: small-policy
title: {zh: 扶持工坊的若干措施, en: Support for workshops}
kind: policy
document: 示府发〔2024〕1号
authority: district
issued: 2024-01-01
entered: 2024-01-02
validity: {from: 2024-01-01, clause: "3", quote: 本措施自 2024-01-01 起施行。}
authorities:
  state: {level: national, names: [{zh: 国家部委, en: Ministry}]}
  city: {level: city, names: [{zh: 示例市科委, en: City office}]}
  district: {level: district, names: [{zh: 示例区政府, en: District}]}
  office: {level: department, names: [{zh: 示例区科委, en: Office}]}
""",
    "facts.yaml": """\
organisation:
  kind:
    type: enum
    zh: 单位类型
    en: Kind
    values: {workshop: {zh: 工坊, en: Workshop}, school: {zh: 学校, en: School}}
  revenue: {type: money, zh: 年营收, en: Revenue}
matters:
  purchase:
    zh: 设备购置
    en: Purchase
    facts:
      equipment: {type: money, zh: 设备投入, en: Equipment}
      grade_label: {type: label, mapping: grades, zh: 评定等级, en: Grade}
    determinations:
      recognised: {type: yes_no, zh: 经认定, en: Recognised, by: office, act: recognition, clause: "1", quote: 经认定的工坊}
  lease:
    zh: 租赁
    en: Lease
    facts:
      rent: {type: money, zh: 租金, en: Rent}
""",
    "slots.yaml": """\
slots:
  rent_rate: {type: rate, range: [0%, 50%], zh: 租金补贴比例, en: Share of the rent, clause: "2", quote: 租金的一定比例, by: office}
  city_rate: {type: rate, zh: 市级配套比例, en: City rate, clause: "2", quote: 租金的一定比例, by: city}
  grades:
    type: mapping
    zh: 等级对照
    en: Grades
    clause: "1"
    quote: 经认定的工坊
    by: office
    grades: {A: {zh: 甲等, en: A}, B: {zh: 乙等, en: B}}
    entries: [{label: A, grade: A}, {label: B, grade: B}]
""",
    "interpretations.yaml": """\
readings:
  R-01:
    about: {zh: 工坊, en: Workshops}
    clause: "1"
    taken: {zh: 只有工坊可以申报；甲等、乙等均可。, en: Workshops only; either grade will do.}
    by: 示例编写人
    on: 2024-01-02
""",
    "measures/m01-equipment.yaml": """\
id: m01
clause: "1"
action: 其他
title: {zh: 设备补贴, en: Equipment subsidy}
quote: 对经认定的工坊，按设备投入的 20% 给予补贴，最高 100 万元。
office: office
matter: purchase
applicant: {kinds: [workshop], quote: 工坊, reading: R-01}
conditions:
  - rule: 经认定
    quote: 经认定的工坊
  - rule: 评定等级 属于 甲等、乙等
    reading: R-01
benefits:
  - amount: 设备投入 × 20% 封顶 100万元
    zh: 设备补贴
    en: Equipment subsidy
    quote: 设备投入的 20% 给予补贴，最高 100 万元
""",
    "measures/m02-rent.yaml": """\
id: m02
clause: "2"
action: 其他
title: {zh: 租金补贴, en: Rent subsidy}
quote: 对营收超过 500 万元的工坊，按租金的一定比例给予补贴。
office: office
matter: lease
applicant: {kinds: [workshop], quote: 工坊, reading: R-01}
conditions:
  - rule: 年营收 > 500万元
    quote: 营收超过 500 万元
benefits:
  - amount: 租金 × 租金补贴比例 + 租金 × 市级配套比例 封顶 租金
    zh: 租金补贴
    en: Rent subsidy
    quote: 按租金的一定比例给予补贴
""",
}
"""m01: 20% of the equipment, at most 1,000,000, for a recognised workshop. m02: a share of the rent, left open."""

_IMPLEMENTING = """\
id: {id}
title: {{zh: 实施细则, en: Implementing rules}}
kind: {kind}
document: {document}
authority: {authority}
issued: {issued}
entered: {issued}
implements: small-policy
validity: {{from: {valid_from}}}
"""

Changes = Mapping[str, str | tuple[str, str] | None]


def write_package(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the files of a package; the folder is its id."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def small_policy(root: Path, changes: Changes | None = None, *, name: str = "small-policy") -> Path:
    """Write the small policy. A change is the new content of a file, (words, other words) in it, or None: no such file."""
    return write_package(root / name, changed(SMALL_POLICY, changes or {}))


def changed(files: Mapping[str, str], changes: Changes) -> dict[str, str]:
    """The files with the changes made; what is to be replaced must stand there exactly once."""
    result = dict(files)
    for name, change in changes.items():
        if change is None:
            del result[name]
        elif isinstance(change, str):
            result[name] = change
        else:
            assert files[name].count(change[0]) == 1, f"{change[0]!r} must stand once in {name}"
            result[name] = files[name].replace(*change)
    return result


def implementing(
    root: Path,
    name: str,
    fills: str,
    *,
    authority: str = "office",
    issued: str = "2024-06-01",
    valid_from: str = "2024-06-01",
    kind: str = "implementing_rules",
    files: Mapping[str, str] | None = None,
) -> Path:
    """Write a document that fills slots of the small policy; its whole text is `fills` said in words."""
    about = _IMPLEMENTING.format(
        id=name, kind=kind, document=f"{name}号文", authority=authority, issued=issued, valid_from=valid_from
    )
    text = "按租金的 10%、20%、30%、40% 给予补贴；优秀为甲等，优良为乙等；租金超过 10 万元的，须有发票。\n"
    own = {"package.yaml": about, "fills.yaml": f"fills:\n{fills}", "source/text.md": text}
    return write_package(root / name, {**own, **(files or {})})


def line_of(folder: Path, file: str, words: str) -> str:
    """`file:line` of the first line that holds `words`, as problems name it."""
    path = folder / file
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if words in line:
            return f"{path}:{number}"
    raise AssertionError(f"{words!r} does not stand in {path}")
