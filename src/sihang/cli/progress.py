"""How far a long run has come: a bar on a terminal, nothing where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from sihang.rulebook.errors import Words


class Bar:
    """One line for each stage."""

    def __init__(self, progress: Progress, lang: str) -> None:
        self.progress = progress
        self.lang = lang
        self.task: TaskID | None = None

    def stage(self, words: Words, rows: int | None) -> None:
        self._close()
        self.task = self.progress.add_task(words.to(self.lang), total=rows)

    def advance(self, rows: int) -> None:
        if self.task is not None:
            self.progress.advance(self.task, rows)

    def _close(self) -> None:
        """What has begun a next stage is done with this one."""
        if self.task is not None:
            done = self.progress.tasks[-1].completed or 1
            self.progress.update(self.task, total=done, completed=done)


@contextmanager
def on_terminal(lang: str) -> Iterator[Bar]:
    """A bar on standard error while the block runs; it leaves nothing behind."""
    screen = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=screen, disable=not screen.is_terminal, transient=True) as progress:
        yield Bar(progress, lang)
