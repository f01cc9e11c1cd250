"""Addresses that need no sign-in."""

from django.urls import include, path

from sihang.portal.public import home

urlpatterns = [
    path("", home.page, name="home"),
    path("checkup/", include("sihang.portal.public.checkup.urls")),
    path("policies/", include("sihang.portal.public.policy_urls")),
]
