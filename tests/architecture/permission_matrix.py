"""Every address of the portal and who may use it: one table. A new address needs a line here.

`answer` is what those who may use it get for the request that the test makes, with the sample values below; whoever may not
is sent to the sign-in page (nobody signed in), or is told 403 or 404; over the API, 401, 403 or 404. What is open to
everybody is asked for by nobody in particular and by an officer; the rest by each kind of caller.
"""

from typing import NamedTuple

from sihang.accounts.states import MandateKind, Role

NOBODY = "nobody"  # not signed in
OUTSIDE = frozenset(MandateKind)
OFFICE = frozenset(Role)
SIGNED_IN = OUTSIDE | OFFICE
EVERYBODY = SIGNED_IN | {NOBODY}
READERS = frozenset({Role.OFFICER, Role.HEAD, Role.FINANCE, Role.AUDITOR})
"""Of the office, who reads the whole register."""
KEEPERS = frozenset({Role.OFFICER, Role.HEAD})
SECURITY = frozenset({Role.SECURITY_ADMINISTRATOR})
AUDITORS = frozenset({Role.AUDITOR, Role.AUDIT_ADMINISTRATOR})

SAMPLES = {
    "name": "yangpu-2024-1",
    "number": "1",
    "key": "m08",
    "group": "m08",
    "measure": "m08",
    "uscc": "91310110MADEM002XN",  # an organisation for which nobody here acts
    "provider_id": "none",
    "address": "kind",
    "kind": "accounts",
}
"""A value for each name in an address; ids that are not here are 1."""


class Route(NamedTuple):
    address: str
    method: str
    may: frozenset[str]
    answer: int
    sent: str = ""


FACT = '{"key": "kind", "value": "enterprise", "source": "other_office", "named": "示例部门", "since": "2026-01-01"}'

