"""What every place shares. Deny by default: a page that nobody opened to the public asks for a sign-in."""

from datetime import timedelta
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]

INSTALLED_APPS = [
    "sihang.portal.shared",  # before allauth, whose pages take our look
    "sihang.portal.public",
    "sihang.portal.applicant",
    "sihang.portal.officer",
    "sihang.portal.personal",
    "sihang.portal.auditor",
    "sihang.portal.security",
    "sihang.portal.checkups",
    "sihang.portal.papers",
    "sihang.portal.inbox",
    "sihang.portal.finder",
    "sihang.api",
    "sihang.journal",
    "sihang.accounts",
    "sihang.messages",
    "sihang.documents",
    "sihang.search",
    "sihang.register",
    "sihang.checkup",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "ninja",  # for the files of the page that documents the API
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "rules",
]

MIDDLEWARE = [
    "sihang.portal.shared.proxies.caller_behind_proxies",  # first: all others go by the address
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sihang.portal.shared.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sihang.portal.shared.middleware.origin",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sihang.portal.shared.middleware.own_password",
    "sihang.portal.shared.middleware.second_factor",
    "sihang.portal.shared.middleware.factors",
    "sihang.portal.shared.middleware.refusals",
    "axes.middleware.AxesMiddleware",  # last, as it asks
]

ROOT_URLCONF = "sihang.project.urls"
WSGI_APPLICATION = "sihang.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["sihang.bilingual.tags", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sihang.portal.shared.context.shell",
            ],
        },
    }
]

# ---------------------------------------------------------------- language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# ---------------------------------------------------------------- sign-in

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "sihang.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "sihang.portal.personal.sign_in.SignIn"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_USER_DISPLAY = str
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}  # of codes; passwords are counted by axes, in the database
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "四航 sihang"
USERSESSIONS_TRACK_ACTIVITY = True

# The city's or the office's own sign-in: SOCIALACCOUNT_PROVIDERS in production, see production.py.
SOCIALACCOUNT_STORE_TOKENS = False

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "sihang.portal.personal.sign_in.account_tried"
AXES_LOCKOUT_CALLABLE = "sihang.portal.personal.sign_in.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 8 * 3600  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sihang.portal.shared.errors.stale_form"

# ---------------------------------------------------------------- what a browser may do

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # Tabler's own marks inside its style sheet
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "static/"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# ---------------------------------------------------------------- ours

JOURNAL_HASH = "sm3"
"""Of a new journal: `sm3` or `sha256`. A journal that has begun keeps its own."""

TRUSTED_PROXIES: list[str] = []
"""Addresses or networks of the proxies in front of the portal (`10.0.0.0/8`); `unix` for a socket. Only what these say in
X-Forwarded-For is believed: lock-outs, limits and the journal go by the address of whoever calls."""

POLICIES = ["yangpu-2024-1"]
"""The packages that the portal shows and assesses with."""

DOCUMENTS_SCANNER = ""
"""`unix:/run/clamav/clamd.ctl`, `tcp:host:3310`, or the sentence of `documents/scanner.py` that does without. No default:
whoever runs the portal says which."""

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

PRINT_FONTS = [
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "FandolHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    "Droid Sans Fallback", "PingFang SC", "Microsoft YaHei", "SimHei", "SimSun", "Songti SC", "STSong",
]  # fmt: skip
"""The Chinese fonts to print with, the first that is there."""

SECOND_FACTOR_REQUIRED = True
"""Whether everyone with a role at the office needs a one-time code or a passkey. Off in the demonstration only."""

DEMO_SIGN_INS = False
"""One-click sign-ins for each role. Nothing but demo.py may turn it on."""
