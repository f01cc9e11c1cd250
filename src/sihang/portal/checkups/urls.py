"""Addresses of check-ups from the register."""

from django.urls import path

from sihang.portal.checkups import compared, every, kept, organisation

app_name = "checkups"
urlpatterns = [
    path("", every.page, name="every"),
    path("kept/<int:number>/", kept.page, name="kept"),
    path("<slug:uscc>/", organisation.page, name="organisation"),
    path("<slug:uscc>/checkup.pdf", organisation.pdf, name="pdf"),
    path("<slug:uscc>/keep", organisation.keep, name="keep"),
    path("<slug:uscc>/comparison/", compared.page, name="compared"),
]
