"""A run ends in all of its files or in none: written in a hidden folder beside, then renamed; an interrupt leaves nothing."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread, current_thread, main_thread
from time import sleep
from types import FrameType
from typing import TypeVar

from sihang.batch.problems import refuse

Result = TypeVar("Result")
PREFIX = ".sihang-"
_LOOK_AGAIN = 0.1  # seconds
_TRIES = 20
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(KeyboardInterrupt):
    """Someone pressed Ctrl-C, or the system asked the run to end; nothing was written."""


class Outputs:
    """The files of a run while it lasts, in a hidden folder beside each; `folder` is the first of these."""

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}
        self._ready: list[tuple[Path, Path]] = []

    @property
    def folder(self) -> Path:
        """For whatever is needed on the way."""
        return next(iter(self._folders.values()))

    def path(self, target: Path) -> Path:
        """Where to write what will become `target`."""
        beside = self.folder_beside(target) / f"{len(self._ready)}-{target.name}"
        self._ready.append((beside, target))
        return beside

    def folder_beside(self, target: Path) -> Path:
        """A hidden folder on the same disk, so that a file can be renamed; raise TableUnusable where there can be none."""
        parent = Path(os.path.realpath(target)).parent
        if parent not in self._folders:
            try:
                self._folders[parent] = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
            except OSError as error:
                reason = error.strerror or type(error).__name__
                zh = f"写不了：{reason}"
                raise refuse("cannot-write", str(target), zh, f"cannot write there: {reason}") from None
        return self._folders[parent]

    def commit(self) -> None:
        """Rename what was written; a link is followed, and a file that is replaced keeps its permissions."""
        for beside, target in self._ready:
            if beside.exists():
                real = Path(os.path.realpath(target))
                if real.exists():
                    beside.chmod(real.stat().st_mode & 0o777)
                beside.replace(real)

    def discard(self) -> None:
        """Delete the hidden folders, also where a thread that was left to itself has just begun another file."""
        for folder in self._folders.values():
            for _ in range(_TRIES):
                shutil.rmtree(folder, ignore_errors=True)
                if not folder.exists():
                    break
                sleep(_LOOK_AGAIN)


@contextmanager
def outputs_beside(target: Path) -> Iterator[Outputs]:
    """The files of a run; whatever was not renamed is gone at the end.

    Raises:
        Interrupted: by Ctrl-C or a request to end, at once where the work is done by `run_to_the_end`.
    """
    outputs = Outputs()
    with _heeding_interrupts():
        try:
            outputs.folder_beside(target)
            yield outputs
        finally:
            outputs.discard()


@contextmanager
def _heeding_interrupts() -> Iterator[None]:
    """Within, an interrupt raises Interrupted, once; what cleans up after it is not interrupted again."""
    if current_thread() is not main_thread():
        yield
        return
    before = {each: signal.signal(each, _interrupt) for each in _SIGNALS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def run_to_the_end(work: Callable[[], Result], finish: Callable[[], None]) -> Result:
    """Do the work where an interrupt is heeded at once, then `finish`, which is not interrupted.

    A query does not look up while it runs, so it runs in a thread of its own, and the main one waits for a signal.

    Raises:
        Interrupted: the thread is left to itself.
    """
    if current_thread() is not main_thread():
        result = work()
    else:
        result = _in_thread(work)
        _ignore_interrupts()
    finish()
    return result


def _interrupt(number: int, frame: FrameType | None) -> None:
    _ignore_interrupts()
    raise Interrupted


def _ignore_interrupts() -> None:
    for each in _SIGNALS:
        signal.signal(each, signal.SIG_IGN)


def _in_thread(work: Callable[[], Result]) -> Result:
    done: list[Result] = []
    failed: list[BaseException] = []

    def do() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 - it is raised again where the work was asked for
            failed.append(error)

    thread = Thread(target=do, name="sihang-batch", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_LOOK_AGAIN)
    if failed:
        raise failed[0]
    return done[0]


def refuse_to_overwrite(inputs: Iterable[Path], outputs: Iterable[Path]) -> None:
    """Raise TableUnusable where an output is an input, or lies in a folder that is one, or stands for two things."""
    read = [Path(os.path.realpath(path)) for path in inputs]
    seen: set[Path] = set()
    for output in outputs:
        real = Path(os.path.realpath(output))
        if any(real == path or (path.is_dir() and real.is_relative_to(path)) or real.match(str(path)) for path in read):
            zh, en = (
                "输出会覆盖输入，或成为输入的一部分；请换一个文件名",
                "this would overwrite the input, or become a part of it; name another",
            )
            raise refuse("overwrites-input", str(output), zh, en)
        if real in seen:
            raise refuse(
                "overwrites-input",
                str(output),
                "两个输出同名，请换一个文件名",
                "two outputs have this name; name another",
            )
        if real.is_dir():
            raise refuse("cannot-write", str(output), "这是一个文件夹，请写文件名", "this is a folder; name a file")
        seen.add(real)
