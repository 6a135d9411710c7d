"""Rows to measure on, made by the database itself: quick, and the same each time."""

import uuid

from django.db import connection

from accounts.models import Business, Membership, User
from accounts.roles import Role
from bench.database import analyse
from foundation.tenancy.context import acting_for
from surveys.models import Survey

CUSTOMERS = """
INSERT INTO customers_customer (business_id, id, email, name, phone, language, properties, created_at, updated_at)
SELECT %(business)s, md5('c' || n)::uuid, 'person' || n || '@example.com', 'Person ' || n, '', '',
    jsonb_build_object('shop', 'Shop ' || n %% 4), now(), now()
FROM generate_series(1, %(count)s) AS n
"""
INVITATIONS = """
INSERT INTO surveys_invitation (business_id, id, survey_id, customer_id, state, reason, note, token_hash, segments,
    created_at, delivered_at, delivered_on, expires_at, evidence)
SELECT %(business)s, md5('i' || n)::uuid, %(survey)s, md5('c' || n)::uuid, 'sent', '', '',
    sha256(('token' || n)::bytea), '{}', now(), now() - interval '1 day', current_date - 1,
    now() + interval '30 days', '[]'
FROM generate_series(1, %(count)s) AS n
"""
ANSWERS = """
INSERT INTO surveys_answer (business_id, id, survey_id, customer_id, kind, score, comment, state, set_aside, source,
    given_at, given_on, segments, properties, salt, layout)
SELECT %(business)s, gen_random_uuid(), %(survey)s, NULL, 'nps', (random() * random() * 11)::int %% 11, '', 'confirmed',
    '', 'import', t.at, t.at::date, jsonb_build_object('shop', 'Shop ' || n %% 4), '{}', '\\x00', 1
FROM generate_series(1, %(count)s) AS n, LATERAL (SELECT now() - (n %% %(days)s) * interval '1 day' AS at) AS t
"""
SAID = ANSWERS.replace("'', 'confirmed'", "'The bread of day ' || n || ' was a little dry', 'confirmed'")


def make_business(slug: str) -> tuple[Business, User, Survey]:
    """A business with its owner, one NPS survey and one dimension."""
    business = Business.objects.create(name=slug.title(), slug=slug, timezone="Europe/Berlin", dimensions=["shop"])
    owner = User.objects.create_user(f"{slug}@example.com")
    Membership.objects.create(business=business, user=owner, role=Role.OWNER.value)
    with acting_for(business):
        survey = Survey.objects.create(business_id=business.id, name="Recommend us", kind="nps")
    return business, owner, survey


def make_asked(count: int) -> tuple[Business, Survey]:
    """A business of so many customers, each with a letter that waits for an answer: person n has the link token<n>."""
    business, _, survey = make_business("bench")
    fill(CUSTOMERS, business, count=count)
    fill(INVITATIONS, business, survey.id, count=count)
    analyse()
    return business, survey


def fill(statement: str, business: Business, survey: uuid.UUID | None = None, **values: int) -> None:
    """Run one of the statements above for a business."""
    with acting_for(business), connection.cursor() as cursor:
        cursor.execute(statement, {"business": business.id, "survey": survey, **values})
