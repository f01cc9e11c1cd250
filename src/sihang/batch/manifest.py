"""What a result was made from and how: kept in the Parquet file, on a sheet of the workbook, or in a file beside the CSV."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sihang import __version__
from sihang.batch.source import Source
from sihang.rulebook.layers import Rules

FORMAT = "sihang-batch/1"
KEY = "sihang"
"""Of the manifest in the metadata of a Parquet file."""
SUFFIX = ".manifest.json"
_CHUNK = 8 << 20


def manifest_of(
    rules: Rules, options: Mapping[str, Any], sources: Sequence[Source], rows: Mapping[str, int]
) -> dict[str, Any]:
    """Packages with their digests and notices, the options, every file read with its digest, and how many rows there were."""
    packages = [
        {"id": package.id, "digest": package.digest} | ({"notice": package.notice._asdict()} if package.notice else {})
        for package in rules.packages
    ]
    measures = {measure.id: {"clause": measure.clause, **measure.title._asdict()} for measure in rules.measures}
    return {
        "format": FORMAT,
        "software": __version__,
        "packages": packages,
        "options": dict(options),
        "inputs": [_input(source) for source in sources],
        "rows": dict(rows),
        "measures": measures,
    }


def _input(source: Source) -> dict[str, Any]:
    files = [{"name": file.name, "bytes": file.stat().st_size, "digest": digest_of(file)} for file in source.files]
    return {"name": source.name, "rows": source.rows, **source.about, "files": files}


def digest_of(file: Path) -> str:
    """SHA-256, a fraction of the time of SM3 on a file of gigabytes."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
    return f"sha256:{digest.hexdigest()}"


def as_text(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


def as_metadata(manifest: Mapping[str, Any]) -> dict[str, str]:
    return {KEY: json.dumps(manifest, ensure_ascii=False)}


def as_rows(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Key and value, for a sheet: one line each, lists numbered."""
    yield from _rows("", manifest)


def _rows(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        pairs: Iterable[tuple[str, Any]] = ((str(key), part) for key, part in value.items())
    elif isinstance(value, list | tuple):
        pairs = ((str(number), part) for number, part in enumerate(value, start=1))
    else:
        yield path, "" if value is None else str(value)
        return
    for key, part in pairs:
        yield from _rows(f"{path}.{key}" if path else key, part)
