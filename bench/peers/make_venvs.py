"""Make an environment of its own for every peer, in bench/peers/.venvs, from the versions in bench/peers/requirements.

    .venv/bin/python bench/peers/make_venvs.py

Packages come by name from wherever pip is set to look. What is there already, of the same requirements, is left alone.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    failed = []
    for requirements in sorted((HERE / "requirements").glob("*.txt")):
        folder, wanted = HERE / ".venvs" / requirements.stem, requirements.read_text(encoding="utf-8")
        made_from = folder / "made-from.txt"
        if made_from.exists() and made_from.read_text(encoding="utf-8") == wanted:
            continue
        print(f"正在建立 / making {folder.relative_to(HERE)}")
        if folder.is_symlink() or folder.exists():
            folder.unlink() if folder.is_symlink() else shutil.rmtree(folder)
        venv.create(folder, with_pip=True)
        install = [
            folder / "bin" / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
        ]
        if subprocess.run([*install, "-r", requirements], check=False).returncode == 0:
            made_from.write_text(wanted, encoding="utf-8")
        else:
            failed.append(requirements.stem)
    if failed:
        print(f"未能建立 / could not make: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
