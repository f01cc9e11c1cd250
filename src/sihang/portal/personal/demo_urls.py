"""One-click sign-ins: only settings with DEMO_SIGN_INS know these addresses."""

from django.urls import path

from sihang.portal.personal import demo

urlpatterns = [
    path("demo", demo.page, name="demo"),
    path("demo/<int:person_id>", demo.sign_in, name="demo_sign_in"),
]
