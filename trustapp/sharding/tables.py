"""Which table belongs where, by name. A table that stands nowhere here has to be a tenant's."""

# The same rows on every server, so that tenants' rows may point at them.
REFERENCE = {
    "accounts_business": "the tenants themselves",
    "accounts_user": "a person may belong to several businesses",
}
# Spread by business like tenants' tables, without their walls.
BESIDE_TENANTS = {
    "agenda_due": "the tick claims across businesses; ids and times only",
}
# On the first server alone; nothing of a tenant's points at them.
LOCAL = {
    "accounts_user_groups": "Django's, for operators",
    "accounts_user_user_permissions": "Django's, for operators",
    "accounts_recenttry": "what was tried lately, for rate limits: read before anybody is known; hashed keys only",
    "accounts_membership": "read to find out which business a person may enter",
    "account_emailaddress": "allauth's: addresses of people, not of businesses",
    "account_emailconfirmation": "allauth's: addresses of people, not of businesses",
    "agenda_pulse": "the machinery's own pulse",
    "auth_group": "Django's, for operators",
    "auth_group_permissions": "Django's, for operators",
    "auth_permission": "Django's, for operators",
    "django_content_type": "Django's",
    "django_migrations": "Django's",
    "django_session": "read before anybody is known",
    "mfa_authenticator": "allauth's: second factors of people",
}
GLOBAL = {**REFERENCE, **BESIDE_TENANTS, **LOCAL}
WAITING = "distribute_waiting"  # foreign keys that `distribute` took away and has not put back yet
