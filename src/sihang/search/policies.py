"""What of a policy can be found: each clause in its own words, each measure by its name and what it gives."""

from collections.abc import Iterator
from datetime import date

from sihang.rulebook.errors import Words
from sihang.rulebook.parts import part_words, parts_of
from sihang.rulebook.shelf import package_named, rulebook_of
from sihang.rulebook.showing.measures import MeasureShown, measures_shown
from sihang.search.kinds import EntryKind, Findable


def of_policy(name: str, on: date) -> Iterator[Findable]:
    """The entries of one package, as in force on `on`.

    Raises:
        PackageUnusable: no package is called so, or it cannot be used.
    """
    package = package_named(name)
    for key, passages in parts_of(package.text).items():
        text = "\n".join(package.text.text[each.start : each.end] for each in passages)
        # The text is issued in Chinese; a translation would not be the text.
        yield Findable(EntryKind.CLAUSE, f"{name}/{key}", part_words(key), Words(text, ""))
    rulebook = rulebook_of((name,))
    english = {measure.id: measure for measure in measures_shown(rulebook, on, "en")}
    for measure in measures_shown(rulebook, on, "zh"):
        if measure.policy == name:
            other = english[measure.id]
            title = Words(measure.title, other.title)
            yield Findable(EntryKind.MEASURE, f"{name}/{measure.id}", title, Words(_body(measure), _body(other)))


def _body(measure: MeasureShown) -> str:
    lines = [*measure.conditions, *([measure.amount] if measure.amount else []), *measure.services]
    return "\n".join([measure.quote, *(line.text for line in lines)])
