"""Addresses of documents."""

from django.urls import path

from sihang.portal.papers import content, decisions, document, every

app_name = "papers"
urlpatterns = [
    path("", every.page, name="every"),
    path("<int:number>/", document.page, name="document"),
    path("<int:number>/progress", document.progress, name="progress"),
    path("<int:number>/content", content.download, name="content"),
    path("proposals/<int:number>/strip.png", content.strip, name="strip"),
    path("proposals/<int:number>/accept", decisions.accept, name="accept"),
    path("proposals/<int:number>/reject", decisions.reject, name="reject"),
]
