"""Random cases for the shipped packages: a world in which all is settled, and the case that tells a part of it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from sihang.rulebook import load
from sihang.rulebook.bounds import NO_BOUND
from sihang.rulebook.facts import EARLIER_AMOUNT, EARLIER_AWARD, Kind
from tests.builders.clauses import DOCUMENT, EXAMPLE, HNTE, LINES, POLICY, WAN

PACKAGES = ((POLICY,), (POLICY, HNTE), (POLICY, EXAMPLE), (POLICY, EXAMPLE, HNTE))
SOME_DAYS = (date(2024, 2, 26), date(2024, 2, 27), date(2025, 2, 9), date(2027, 2, 26), date(2027, 2, 27))
ORDINARY_DAY = date(2025, 6, 30)
GRADE_OF = {"A": "A", "B": "B", "C": "C", "D": "D", "优秀": "A", "优良": "B"}
LABELS = (*GRADE_OF, "合格")
FAVOURED = ("growth_event", "growth_event", "listing_event", "challenge_project", "carrier_year")
"""The matters with the most to decide, drawn more often."""
RARELY = ("on_exclusion_list", "in_zhangjiang_park")
"""The yes/no facts that stand in the way; the others mostly hold, or nothing would ever be met."""

SUMS = (
    0, 1, 3, 99, 100, 33_333, 20 * WAN, 100 * WAN, 200 * WAN, 500 * WAN, 666_666_666, 666_666_667, 800 * WAN, 5_000 * WAN,
    166_666_666_67, 10**14,
)  # fmt: skip
EARLIER_REVENUES = (0, 900 * WAN, 1_250 * WAN, 2_500 * WAN, 2_500 * WAN, 3_000 * WAN, None)
REVENUES = (
    *(line + more for line in LINES for more in (-1, 0, 1)),
    2_160 * WAN,
    4_320 * WAN - 1,
    4_320 * WAN,
    9_000 * WAN,
)
SPENDS = (0, 108 * WAN, 216 * WAN - 1, 216 * WAN, 900 * WAN, 900 * WAN, None)
USUAL_ROUTES = (
    ("sse_main", "ipo"), ("star", "ipo"), ("overseas", "ipo"), ("overseas", "spac"), ("neeq", "quotation"),
    ("n_board", "quotation"), ("bse", "ipo"), ("bse", "transfer"),
)  # fmt: skip
DAYS = (date(2024, 5, 1), date(2025, 2, 9), date(2025, 2, 10), date(2025, 3, 1))
APPLICANTS = {
    "new_rd_institution": "new_rd_institution", "transfer_platform": "university", "transfer_agency_award": "tech_transfer_agency",
    "hq_incubator_year": "incubator", "carrier_year": "maker_space",
}  # fmt: skip


@lru_cache
def rulebook(packages):
    return load(*packages)


@dataclass
class MatterWorld:
    """`facts` as in JSON, but money in fen, rates in basis points and days as dates. `grade` is what the label means."""

    id: str
    type: str
    project: str | None
    year: int | None
    facts: dict
    grade: str = "B"


@dataclass
class CaseWorld:
    """`support`: entries as in JSON, with `fen`, and `counts` for what a pending one turns out to be."""

    on: date
    organisation: dict
    series: dict
    matters: list
    slots: dict
    support: list = field(default_factory=list)


class CaseMaker:
    """Draws worlds for one set of packages, from a source of randomness that Hypothesis controls."""

    def __init__(self, rng, packages, day=None):
        self.rng = rng
        self.packages = packages
        self.rulebook = rulebook(packages)
        self.on = day or (rng.choice(SOME_DAYS) if rng.randint(0, 5) == 0 else ORDINARY_DAY)
        self.vocabulary = self.rulebook.vocabulary(self.on)
        self.pivot = rng.choice((2023, 2024))  # the year in which the revenue may rise over a line
        self.smooth = rng.randint(0, 1) == 1  # hardly anything stands in the way

    def world(self, matters=3):
        types = self.rng.sample(sorted(self.vocabulary.matters), self.rng.randint(1, matters))
        favoured = self.rng.choice((*FAVOURED, types[0], types[0]))
        types[0] = types[0] if favoured in types else favoured
        types += types[:1] * (self.rng.randint(0, 2) == 0)  # a second matter of the same type
        organisation = {k: self._value(f) for k, f in self.vocabulary.organisation.items() if not f.series}
        if self.rng.randint(0, 5):
            organisation["kind"] = APPLICANTS.get(types[0], "enterprise")
        organisation["founded_year"] = self.rng.choice((2015, 2017, 2019, 2020, 2021, 2023))
        made = [self.matter(f"M-{n}", each) for n, each in enumerate(types, start=1)]
        slots = {
            key: self._value(slot)
            for key, slot in self.rulebook.rules(self.on).slots.items()
            if slot.kind is not Kind.LABEL
        }
        support = [self._support(made) for _ in range(self.rng.choice((0, 0, 1, 2)))]
        return CaseWorld(self.on, organisation, self._series(organisation["founded_year"]), made, slots, support)

    def matter(self, name, matter_type):
        facts = {key: self._value(fact) for key, fact in self.vocabulary.matters[matter_type].facts.items()}
        if "growth_year" in facts:
            facts["growth_year"] = self.rng.choice((2022, 2025, *[self.pivot] * 8))
        if "listing_market" in facts and self.rng.randint(0, 3):
            market, facts["listing_route"] = self.rng.choice(USUAL_ROUTES)
            facts["listing_market"] = market
        grade = self.rng.choice("ABCD")
        if "carrier_grade_label" in facts:
            known = {entry.label for entry in self.vocabulary.mappings["carrier_grades"]}
            label = facts["carrier_grade_label"]
            grade = GRADE_OF[label] if label in known else grade
        project, year = self.rng.choice(("P-1", "P-1", "P-2", None)), self.rng.choice((2023, 2024, None))
        return MatterWorld(name, matter_type, project, year, facts, grade)

    def _value(self, thing):
        rng, kind = self.rng, thing.kind
        if thing.key in ("rd_intensity_min", "growth_min"):
            return rng.choice((0, 500, 2_000, 0 if self.smooth else thing.domain[1]))
        if kind is Kind.YES_NO and self.smooth and rng.randint(0, 19):
            return thing.key not in RARELY
        if kind is Kind.YES_NO:
            return (rng.randint(0, 6) == 0) == (thing.key in RARELY or rng.randint(0, 9) == 0)
        if kind is Kind.ENUM:
            return rng.choice(thing.options).key
        if kind is Kind.LABEL:
            return rng.choice(LABELS)
        if kind is Kind.DATE:
            return rng.choice(DAYS)
        if kind is Kind.TEXT:
            return "说明"
        low, high = thing.domain
        pool = SUMS if kind is Kind.MONEY else (0, 1, 500, 1_000, 2_000, 3_333, 10_000) if kind is Kind.RATE else (1, 2)
        return rng.choice([each for each in (*pool, low, high) if low <= each <= high and each < NO_BOUND])

    def _series(self, founded):
        rng, series = self.rng, {"revenue": {}, "rd_expense": {}}
        for year in range(2014, 2026):
            later = year >= self.pivot or rng.randint(0, 24) == 0
            earlier = EARLIER_REVENUES[1:-2] if self.smooth else EARLIER_REVENUES
            revenue = rng.choice(REVENUES if later else earlier)
            series["revenue"][year] = revenue if year >= founded else None
            spend = 900 * WAN if self.smooth and rng.randint(0, 3) else rng.choice(SPENDS)
            series["rd_expense"][year] = spend if year >= founded else None
        return series

    def _support(self, matters):
        rng = self.rng
        status = rng.choice(("paid", "approved", "pending"))
        entry = {"payer": "district", "document": rng.choice((DOCUMENT, "杨府发〔2020〕9号")), "status": status}
        entry |= {
            "relation": rng.choice(("exclusive", "matching")),
            "fen": rng.choice((1, 20 * WAN, 75 * WAN, 300 * WAN)),
        }
        entry["counts"] = status != "pending" or rng.randint(0, 1) == 1
        for key, values in (
            ("policy", (POLICY, None)), ("measure", ("m08", "m12", "m03", None)), ("project", ("P-1", "P-2", None)),
            ("matter", (matters[0].id, None)),
        ):  # fmt: skip
            chosen = rng.choice(values)
            entry |= {} if chosen is None else {key: chosen}
        return entry

    # what is told of a world

    def atoms(self, world):
        """Everything that a case may tell: ("facts", key), ("series", key, year), ("matter", place, key)."""
        organisation = [("facts", key) for key in world.organisation]
        years = [("series", key, year) for key, figures in world.series.items() for year in figures]
        return [*organisation, *years, *(("matter", n, key) for n, m in enumerate(world.matters) for key in m.facts)]

    def draw_known(self, world, atoms=None):
        in_ten = self.rng.choice((0, 5, 8, 9, 10))
        return {atom for atom in atoms or self.atoms(world) if self.rng.randint(1, 10) <= in_ten}

    def case(self, world, known):
        """The case in which the atoms of `known` are told, and the rest is left out, null or disputed."""
        facts = {
            k: self._told(self.vocabulary.organisation[k], v, ("facts", k) in known)
            for k, v in world.organisation.items()
        }
        for key, figures in world.series.items():
            fact = self.vocabulary.organisation[key]
            facts[key] = _stated(
                {str(y): self._told(fact, fen, ("series", key, y) in known) for y, fen in figures.items()}
            )
        matters = [self._told_matter(n, matter, known) for n, matter in enumerate(world.matters)]
        support = [
            {**{k: v for k, v in entry.items() if k not in ("fen", "counts")}, "amount": _yuan(entry["fen"])}
            for entry in world.support
        ]
        return {"facts": _stated(facts), "matters": matters, "support_received": support}

    def _told_matter(self, place, matter, known):
        told = {"id": matter.id, "type": matter.type, "facts": {}, "determinations": {}}
        told |= {key: getattr(matter, key) for key in ("project", "year") if getattr(matter, key) is not None}
        for key, value in matter.facts.items():
            fact = self.vocabulary.matters[matter.type].facts[key]
            part = "facts" if fact.determination is None else "determinations"
            told[part][key] = self._told(fact, value, ("matter", place, key) in known)
        return told | {part: _stated(told[part]) for part in ("facts", "determinations")}

    def _told(self, fact, value, is_known):
        if not is_known:
            said = self._said(fact, value) if value is not None else "1"
            disputed = {"disputed": [{"value": said, "source": source} for source in ("申报书", "审计报告")]}
            return self.rng.choice((LEFT_OUT, LEFT_OUT, None, disputed))
        if value is None:
            return {"absent": True}
        said = self._said(fact, value)
        if fact.determination is not None and self.rng.randint(0, 2) == 0:
            return {"value": said, "by": "区科委", "on": "2025-01-02"}
        return said

    def _said(self, fact, value):
        if fact.kind is Kind.MONEY:
            exact = _yuan(value)
            return self.rng.choice((exact, Decimal(exact), exact if value % 100 else value // 100))
        if fact.kind is Kind.RATE:
            return self.rng.choice((f"{value // 100}.{value % 100:02d}%", Decimal(value) / 10_000))
        return value.isoformat() if fact.kind is Kind.DATE else value

    # what completes a case

    def complete(self, evaluation, world, matter, known, place):
        """The situation of `evaluation` with everything supposed that was not told, slots included."""
        situation = evaluation.situation
        for key, fact in self.vocabulary.organisation.items():
            if not fact.series and ("facts", key) not in known:
                situation = situation.supposing(key, held(fact, world.organisation[key]))
        for key, figures in world.series.items():
            for year, fen in figures.items():
                exists = year >= world.organisation["founded_year"]  # that it does not need not be said
                if exists and ("series", key, year) not in known:
                    situation = situation.supposing(key, (fen or 0, fen or 0), year)
        for key, value in matter.facts.items():
            fact = self.vocabulary.matters[matter.type].facts[key]
            if ("matter", place, key) not in known or fact.kind is Kind.LABEL:
                situation = situation.supposing(key, held(fact, matter.grade if fact.kind is Kind.LABEL else value))
        for key, value in world.slots.items():
            situation = situation.supposing(key, held(self.rulebook.rules(self.on).slots[key], value))
        return situation


LEFT_OUT = object()


def _stated(parts):
    return {key: value for key, value in parts.items() if value is not LEFT_OUT}


def _yuan(fen):
    return f"{fen // 100}.{fen % 100:02d}"


def held(thing, value):
    """A settled value as the engine holds it."""
    if thing.kind in (Kind.ENUM, Kind.LABEL):
        return 1 << [option.key for option in thing.options].index(value)
    if thing.kind is Kind.DATE:
        value = value.toordinal()
    return None if thing.kind is Kind.TEXT else (value, value)


def supposing_earlier(situation, awards):
    """The situation in which pending claims turned out as `awards` says."""
    settled = situation.supposing(EARLIER_AWARD.key, (bool(awards), bool(awards)))
    return settled.supposing(EARLIER_AMOUNT.key, (sum(awards), sum(awards)))
