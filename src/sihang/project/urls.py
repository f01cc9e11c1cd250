"""Every address of the portal."""

from django.urls import include, path

urlpatterns = [
    path("", include("sihang.portal.public.urls")),
    path("", include("sihang.portal.shared.urls")),
    path("account/", include("allauth.urls")),
]

handler403 = "sihang.portal.shared.errors.not_permitted"
handler404 = "sihang.portal.shared.errors.not_found"
handler500 = "sihang.portal.shared.errors.our_fault"
