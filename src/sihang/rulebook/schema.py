"""What each file of a package may hold. The reader and the JSON Schema for editors are both made from this."""

from __future__ import annotations

from typing import Any

from sihang.rulebook.shape import (
    LABELS,
    Anything,
    Choice,
    Day,
    Flag,
    Literal,
    Many,
    Record,
    Shape,
    Table,
    Text,
)

KEY = r"[a-z][a-z0-9_]*"
KINDS = ("yes_no", "money", "rate", "integer", "date", "enum", "text", "label")
LEVELS = ("national", "city", "district", "department", "body")
ACTS = ("recognition", "review", "appraisal", "filing", "assessment", "determination")
ROOMS = ("register", "checkup", "calls", "casework", "funds", "capital", "outcomes", "documents", "search")

CLAUSE = Text(r"\d+[a-z]?(?:\.\d+)?", "the clause number, in quotes")
QUOTE = Text(about="word for word from source/text.md")
READING = Many(Text(r"[A-Z]+-\d+"), or_one=True)
EXPRESSION = Text(about="an expression of the rule language, see docs/rule-language.md")
OPTIONS = Table(LABELS, r"[A-Za-z][A-Za-z0-9_]*")
_DRAFT: dict[str, Shape] = {"draft": Flag(), "found_by": Text()}

CONDITION = Record(
    {"rule": EXPRESSION},
    {"zh": Text(), "en": Text(), "clause": CLAUSE, "quote": QUOTE, "reading": READING, **_DRAFT},
    one_of=("quote", "reading"),
)
FACT_KEYS: dict[str, Shape] = {"type": Choice(KINDS), "zh": Text(), "en": Text()}
FACT_EXTRAS: dict[str, Shape] = {
    "about": LABELS,
    "series": Flag(),
    "information": Flag(),
    "values": OPTIONS,
    "mapping": Text(KEY),
    "range": Many(Literal()),
    **_DRAFT,
}
FACT = Record(FACT_KEYS, FACT_EXTRAS)
DETERMINATION = Record(
    {**FACT_KEYS, "by": Text(KEY), "act": Choice(ACTS), "clause": CLAUSE},
    {**FACT_EXTRAS, "quote": QUOTE, "reading": READING},
    one_of=("quote", "reading"),
)
ENTRY = Record({"label": Text(), "grade": Text()}, {"from": Day()})
SLOT = Record(
    {"type": Choice(("rate", "money", "integer", "yes_no", "enum", "mapping")), "zh": Text(), "en": Text(), "clause": CLAUSE, "by": Text(KEY)},
    {"quote": QUOTE, "reading": READING, "about": LABELS, "range": Many(Literal()), "values": OPTIONS, "grades": OPTIONS,
     "entries": Many(ENTRY), **_DRAFT},
    one_of=("quote", "reading"),
)  # fmt: skip
FILL = Record(
    {"slot": Text(KEY)},
    {"value": EXPRESSION, "entries": Many(ENTRY), "when": EXPRESSION, "clause": CLAUSE, "quote": QUOTE, "reading": READING,
     "from": Day(), "to": Day(), "conditions": Many(CONDITION)},
    one_of=("value", "entries"),
)  # fmt: skip
MONEY_BENEFIT = Record(
    {"amount": EXPRESSION, "zh": Text(), "en": Text()},
    {"quote": QUOTE, "reading": READING, "about": LABELS, **_DRAFT},
    one_of=("quote", "reading"),
)
SERVICE_BENEFIT = Record(
    {"service": Text(KEY), "zh": Text(), "en": Text()},
    {
        "quote": QUOTE,
        "reading": READING,
        "when": EXPRESSION,
        "quantity": EXPRESSION,
        "unit": LABELS,
        "about": LABELS,
    },
    one_of=("quote", "reading"),
)


class _Benefit(Shape):
    """Money or a service; the key `amount` or `service` tells which."""

    def take(self, value: Any, path: Any, problems: Any) -> Any:
        is_service = isinstance(value, dict) and "service" in value
        return (SERVICE_BENEFIT if is_service else MONEY_BENEFIT).take(value, path, problems)

    def schema(self) -> dict[str, Any]:
        return {"oneOf": [MONEY_BENEFIT.schema(), SERVICE_BENEFIT.schema()]}


