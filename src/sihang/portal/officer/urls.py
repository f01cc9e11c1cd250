"""Addresses of the office's work with the register."""

from django.urls import path

from sihang.portal.officer import imports, organisations, qualifying, relations, statuses

app_name = "officer"
urlpatterns = [
    path("organisations/", organisations.page, name="organisations"),
    path("organisations/new/", organisations.new, name="new"),
    path("organisations/<str:uscc>/statuses/", statuses.page, name="statuses"),
    path("organisations/<str:uscc>/statuses/<int:number>/revoke", statuses.revoke, name="revoke"),
    path("organisations/<str:uscc>/relations/", relations.page, name="relations"),
    path("organisations/<str:uscc>/relations/<int:number>/end", relations.end, name="end_relation"),
    path("imports/", imports.every, name="imports"),
    path("imports/template/<slug:kind>.xlsx", imports.template, name="template"),
    path("imports/<int:number>/", imports.one, name="import"),
    path("imports/<int:number>/progress", imports.progress, name="progress"),
    path("imports/<int:number>/problems.csv", imports.problems, name="problems"),
    path("imports/<int:number>/columns", imports.columns, name="columns"),
    path("imports/<int:number>/order", imports.order, name="order"),
    path("imports/<int:number>/drop", imports.drop, name="drop"),
    path("takeovers/<int:number>/withdraw", imports.withdraw, name="withdraw"),
    path("qualifying/", qualifying.page, name="qualifying"),
    path("qualifying/list.csv", qualifying.export, {"form": "csv"}, name="qualifying_csv"),
    path("qualifying/list.xlsx", qualifying.export, {"form": "xlsx"}, name="qualifying_xlsx"),
]
