"""The journal and its proofs."""

from django.urls import path

from sihang.portal.auditor import checking, journal, proofs

app_name = "auditor"
urlpatterns = [
    path("", journal.page, name="journal"),
    path("check/", checking.page, name="check"),
    path("<int:number>/receipt.json", proofs.receipt_file, name="receipt"),
    path("consistency.json", proofs.consistency_file, name="consistency"),
    path("head.json", proofs.head_file, name="head"),
]
