"""Signing in, and one's own pages. Of allauth only what is used here: nobody registers or resets by e-mail."""

from allauth.account import views as account
from allauth.socialaccount.views import login_error
from allauth.urls import build_provider_urlpatterns
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from sihang.portal.personal import devices, tokens

own = (
    [
        path("devices/", devices.page, name="devices"),
        path("tokens/", tokens.page, name="tokens"),
        path("tokens/<int:token_id>/revoke", tokens.revoke, name="revoke_token"),
    ],
    "personal",
)

urlpatterns = [
    path("", include(own)),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", account.signup, name="account_signup"),  # says that sign-up is closed; allauth links to it
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("social/login/error/", login_not_required(login_error), name="socialaccount_login_error"),
    path("social/", include("allauth.socialaccount.urls")),
    *build_provider_urlpatterns(),
]
