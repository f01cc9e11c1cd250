"""An auditor takes a receipt out of the journal and checks it with the tool that stands alone."""

import json
import subprocess
import sys

from tests.architecture.tree import ROOT
from tests.journeys.conftest import sign_in_as


def test_an_auditor_checks_a_receipt_and_a_changed_copy_of_it(browse, people, tmp_path):
    page = browse()
    sign_in_as(page, "审计")
    page.goto("/journal/")
    row = page.locator("table.list tbody tr").first
    with page.expect_download() as download:
        row.get_by_role("link", name="下载").click()
    receipt, changed = tmp_path / "receipt.json", tmp_path / "changed.json"
    download.value.save_as(receipt)
    claim = json.loads(receipt.read_text(encoding="utf-8"))
    claim["event"]["actor_name"] = "无名氏"
    changed.write_text(json.dumps(claim, ensure_ascii=False), encoding="utf-8")

    said = {path.stem: _verified(path) for path in (receipt, changed)}

    assert {name: done.returncode for name, done in said.items()} == {"receipt": 0, "changed": 1}
    assert all(done.stdout and not done.stderr for done in said.values())


def _verified(path):
    """As an applicant would, on a machine that has nothing of ours but the tool."""
    tool = ROOT / "tools" / "verify_receipt.py"
    return subprocess.run([sys.executable, "-I", tool, path], capture_output=True, text=True, check=False)