PAGES = [
    Route("", "GET", EVERYBODY, 200),
    Route("language", "POST", EVERYBODY, 302),
    # ---- the policy reader
    Route("policies/", "GET", EVERYBODY, 200),
    Route("policies/<slug:name>/", "GET", EVERYBODY, 200),
    Route("policies/<slug:name>/clauses/<str:number>/", "GET", EVERYBODY, 200),
    Route("policies/<slug:name>/measures/<slug:key>/", "GET", EVERYBODY, 200),
    Route("policies/<slug:name>/slots/", "GET", EVERYBODY, 200),
    Route("policies/<slug:name>/readings/", "GET", EVERYBODY, 200),
    Route("policies/<slug:name>/goals/", "GET", EVERYBODY, 200),
    Route("policies/<slug:name>/coverage/", "GET", EVERYBODY, 200),
    Route("policies/<slug:name>/comparison/", "GET", EVERYBODY, 200),
    Route("policies/<slug:name>/cases/", "GET", EVERYBODY, 200),
    Route("policies/<slug:name>/cases/<slug:group>/", "GET", EVERYBODY, 200),
    Route("policies/<slug:name>/cases/run/<slug:key>/", "GET", EVERYBODY, 404),  # a case is called m08-1
    # ---- the check-up: without a session it begins at the beginning
    Route("checkup/", "GET", EVERYBODY, 200),
    Route("checkup/begin", "GET", EVERYBODY, 405),
    Route("checkup/example", "GET", EVERYBODY, 405),
    Route("checkup/again", "GET", EVERYBODY, 405),
    Route("checkup/terms", "GET", EVERYBODY, 302),
    Route("checkup/next", "GET", EVERYBODY, 302),
    Route("checkup/questions/<slug:address>/", "GET", EVERYBODY, 302),
    Route("checkup/understood", "GET", EVERYBODY, 200),
    Route("checkup/answers/", "GET", EVERYBODY, 302),
    Route("checkup/result/", "GET", EVERYBODY, 302),
    Route("checkup/result/checkup.pdf", "GET", EVERYBODY, 302),
    Route("checkup/save", "GET", EVERYBODY, 302),
    Route("checkup/saved/<slug:name>/", "GET", EVERYBODY, 404),
    Route("checkup/saved/<slug:name>/checkup.pdf", "GET", EVERYBODY, 404),
    Route("checkup/saved/<slug:name>/resume", "GET", EVERYBODY, 405),
    # ---- check-ups from the register: of one's own organisations; of any for the office
    Route("checkups/", "GET", SIGNED_IN, 200),
    Route("checkups/kept/<int:number>/", "GET", frozenset(), 404),
    Route("checkups/<slug:uscc>/", "GET", READERS, 200),
    Route("checkups/<slug:uscc>/checkup.pdf", "GET", READERS, 200),
    Route("checkups/<slug:uscc>/keep", "POST", READERS, 302),
    Route("checkups/<slug:uscc>/comparison/", "GET", READERS, 200),
    # ---- organisations, which nobody here acts for; the office sees them, and keepers act
    Route("organisations/", "GET", SIGNED_IN, 200),  # one's own: of these, none is in the register
    Route("organisations/<str:uscc>/", "GET", READERS, 200),
    Route("organisations/<str:uscc>/facts/", "GET", READERS, 200),
    Route("organisations/<str:uscc>/facts/<slug:key>/", "GET", READERS, 404),  # m08 is no fact
    Route("organisations/<str:uscc>/statements/<int:number>/correct", "GET", READERS, 404),  # nothing was said yet
    Route("organisations/<str:uscc>/statements/<int:number>/verify", "POST", READERS, 404),
    Route("organisations/<str:uscc>/accounts/", "GET", READERS, 200),
    Route("organisations/<str:uscc>/mandates/", "GET", READERS, 200),
    Route("organisations/<str:uscc>/mandates/<int:number>/end", "POST", READERS, 404),
    # ---- the office's own
    Route("office/organisations/", "GET", READERS, 200),
    Route("office/organisations/new/", "GET", KEEPERS, 200),
    Route("office/organisations/<str:uscc>/statuses/", "GET", READERS, 200),
    Route("office/organisations/<str:uscc>/statuses/<int:number>/revoke", "POST", READERS, 404),
    Route("office/organisations/<str:uscc>/relations/", "GET", READERS, 200),
    Route("office/organisations/<str:uscc>/relations/<int:number>/end", "POST", READERS, 404),
    Route("office/imports/", "GET", KEEPERS, 200),
    Route("office/imports/template/<slug:kind>.xlsx", "GET", KEEPERS, 200),
    Route("office/imports/<int:number>/", "GET", KEEPERS, 404),  # nothing was handed in
    Route("office/imports/<int:number>/progress", "GET", KEEPERS, 404),
    Route("office/imports/<int:number>/problems.csv", "GET", KEEPERS, 404),
    Route("office/imports/<int:number>/columns", "POST", KEEPERS, 404),
    Route("office/imports/<int:number>/order", "POST", KEEPERS, 404),
    Route("office/imports/<int:number>/drop", "POST", KEEPERS, 404),
    Route("office/takeovers/<int:number>/withdraw", "POST", KEEPERS, 404),
    Route("office/qualifying/", "GET", READERS, 200),
    Route("office/qualifying/list.csv", "GET", READERS, 200),
    Route("office/qualifying/list.xlsx", "GET", READERS, 200),
    # ---- signing in; the steps after the password belong to whoever gave it
    Route("account/login/", "GET", frozenset({NOBODY}), 200),
    Route("account/logout/", "GET", SIGNED_IN, 200),
    Route("account/signup/", "GET", frozenset({NOBODY}), 200),
    Route("account/inactive/", "GET", EVERYBODY, 200),
    Route("account/2fa/authenticate/", "GET", EVERYBODY, 302),
    Route("account/2fa/webauthn/login/", "GET", EVERYBODY, 302),
    Route("account/social/login/cancelled/", "GET", EVERYBODY, 200),
    Route("account/social/login/error/", "GET", EVERYBODY, 401),
    Route("account/social/signup/", "GET", EVERYBODY, 302),
    Route("account/oidc/^(?P<provider_id>[^/]+)/login/", "GET", EVERYBODY, 404),  # no provider is set
    Route("account/oidc/^(?P<provider_id>[^/]+)/login/callback/", "GET", EVERYBODY, 404),
    # ---- one's own
    Route("account/devices/", "GET", SIGNED_IN, 200),
    Route("account/tokens/", "GET", SIGNED_IN, 200),
    Route("account/tokens/<int:token_id>/revoke", "POST", SECURITY, 302),  # of another person
    Route("account/reauthenticate/", "GET", SIGNED_IN, 200),
    Route("account/password/", "GET", SIGNED_IN, 200),
    Route("account/password/set/", "GET", SIGNED_IN, 302),
    Route("account/2fa/", "GET", SIGNED_IN, 200),
    Route("account/2fa/reauthenticate/", "GET", SIGNED_IN, 302),
    Route("account/2fa/totp/activate/", "GET", SIGNED_IN, 302),
    Route("account/2fa/totp/deactivate/", "GET", SIGNED_IN, 404),  # none to deactivate
    Route("account/2fa/recovery-codes/", "GET", SIGNED_IN, 404),
    Route("account/2fa/recovery-codes/generate/", "GET", SIGNED_IN, 302),
    Route("account/2fa/recovery-codes/download/", "GET", SIGNED_IN, 404),
    Route("account/2fa/webauthn/", "GET", SIGNED_IN, 200),
    Route("account/2fa/webauthn/add/", "GET", SIGNED_IN, 302),
    Route("account/2fa/webauthn/reauthenticate/", "GET", SIGNED_IN, 302),
    Route("account/2fa/webauthn/keys/<int:pk>/remove/", "GET", SIGNED_IN, 302),
    Route("account/2fa/webauthn/keys/<int:pk>/edit/", "GET", SIGNED_IN, 302),
    Route("account/social/", "GET", SIGNED_IN, 200),
    # ---- the journal: one's own part; event 1 is the work of another
    Route("journal/", "GET", SIGNED_IN, 200),
    Route("journal/<int:number>/receipt.json", "GET", AUDITORS, 200),
    Route("journal/check/", "GET", AUDITORS, 200),
    Route("journal/head.json", "GET", SIGNED_IN, 200),
    Route("journal/consistency.json", "GET", SIGNED_IN, 404),  # without ?from= it proves nothing
    # ---- documents of organisations, messages, search; there is none yet of the first two
    Route("documents/", "GET", OUTSIDE | KEEPERS | {Role.AUDITOR}, 200),
    Route("documents/<int:number>/", "GET", SIGNED_IN, 404),
    Route("documents/<int:number>/progress", "GET", SIGNED_IN, 404),
    Route("documents/<int:number>/content", "GET", SIGNED_IN, 404),
    Route("documents/proposals/<int:number>/strip.png", "GET", SIGNED_IN, 404),
    Route("documents/proposals/<int:number>/accept", "POST", SIGNED_IN, 404),
    Route("documents/proposals/<int:number>/reject", "POST", SIGNED_IN, 404),
    Route("messages/", "GET", SIGNED_IN, 200),
    Route("messages/<int:number>/", "GET", SIGNED_IN, 404),
    Route("messages/templates/", "GET", KEEPERS | {Role.SYSTEM_ADMINISTRATOR}, 200),
    Route("messages/mail/", "GET", frozenset({Role.SYSTEM_ADMINISTRATOR}), 200),
    Route("messages/mail/<int:number>/retry", "POST", frozenset({Role.SYSTEM_ADMINISTRATOR}), 404),
    Route("search/", "GET", EVERYBODY, 200),
    # ---- people and appointments
    Route("people/", "GET", SECURITY, 200),
    Route("people/admit", "POST", SECURITY, 422),  # nothing is filled in
    Route("people/<int:person_id>/close", "POST", SECURITY, 302),
    Route("people/<int:person_id>/reopen", "POST", SECURITY, 302),  # it was closed a line above
    Route("people/<int:person_id>/password", "POST", SECURITY, 200),
    Route("people/<int:person_id>/appoint", "POST", SECURITY, 422),  # to what is not said
    Route("people/appointments/<int:appointment_id>/end", "POST", SECURITY, 302),  # of another person
    # ---- the demonstration; production has neither (tests/project)
    Route("demo", "GET", EVERYBODY, 200),
    Route("demo/<int:person_id>", "GET", EVERYBODY, 405),
]

