"""Addresses of messages."""

from django.urls import path

from sihang.portal.inbox import every, post

app_name = "inbox"
urlpatterns = [
    path("", every.page, name="every"),
    path("<int:number>/", every.message, name="message"),
    path("templates/", post.templates, name="templates"),
    path("mail/", post.given_up, name="mail"),
    path("mail/<int:number>/retry", post.retry, name="retry"),
]
