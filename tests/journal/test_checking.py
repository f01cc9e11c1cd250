"""Whoever gets round the triggers is found out: what was altered is named, on the page and by the command."""

import json

import pytest
from django.db import connection

from sihang.accounts.states import Role
from sihang.cli.main import cli
from sihang.journal import append_only
from sihang.journal.actions.record_event import record_event
from sihang.journal.actions.seal_events import seal_events
from sihang.journal.checking import checked_journal
from sihang.journal.models import Event, Node
from sihang.journal.queries import tree_head
from tests.builders.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def events():
    li = person()
    made = [record_event(act="person.renamed", actor=li, subject=li, after={"name": f"李{n}"}) for n in range(7)]
    seal_events()
    return made


@pytest.fixture
def tamper(events):
    """The triggers rest, as they would for whoever owns the database."""
    append_only.permit(connection)
    yield
    append_only.forbid(connection)


def run(*arguments):
    from click.testing import CliRunner

    return CliRunner().invoke(cli, ["journal", "check", *arguments], standalone_mode=False)


def test_a_journal_as_it_was_written_is_sound(events):
    found, done = checked_journal(), run()

    assert (found.sound, found.size, found.root) == (True, 7, tree_head().root)
    assert done.return_value == 0
    assert "没有改动" in done.output


def test_an_event_that_was_changed_is_named_and_the_command_ends_with_2(events, tamper):
    Event.objects.filter(pk=events[2].pk).update(actor_name="王芳")

    done = run()

    assert checked_journal().altered == [events[2].pk]
    assert done.return_value == 2
    assert f"altered events: {events[2].pk}\n" in done.output


def test_a_leaf_that_was_changed_with_its_event_contradicts_the_node_above(events, tamper):
    """Places 2 and 3 stand under node 1 of level 1."""
    Node.objects.filter(level=0, position=2).update(digest="00" * 32)

    found = checked_journal()

    assert (found.altered, found.nodes) == ([events[2].pk], [(1, 1)])


@pytest.mark.parametrize("place", [(1, 0), (2, 0)])
def test_an_inner_node_that_was_changed_or_is_gone_is_named(events, tamper, place):
    level, position = place
    here = Node.objects.filter(level=level, position=position)
    here.update(digest="00" * 32)
    changed = checked_journal().nodes
    here.delete()

    assert place in changed
    assert place in checked_journal().nodes


def test_an_event_that_is_gone_or_came_from_outside_is_found(events, tamper):
    Node.objects.filter(level=0, position=5).delete()

    found = checked_journal()

    assert (found.missing, found.unsealed) == ([5], [events[5].pk])
    assert not found.sound


def test_a_kept_head_finds_out_who_made_the_whole_tree_anew(events, tmp_path):
    kept = {"kind": "sihang-head-1", "hash": "sm3", "size": 7, "root": tree_head().root, "waiting": 0}
    path = tmp_path / "head.json"
    path.write_text(json.dumps(kept), encoding="utf-8")
    same = run("--head", str(path)).return_value
    path.write_text(json.dumps({**kept, "root": "00" * 32}), encoding="utf-8")

    assert (same, run("--head", str(path)).return_value) == (0, 2)


def test_the_auditor_checks_it_on_a_page(events, tamper, client):
    client.force_login(person("shen.zheng", Role.AUDITOR))
    sound = client.post("/journal/check/").text
    Event.objects.filter(pk=events[4].pk).update(act="person.promoted")

    altered = client.post("/journal/check/").text

    assert "没有改动" in sound
    assert "日志有改动" in altered
    assert f"<dd>{events[4].pk}</dd>" in altered
