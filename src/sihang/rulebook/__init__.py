"""Given these facts, what does each measure give, and why?

Takes packages (the text as data) and a case; ends in an `Assessment`: findings, ranges of money, what is open
and who may close it, each step with its clause and quote, and the best combination. Pure: no Django, no network.

    >>> from datetime import date
    >>> from sihang.rulebook import load
    >>> assessment = load("yangpu-2024-1").assess({"facts": {"kind": "enterprise"}}, on=date(2025, 6, 30))
"""

from sihang.rulebook.assess import Assessment, Rulebook, load
from sihang.rulebook.case_json import case_from_json
from sihang.rulebook.errors import CaseUnusable, PackageUnusable, Problem, SihangError

__all__ = [
    "Assessment",
    "CaseUnusable",
    "PackageUnusable",
    "Problem",
    "Rulebook",
    "SihangError",
    "case_from_json",
    "load",
]
