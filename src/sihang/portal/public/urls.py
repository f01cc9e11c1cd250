"""Addresses that need no sign-in."""

from django.urls import path

from sihang.portal.public import home

urlpatterns = [path("", home.page, name="home")]
