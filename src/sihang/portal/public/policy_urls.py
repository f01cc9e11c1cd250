"""Addresses of the policy reader."""

from django.urls import path

from sihang.portal.public import cases, comparison, coverage, policies

app_name = "policies"
urlpatterns = [
    path("", policies.every, name="every"),
    path("<slug:name>/", policies.text, name="text"),
    path("<slug:name>/clauses/<str:number>/", policies.clause, name="clause"),
    path("<slug:name>/measures/<slug:key>/", policies.measure, name="measure"),
    path("<slug:name>/slots/", policies.slots, name="slots"),
    path("<slug:name>/readings/", policies.readings, name="readings"),
    path("<slug:name>/goals/", policies.goals, name="goals"),
    path("<slug:name>/coverage/", coverage.page, name="coverage"),
    path("<slug:name>/comparison/", comparison.page, name="comparison"),
    path("<slug:name>/cases/", cases.every, name="cases"),
    path("<slug:name>/cases/<slug:group>/", cases.every, name="group"),
    path("<slug:name>/cases/run/<slug:key>/", cases.run, name="run"),
]
