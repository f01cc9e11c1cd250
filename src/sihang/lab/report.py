"""The report of a simulation: one page of parts, and that page as one HTML file that needs nothing else."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sihang.lab.reporting.figures import counts, money, number, of_the_others, same, span
from sihang.lab.reporting.page import KeyFigure, Page
from sihang.lab.reporting.page_budget import basis_section, budget_section
from sihang.lab.reporting.page_cost import CHANGE_WORDS, cost_section, entitled_section, sides_of
from sihang.lab.reporting.page_effects import cliffs_section, effects_section, groups_section
from sihang.lab.reporting.page_open import blockers_section, drivers_section
from sihang.lab.simulating.comparison import AFTER, BEFORE, SIDES
from sihang.lab.simulating.effects import Effect
from sihang.lab.simulating.simulation import Simulation
from sihang.rulebook.errors import Words

if TYPE_CHECKING:
    from jinja2 import Template

PARTS = Path(__file__).with_name("reporting")
KIND = Words("政策演算报告", "Policy simulation")
SYNTHETIC_NOTICE = Words("示例数据，非真实单位", "Synthetic data, no real organisations")


def page_of(simulation: Simulation, about: Words | None = None) -> Page:
    """The page. `about`: what the reform says of itself."""
    return Page(
        simulation.title,
        about,
        _facts(simulation),
        _notices(simulation),
        _key_figures(simulation),
        [
            cost_section(simulation),
            *([effects_section(simulation)] if simulation.has_reform else []),
            budget_section(simulation),
            groups_section(simulation),
            drivers_section(simulation),
            entitled_section(simulation),
            cliffs_section(simulation),
            blockers_section(simulation),
            basis_section(simulation),
        ],
    )


def _facts(simulation: Simulation) -> list[tuple[Words, Words]]:
    ids = {side: "、".join(package.id for package in simulation.packages[side]) for side in SIDES}
    return [
        (Words("评估日", "Day"), same(simulation.on.isoformat())),
        *((words, Words(ids[side], ids[side].replace("、", ", "))) for side, words in sides_of(simulation).items()),
        (Words("数据", "Data"), Words(f"{simulation.table}，{_count(simulation)} 家", f"{simulation.table}, {_count(simulation)} organisations")),
    ]  # fmt: skip


def _count(simulation: Simulation) -> str:
    return number(simulation.whole.organisations).zh


def _notices(simulation: Simulation) -> list[Words]:
    """What must stand wherever these figures are shown."""
    found = [SYNTHETIC_NOTICE] if simulation.is_synthetic else []
    packages = [*simulation.packages[BEFORE], *simulation.packages[AFTER]]
    for notice, package in ((package.notice, package) for package in packages):
        words = notice and Words(f"{package.document}：{notice.zh}", f"{package.title.en}: {notice.en}")
        if words and words not in found:
            found.append(words)
    return found


def _key_figures(simulation: Simulation) -> list[KeyFigure]:
    whole = simulation.whole
    found = [
        KeyFigure(
            Words(f"费用·{words.zh}", f"Cost, {words.en.lower()}"),
            span(whole.cost[side]),
            of_the_others(whole.cost[side]),
        )
        for side, words in sides_of(simulation).items()
    ]
    found += _of_reform(simulation) if simulation.has_reform else []
    found.append(
        KeyFigure(
            Words("可得的单位", "Entitled"),
            counts(*whole.entitled[AFTER]),
            Words("确定 至 可能", "certain to possible"),
        )
    )
    budget, percent = simulation.budgets[AFTER], simulation.budget_percent
    label = Words(f"预算（{percent:g}% 的抽取够用）", f"Budget (enough in {percent:g}% of draws)")
    if budget is None:
        return [
            *found,
            KeyFigure(label, Words("给不出", "not given"), Words("见“预算”一节", "see the section on the budget")),
        ]
    return [
        *found,
        KeyFigure(
            label, money(budget.percentile(percent), ceil), Words("条件见“凭什么”一节", "on the assumptions below")
        ),
    ]


def _of_reform(simulation: Simulation) -> list[KeyFigure]:
    effects = simulation.whole.effects
    gains, loses = effects.counts[Effect.GAINS], effects.counts[Effect.LOSES]
    both = same(f"{gains:,} / {loses:,}")
    return [
        KeyFigure(CHANGE_WORDS, span(effects.change, plus=True)),
        KeyFigure(Words("必定多得 / 必定少得", "Certainly gain / lose"), both, Words("家", "organisations")),
    ]


def html(page: Page) -> str:
    """The page as HTML in both languages, Chinese first; no script, nothing from elsewhere."""
    style = (PARTS / "report.css").read_text(encoding="utf-8")
    return _template().render(page=page, kind=KIND, style=_safe(style), style_hash=_safe(_hash(style)))


def _hash(style: str) -> str:
    """What lets a browser apply this style and no other."""
    return f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"


def _safe(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - our own style, and its digest  # nosec B704


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment: Any = Environment(
        loader=FileSystemLoader(PARTS), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["percent"] = _percent
    template: Template = environment.get_template("report.html.jinja")
    return template


def _percent(share: float) -> str:
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"
