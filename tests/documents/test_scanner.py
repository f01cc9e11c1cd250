"""No verdict is not a clean verdict."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from sihang.documents.apps import scanner_is_said
from sihang.documents.scanner import NONE, ScannerUnavailable, Verdict, scan
from tests.builders.scanners import HARMFUL, clamd, line_that_answers


def test_clamav_finds_what_its_signature_names_and_nothing_else(settings, tmp_path):
    with clamd(tmp_path) as address:
        settings.DOCUMENTS_SCANNER = address

        assert scan(HARMFUL).found.startswith("Sihang.Test")
        assert scan(b"%PDF-1.7 another").found == ""
        assert scan(b"%PDF-1.7 another").by.startswith("ClamAV ")


@pytest.mark.parametrize(
    "answers",
    [
        (b"",),
        (b"1: ClamAV 1.4\0", b""),
        (b"1: ClamAV 1.4\0", b"2: INSTREAM size limit exceeded. ERROR\0"),
        (b"1: ClamAV 1.4\0", b"2: stream: OK but\0"),
        (b"HTTP/1.1 200 OK\r\n\r\n",),
    ],
)
def test_an_answer_that_is_no_verdict_lets_nothing_out(settings, answers):
    with line_that_answers(*answers) as address:
        settings.DOCUMENTS_SCANNER = address

        with pytest.raises(ScannerUnavailable):
            scan(b"%PDF-1.7")


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:1"])
def test_a_scanner_that_cannot_be_reached_lets_nothing_out(settings, address):
    settings.DOCUMENTS_SCANNER = address

    with pytest.raises(ScannerUnavailable):
        scan(b"%PDF-1.7")


def test_without_a_scanner_nobody_is_said_to_have_looked(settings):
    settings.DOCUMENTS_SCANNER = NONE

    assert scan(HARMFUL) == Verdict(found="", by="")


@pytest.mark.parametrize("setting", ["", "none", "clamd", "tcp:3310", "unix:"])
def test_a_setting_that_says_neither_stops_the_start(settings, setting):
    settings.DOCUMENTS_SCANNER = setting

    (error,) = scanner_is_said()
    assert "write unix:/path/of/clamd.ctl" in str(error)
    with pytest.raises(ImproperlyConfigured):
        scan(b"")
