"""What every peer answers, so that one table of questions gets answers that can be compared. Standard library only.

The rules are those of yangpu-2024-1 with example-rules and yangpu-kjw-hnte-2025 on 2025-06-30; tables are in the
canonical form of docs/tables.md.
"""

from __future__ import annotations

MATTERS: dict[str, str | None] = {
    "m01": "consortium", "m02": "new_rd_institution", "m03": "challenge_project", "m04a": "transfer_platform",
    "m04b": "transfer_agency_award", "m04c": "qihang_project", "m05": "hq_incubator_year", "m06": "carrier_year",
    "m07a": "innovation_fund_award", "m07b": "hnte_recognition", "m08": "growth_event", "m09": "scenario_project",
    "m10": None, "m11": "ip_financing", "m12": "listing_event",
}  # fmt: skip
"""Each measure and the type of matter that it is for; m10 is a service for everyone, without money."""

IDENTITY = "uscc"
"""The one column that every peer passes through."""

OPTIONS: dict[str, tuple[str, ...]] = {
    "kind": ("enterprise", "university", "research_institute", "incubator", "maker_space", "university_science_park",
             "tech_transfer_agency", "new_rd_institution", "fund", "other"),
    "hq_class": ("none", "cultivation", "high_quality"),
    "carrier_grade_label": ("A", "B", "C", "D"),
    "hnte_event": ("first", "renewal", "pool_entry"),
    "ip_financing_kind": ("securitisation", "pledge", "other"),
    "listing_market": ("sse_main", "szse_main", "chinext", "star", "overseas", "overseas_otc", "neeq", "n_board", "bse"),
    "listing_route": ("ipo", "reverse_merger", "introduction", "spac", "transfer", "quotation"),
}  # fmt: skip
"""What a text column may say, in the order of facts.yaml. Another grade label than these and `ALIASES` is open."""
ALIASES = {"优秀": "A", "优良": "B"}

FINDINGS = ("not_met", "unknown", "met")
"""In the order of how many of `must` and `may` hold."""
NO_BOUND = 10**18
RIVALS = ("m01", "m03", "m05", "m06")
LEFT = tuple(" ".join(name for bit, name in enumerate(RIVALS) if places >> bit & 1) or None for places in range(16))
"""What the column `combination_left` says for each set of rivals as bits."""


def option_bits(column: str, words: list[str]) -> list[int]:
    """For each word the bit of its option; all bits for a label that no rule maps."""
    options = OPTIONS[column]
    everything = (1 << len(options)) - 1
    known = {word: 1 << place for place, word in enumerate(options)}
    known |= {alias: known[word] for alias, word in ALIASES.items() if word in known}
    return [known.get(word, everything) for word in words]


def result_columns(ranges: bool) -> list[str]:
    """The columns of an answer, after the identity."""
    of_measures = [[f"{m}_finding", f"{m}_low_fen", f"{m}_high_fen"] if ranges else [f"{m}_finding"] for m in MATTERS]
    totals = ["combination_low_fen", "combination_high_fen", "combination_certain", "combination_left"]
    return [*(name for names in of_measures for name in names), *totals]
