"""Every address of the portal."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("sihang.portal.public.urls")),
    path("", include("sihang.portal.shared.urls")),
    path("account/", include("sihang.portal.personal.urls")),
    path("checkups/", include("sihang.portal.checkups.urls")),
    path("organisations/", include("sihang.portal.applicant.urls")),
    path("office/", include("sihang.portal.officer.urls")),
    path("documents/", include("sihang.portal.papers.urls")),
    path("messages/", include("sihang.portal.inbox.urls")),
    path("search/", include("sihang.portal.finder.urls")),
    path("journal/", include("sihang.portal.auditor.urls")),
    path("people/", include("sihang.portal.security.urls")),
    path("api/v1/", include("sihang.api.v1.urls")),
]
if settings.DEMO_SIGN_INS:
    urlpatterns.append(path("", include("sihang.portal.personal.demo_urls")))

handler403 = "sihang.portal.shared.errors.not_permitted"
handler404 = "sihang.portal.shared.errors.not_found"
handler500 = "sihang.portal.shared.errors.our_fault"
