"""The address of search."""

from django.urls import path

from sihang.portal.finder import page

app_name = "finder"
urlpatterns = [path("", page.page, name="page")]