API = [
    Route("api/v1/", "GET", EVERYBODY, 404),
    Route("api/v1/^.*$", "GET", EVERYBODY, 404),
    Route("api/v1/openapi.json", "GET", EVERYBODY, 200),
    Route("api/v1/docs", "GET", EVERYBODY, 200),
    Route("api/v1/assessments", "POST", EVERYBODY, 422),  # no case is sent
    Route("api/v1/search", "GET", EVERYBODY, 422),  # no question is sent
    Route("api/v1/policies", "GET", EVERYBODY, 200),
    Route("api/v1/policies/<name>", "GET", EVERYBODY, 200),
    Route("api/v1/policies/<name>/text", "GET", EVERYBODY, 200),
    Route("api/v1/policies/<name>/measures", "GET", EVERYBODY, 200),
    Route("api/v1/policies/<name>/measures/<measure>", "GET", EVERYBODY, 200),
    Route("api/v1/policies/<name>/facts", "GET", EVERYBODY, 200),
    Route("api/v1/policies/<name>/slots", "GET", EVERYBODY, 200),
    Route("api/v1/policies/<name>/readings", "GET", EVERYBODY, 200),
    Route("api/v1/policies/<name>/goals", "GET", EVERYBODY, 200),
    Route("api/v1/policies/<name>/coverage", "GET", EVERYBODY, 200),
    Route("api/v1/policies/<name>/comparison", "GET", EVERYBODY, 200),
    Route("api/v1/policies/<name>/cases", "GET", EVERYBODY, 200),
    Route("api/v1/policies/<name>/cases/<key>/run", "GET", EVERYBODY, 404),  # a case is called m08-1
    Route("api/v1/organisations", "GET", SIGNED_IN, 200),  # one's own; the office reads all
    Route("api/v1/organisations/<uscc>", "GET", READERS, 200),
    Route("api/v1/organisations/<uscc>/facts", "GET", READERS, 200),
    Route("api/v1/organisations/<uscc>/facts", "POST", KEEPERS, 201, FACT),
    Route("api/v1/organisations/<uscc>/statuses", "GET", READERS, 200),
    Route("api/v1/check-ups", "GET", SIGNED_IN, 200),
    Route("api/v1/check-ups", "POST", SIGNED_IN, 422),  # of which organisation is not said
    Route("api/v1/check-ups/<number>", "GET", frozenset(), 404),  # there is none
]

MATRIX = [*PAGES, *API]
