"""A receipt is checked with the stand-alone tool, and fails as soon as anything was changed."""

import copy
import json
import subprocess
import sys

import pytest

from sihang.journal import append_only
from sihang.journal.actions.record_event import record_event
from sihang.journal.actions.seal_events import seal_events
from sihang.journal.checking import checked_journal
from sihang.journal.models import Event
from sihang.journal.queries import consistency, receipt, tree_head
from tests.architecture.tree import ROOT
from tests.builders.people import person

TOOL = ROOT / "tools" / "verify_receipt.py"
PROVED, CHANGED, NO_RECEIPT = 0, 1, 2


@pytest.fixture(params=["sm3", "sha256"])
def events(db, settings, request):
    settings.JOURNAL_HASH = request.param
    li = person()
    made = [record_event(act="person.renamed", actor=li, subject=li, after={"name": f"李{n}"}) for n in range(7)]
    seal_events()
    return made


@pytest.fixture
def verify(tmp_path):
    """Run the tool as an applicant would: -I, so that it can import nothing of ours."""

    def run(claim, head=None):
        paths = []
        for name, content in [("claim.json", claim), ("head.json", head)]:
            (tmp_path / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            paths.append(tmp_path / name)
        arguments = [paths[0]] if head is None else [paths[0], "--head", paths[1]]
        done = subprocess.run([sys.executable, "-I", TOOL, *arguments], capture_output=True, text=True, check=False)
        assert done.stderr == ""
        return done.returncode

    return run


def kept_head():
    head = tree_head()
    return {"kind": "sihang-head-1", "hash": head.hash, "size": head.size, "root": head.root}


def test_a_receipt_is_proved_and_a_changed_copy_is_not(events, verify):
    claim = receipt(events[3])
    tampered = copy.deepcopy(claim)
    tampered["event"]["after"]["name"] = "王芳"
    moved = {**claim, "index": 4}

    assert claim["event"]["after"] == {"name": "李3"}
    assert [verify(each) for each in (claim, tampered, moved)] == [PROVED, CHANGED, CHANGED]


def test_a_receipt_belongs_to_the_head_that_was_kept(events, verify):
    head = kept_head()

    assert verify(receipt(events[0]), head) == PROVED
    assert verify(receipt(events[0]), {**head, "root": "00" * 32}) == CHANGED


def test_the_journal_of_today_begins_with_the_one_whose_head_was_kept(events, verify):
    head = kept_head()
    record_event(act="person.renamed", actor=None, subject=person("wang.fang"))
    seal_events()
    claim = consistency(7, 8)

    assert (head["size"], claim["new"]["root"]) == (7, tree_head().root)
    assert verify(claim, head) == PROVED
    assert verify(claim, {**head, "root": "00" * 32}) == CHANGED


def test_what_is_no_receipt_is_said_to_be_none(verify):
    assert [verify(each) for each in ({}, [], {"kind": "sihang-receipt-1"}, {"kind": "other"})] == [NO_RECEIPT] * 4


def test_whoever_gets_round_the_triggers_is_found_out(events):
    from django.db import connection

    append_only.permit(connection)
    Event.objects.filter(pk=events[2].pk).update(actor_name="王芳")
    append_only.forbid(connection)

    assert checked_journal().altered == [events[2].pk]


def test_the_tool_stands_alone_and_is_short():
    lines = TOOL.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 200
