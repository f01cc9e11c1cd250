"""Addresses of an organisation."""

from django.urls import path

from sihang.portal.applicant import accounts, facts, home, mandates

app_name = "applicant"
urlpatterns = [
    path("", home.mine, name="mine"),
    path("<str:uscc>/", home.page, name="home"),
    path("<str:uscc>/facts/", facts.every, name="facts"),
    path("<str:uscc>/facts/<slug:key>/", facts.one, name="fact"),
    path("<str:uscc>/statements/<int:number>/correct", facts.correct, name="correct"),
    path("<str:uscc>/statements/<int:number>/verify", facts.verify, name="verify"),
    path("<str:uscc>/accounts/", accounts.page, name="accounts"),
    path("<str:uscc>/mandates/", mandates.page, name="mandates"),
    path("<str:uscc>/mandates/<int:number>/end", mandates.end, name="end_mandate"),
]
