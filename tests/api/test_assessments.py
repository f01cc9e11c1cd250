"""A case over HTTP gives what it gives on the command line, byte for byte, and the same problems."""

import json
from datetime import date

import pytest

from sihang.cli.main import main
from sihang.rulebook.golden import GoldenRun, golden_cases
from sihang.rulebook.package import read_package
from tests.builders.callers import Caller, codes
from tests.builders.command import EXAMPLE
from tests.builders.people import person

pytestmark = pytest.mark.django_db
PACKAGES = ["yangpu-2024-1", "example-rules", "yangpu-kjw-hnte-2025"]


def on_the_command_line(capsysbinary, tmp_path, case, *options):
    path = tmp_path / "case.json"
    path.write_text(case, encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        main(["assess", str(path), "--format", "json", *options])
    return done.value.code, capsysbinary.readouterr()


def worked_cases():
    """Some of every package: the first of each file, those that cannot be assessed left out."""
    run = GoldenRun()
    for name in PACKAGES:
        firsts = {
            case.source.name: case for case in reversed([*golden_cases(read_package(name))]) if case.problem is None
        }
        for case in firsts.values():
            yield pytest.param(run.raw(case), case.on, [name, *case.packages], id=f"{name}:{case.name}")


@pytest.mark.parametrize(("case", "on", "packages"), [*worked_cases()])
def test_an_assessment_is_the_same_to_the_byte_as_on_the_command_line(capsysbinary, tmp_path, case, on, packages):
    text = json.dumps(case)
    options = [option for name in packages for option in ("--policy", name)]

    answer = Caller().post("/assessments?on=" + on.isoformat() + "".join(f"&policy={name}" for name in packages), text)
    _, printed = on_the_command_line(capsysbinary, tmp_path, text, "--on", on.isoformat(), *options)

    assert answer.status_code == 200
    assert answer.content == printed.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_language_and_guidance_are_the_same_too(capsysbinary, tmp_path, lang):
    text = EXAMPLE.read_text(encoding="utf-8")

    answer = Caller(lang=lang).post("/assessments?on=2025-06-30&guide=true", text)
    _, printed = on_the_command_line(capsysbinary, tmp_path, text, "--on", "2025-06-30", "--guide", "--lang", lang)

    assert answer.content == printed.out
    assert answer.headers["Content-Language"] == lang


@pytest.mark.parametrize(
    "case",
    [
        '{"facts": {"hnte_vald": true, "revenue": {"2023": -1}}}',
        '{"facts": {"kind": "firm"}, "organisation": {"uscc": "91310110MADEM0011X"}}',
        '{"facts": ',
        '{"facts": {"kind": "enterprise", "kind": "enterprise"}}',
        "",
        "[]",
    ],
)
def test_a_case_that_cannot_be_used_has_the_problems_of_the_command_line(capsysbinary, tmp_path, case):
    answer = Caller(lang="en").post("/assessments?on=2025-06-30", case)
    code, printed = on_the_command_line(capsysbinary, tmp_path, case, "--on", "2025-06-30", "--lang", "en")

    said = [f"  {each['where']}: {each['what']} [{each['code']}]" for each in answer.json()["problems"]]
    assert (answer.status_code, code) == (422, 2)
    assert printed.err.decode().splitlines()[1:] == said


def test_the_third_measure_of_the_contract():
    case = {
        "facts": {"kind": "enterprise", "registered_in_district": True, "on_exclusion_list": False},
        "matters": [
            {
                "id": "JB-1", "type": "challenge_project",
                "facts": {"challenge_listed": True, "challenge_in_focus_industries": True, "challenge_lead_is_leading": True,
                          "challenge_has_university_or_institute": True, "challenge_rd_expense": "8000000"},
                "determinations": {"challenge_effective": True, "challenge_rate": "30%"},
            }
        ],
    }  # fmt: skip

    results = Caller().post("/assessments?on=2025-06-30", case).json()["results"]

    third = next(each for each in results if each["measure"] == "m03")
    assert third["amount"] == {
        "low": "2000000.00",
        "high": "2000000.00",
    }  # 30% of 8,000,000 is 2,400,000: at most 2,000,000


def test_today_is_the_day_where_none_is_given(monkeypatch):
    monkeypatch.setattr("sihang.api.v1.assessments.timezone.localdate", lambda: date(2025, 1, 2))

    assert Caller().post("/assessments", {}).json()["on"] == "2025-01-02"


def test_a_package_is_named_by_id_and_never_by_a_path():
    answer = Caller().post("/assessments?policy=../policies/yangpu-2024-1&policy=yangpu-2024", {})

    assert (answer.status_code, codes(answer)) == (422, ["no-package", "no-package"])


def test_without_a_token_a_case_has_64_kb_at_most():
    longest = '{"facts": {}}'.ljust(64 * 1024)

    taken, over = Caller().post("/assessments", longest), Caller(lang="en").post("/assessments", longest + " ")
    with_token = Caller(person("li.ming")).post("/assessments", longest + " ")

    assert (taken.status_code, with_token.status_code) == (200, 200)
    assert (over.status_code, codes(over)) == (413, ["body-too-large"])
    assert over.json()["detail"] == "without a token a case has 64 KB at most; make a token, or split it"


def test_a_body_over_the_limit_is_refused(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000

    answer = Caller().post("/assessments", '{"facts": {}}' + " " * 1_000)

    assert (answer.status_code, codes(answer)) == (413, ["body-too-large"])