MEASURE = Record(
    {"id": Text(r"m\d{2}[a-z]?"), "clause": CLAUSE, "action": Choice(("领航", "启航", "续航", "助航", "其他")), "title": LABELS,
     "quote": QUOTE, "office": Text(KEY)},
    {
        "matter": Text(KEY),
        "year": Text(KEY),
        "frequency": Record({"per": Choice(("matter", "year", "once"))}, {"unless": EXPRESSION, "quote": QUOTE, "reading": READING}),
        "applicant": Record({}, {"kinds": Many(Text(KEY)), "quote": QUOTE, "reading": READING}),
        "conditions": Many(CONDITION),
        "benefits": Many(_Benefit()),
        "evidence": Many(Record({"fact": Text(KEY), "zh": Text()}, {"en": Text()})),
        "follow_up": Many(Record({"zh": Text()}, {"en": Text(), "clause": CLAUSE, "quote": QUOTE, "reading": READING})),
        **_DRAFT,
    },
)  # fmt: skip
BASIS = Record({"quote": QUOTE}, {"clause": CLAUSE, "reading": READING})
AUTHORITY = Record(
    {
        "level": Choice(LEVELS),
        "names": Many(Record({"zh": Text()}, {"en": Text(), "from": Day(), "to": Day()})),
    }
)
PACKAGE = Record(
    {"id": Text(r"[a-z0-9][a-z0-9-]*"), "title": LABELS, "kind": Choice(("policy", "implementing_rules", "example")),
     "document": Text(), "authority": Text(KEY), "issued": Day(), "entered": Day(),
     "validity": Record({"from": Day()}, {"to": Day(), "clause": CLAUSE, "quote": QUOTE, "reading": READING})},
    {"overlap": BASIS, "superseding": BASIS, "implements": Text(),
     "notice": LABELS, "authorities": Table(AUTHORITY, KEY), "conditions": Many(CONDITION), **_DRAFT},
)  # fmt: skip
FACTS = Record(
    {},
    {
        "organisation": Table(FACT, KEY),
        "matters": Table(
            Record(
                {"zh": Text(), "en": Text()},
                {"facts": Table(FACT, KEY), "determinations": Table(DETERMINATION, KEY)},
            ),
            KEY,
        ),
    },
)
SLOTS = Record({"slots": Table(SLOT, KEY)})
FILLS = Record({"fills": Many(FILL)})
READINGS = Record(
    {"readings": Table(
        Record(
            {"about": LABELS, "clause": Many(CLAUSE, or_one=True), "taken": LABELS, "by": Text(), "on": Day()},
            {"considered": Many(LABELS)},
        ),
        r"[A-Z]+-\d+",
    )}
)  # fmt: skip
GOALS = Record(
    {"goals": Many(Record(
        {"id": Text(), "zh": Text(), "quote": QUOTE, "kind": Choice(("quantitative", "qualitative"))},
        {"en": Text(), "quantity": Anything(), "due": Day(), "reading": READING, "about": LABELS},
    ))}
)  # fmt: skip
SERVICES = Record(
    {"services": Many(Record(
        {"id": Text(), "clause": CLAUSE, "zh": Text(), "quote": QUOTE, "room": Choice(ROOMS)},
        {"en": Text(), "reading": READING, "about": LABELS},
    ))}
)  # fmt: skip
COVERAGE = Record(
    {
        "declaratory": Many(
            Record({}, {"quote": QUOTE, "from": Text(), "to": Text(), "about": LABELS}, one_of=("quote", "from"))
        )
    }
)
SUPERSESSIONS = Record(
    {"supersessions": Many(Record(
        {"id": Text(), "document": Text(), "level": Choice(LEVELS), "from": Day(), "entered": Day(),
         "measures": Many(Text()), "effect": Choice(("ends", "replaces")), "reason": LABELS, "by": Text()},
        {"by_package": Text()},
    ))}
)  # fmt: skip
OVERLAP = Record(
    {"relations": Many(Record(
        {"id": Text(), "kind": Choice(("exclusive", "matching")), "measures": Many(Text())},
        {"same": Choice(("project", "organisation_year")), "with": Text(), "clause": CLAUSE, "quote": QUOTE,
         "reading": READING, "about": LABELS},
    ))}
)  # fmt: skip
_MATTER: dict[str, Shape] = {
    "id": Text(), "type": Text(), "project": Text(), "year": Literal(), "facts": Table(Anything()), "determinations": Table(Anything()),
}  # fmt: skip
_RANGE = Anything()
CASES = Record(
    {"cases": Many(Record(
        {"name": Text()},
        {
            "measure": Text(), "proves": Many(Text()), "on": Day(), "packages": Many(Text()),
            "facts": Table(Anything()), "matter": Record({}, _MATTER), "matters": Many(Record({}, _MATTER)),
            "support_received": Many(Anything()), "problem": Text(),
            "expect": Record({}, {
                "finding": Choice(("met", "not_met", "unknown")), "amount": _RANGE, "amount_if_met": _RANGE, "open": Many(Text()),
                "services": Many(Text()), "reason": Many(Text(), or_one=True),
                "combination": Record({}, {"low": _RANGE, "high": _RANGE, "certain": Flag(), "take": Many(Text()), "leave": Many(Text())}),
            }),
        },
        one_of=("expect", "problem"),
    ))},
    {"measure": Text(), "base": Record({}, {"facts": Table(Anything()), "on": Day(), "packages": Many(Text()), "matter": Record({}, _MATTER)})},
)  # fmt: skip
PROVENANCE = Record(
    {"title": Text(), "document": Text(), "issued_by": Text(), "issued": Day()},
    {"printed": Day(), "posted": Day(), "url": Text(), "retrieved": Day(), "note": Anything()},
)

FILES: dict[str, Shape] = {
    "package": PACKAGE, "facts": FACTS, "slots": SLOTS, "fills": FILLS, "measure": MEASURE, "interpretations": READINGS,
    "goals": GOALS, "services": SERVICES, "coverage": COVERAGE, "supersessions": SUPERSESSIONS, "overlap": OVERLAP,
    "cases": CASES, "provenance": PROVENANCE,
}  # fmt: skip
"""The kinds of file, by the name that `sihang policy schema` takes."""


def json_schema(kind: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of one kind of package file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"sihang {kind}",
        **FILES[kind].schema(),
    }
