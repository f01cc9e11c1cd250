"""The frame around every page: two languages, a strict policy for the browser, errors with a way out."""

import re

import pytest

from sihang.accounts.states import Role
from tests.builders.people import person

HOME = "/"
PUBLIC = ["/", "/account/login/"]


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.django_db
def test_a_page_speaks_chinese_unless_the_reader_chose_english(client, address):
    chinese = client.get(address, headers={"accept-language": "en"})
    client.post("/language", {"language": "en", "next": address})
    english = client.get(address)

    assert (chinese.headers["Content-Language"], english.headers["Content-Language"]) == ("zh-hans", "en")
    assert 'lang="zh-CN"' in chinese.text
    assert "登录" in chinese.text
    assert '<html lang="en"' in english.text
    assert "Sign in" in english.text


@pytest.mark.parametrize("address", [*PUBLIC, "/nowhere"])
@pytest.mark.django_db
def test_no_page_allows_inline_script_or_another_host(client, address):
    response = client.get(address)
    rules = {tuple(rule.split()) for rule in response.headers["Content-Security-Policy"].split(";")}

    assert {("default-src", "'none'"), ("script-src", "'self'"), ("style-src", "'self'")} <= rules
    assert "unsafe" not in str(rules)
    assert not re.search(r"<style|\sstyle=|\son\w+=|https?://", response.text)


@pytest.mark.django_db
def test_what_is_not_there_is_said_with_a_way_out(client):
    response = client.get("/nowhere")

    assert response.status_code == 404
    assert "没有这个页面" in response.text
    assert 'href="/"' in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/organisations/%00/", "/checkups/?q=%00", "/journal/?who=a%00b"])
def test_a_null_character_names_nothing(client, address):
    """PostgreSQL refuses to look for one, which was an error of ours."""
    client.force_login(person("wang", Role.OFFICER))

    assert client.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "field"), [("/office/takeovers/1/withdraw", "reason"), ("/office/imports/1/columns", "left_out")]
)
def test_a_null_character_in_a_form_is_refused_in_words(client, address, field):
    """PostgreSQL would not keep one. No import has the number 1: the field is looked at before."""
    client.force_login(person("wang", Role.OFFICER))

    answer = client.post(address, {field: "发错了\0表"})

    assert answer.status_code == 409
    assert f"“{field}”中有不可见的空字符" in answer.text
