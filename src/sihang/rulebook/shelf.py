"""Rulebooks kept open, for a process that answers one request after another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from sihang.rulebook.assess import DEFAULT_POLICY, Rulebook, load
from sihang.rulebook.errors import PackageUnusable, Problem, Words, printable, suggestion
from sihang.rulebook.folder import shipped_packages
from sihang.rulebook.package import Package, read_package

OPEN_AT_ONCE = 32


def rulebook_of(names: Iterable[str] = (), known: date | None = None) -> Rulebook:
    """The rulebook of packages named by id (never by a path), the policy alone where none is named; safe for threads.

    What a package says is read once. A changed package needs a new process.

    Raises:
        PackageUnusable: with a problem for each name that is no package, or with those of the packages.
    """
    asked = tuple(dict.fromkeys(names)) or (DEFAULT_POLICY,)
    _must_be_known(asked)
    return _open(asked, None if known is None else _when_as_much_was_known(asked, known))


def _when_as_much_was_known(names: Iterable[str], known: date) -> date:
    """The first day on which the same was known, so that all days until the next record share one rulebook.

    `known` itself where a package had not been issued, which is then refused in these words.
    """
    packages = {name: _read(name) for name in names}
    packages |= {each.implements: _read(each.implements) for each in packages.values() if each.implements}
    days = [package.issued for package in packages.values()]
    if any(day > known for day in days):
        return known
    days += [raw["entered"] for package in packages.values() for raw in package.part("supersessions")]
    return max(day for day in days if day <= known)


def package_named(name: str) -> Package:
    """One package by id, with all its files; raise PackageUnusable as above."""
    _must_be_known([name])
    return _read(name)


def _must_be_known(names: Iterable[str]) -> None:
    if problems := list(_unknown(names)):
        raise PackageUnusable(problems)


def _unknown(names: Iterable[str]) -> Iterable[Problem]:
    shipped = shipped_packages()
    for name in names:
        if name not in shipped:
            hint, listed = suggestion(name, shipped), ", ".join(shipped)
            words = Words(f"没有这个规则包。{hint.zh}可用：{listed}", f"no such package. {hint.en} One of: {listed}")
            yield Problem("no-package", printable(name[:80]), words)


@lru_cache(maxsize=OPEN_AT_ONCE)
def _read(name: str) -> Package:
    return read_package(name)


@lru_cache(maxsize=OPEN_AT_ONCE)
def _open(names: tuple[str, ...], known: date | None) -> Rulebook:
    return load(*names, as_of=known)
