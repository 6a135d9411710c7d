"""The SQL of bringing ready rows in; `slices.py` says in which order."""

# A slice is small beside a large list, and the planner cannot know: look rows up in indexes, never read the whole list.
PLAN = (
    "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_material = off;"
    " SET LOCAL jit = off"
)
CREATE = """
CREATE TEMPORARY TABLE ready (row integer, id uuid, email text, external_id text, name text, phone text, language text,
    properties jsonb) ON COMMIT DROP
"""
COPY = "COPY ready FROM STDIN"
DROP = "DELETE FROM ready WHERE row = ANY(%(rows)s)"
CLEAR = "DROP TABLE IF EXISTS matched, ready"

INSERT = """
INSERT INTO customers_customer
    (business_id, id, email, external_id, name, phone, language, properties, created_at, updated_at, brought_by)
SELECT %(business)s, id, nullif(email, ''), nullif(external_id, ''), name, phone, language, properties,
    %(now)s, %(now)s, %(of)s
"""
# RETURNING, though nobody reads it: without it Citus brings the rows in by COPY, which row-level security refuses.
INSERT_ALL = f"{INSERT} FROM ready RETURNING id"

# x is who has the row's number, e who else has its address: no second look-up where both are x. An empty cell says
# nothing about a customer. What is left out here is known and just as the row says.
MATCH = """
CREATE TEMPORARY TABLE matched ON COMMIT DROP AS
SELECT r.*, coalesce(x.id, e.id) AS customer,
    coalesce(x.id <> e.id OR (x.id IS NULL AND r.external_id <> '' AND e.external_id <> r.external_id), false)
        AS conflict,
    x.id IS NOT NULL AS number_known,
    nullif(CASE WHEN x.id IS NULL THEN e.email ELSE x.email END, r.email) AS other_email,
    nullif(CASE WHEN x.id IS NULL THEN e.external_id ELSE x.external_id END, r.external_id) AS other_number
FROM ready AS r
LEFT JOIN LATERAL (
    SELECT * FROM customers_customer
    WHERE business_id = %(business)s AND external_id = r.external_id AND r.external_id <> '' LIMIT 1) AS x ON true
LEFT JOIN LATERAL (
    SELECT * FROM customers_customer
    WHERE business_id = %(business)s AND email = r.email AND r.email <> '' AND x.email IS DISTINCT FROM r.email
    LIMIT 1) AS e ON true
WHERE coalesce(x.id, e.id) IS NULL
    OR (r.name <> '' AND r.name <> coalesce(x.name, e.name))
    OR (r.phone <> '' AND r.phone <> coalesce(x.phone, e.phone))
    OR (r.language <> '' AND r.language <> coalesce(x.language, e.language))
    OR NOT coalesce(x.properties, e.properties) @> r.properties
    OR (x.id IS NOT NULL AND r.email <> '' AND x.email IS DISTINCT FROM r.email)
    OR (x.id IS NULL AND r.external_id <> '' AND e.external_id IS DISTINCT FROM r.external_id)
"""
COUNT = "SELECT count(*) FROM matched"
# What else a customer who changes is known by: another row may name them so, or take the address they leave.
OTHERS = """
SELECT other_email, other_number FROM matched WHERE other_email IS NOT NULL OR other_number IS NOT NULL
"""
CONFLICTS = "SELECT row, number_known FROM matched WHERE conflict ORDER BY row"
INSERT_MATCHED = f"{INSERT} FROM matched WHERE customer IS NULL RETURNING id"
KEEP = """
INSERT INTO customers_importchange (business_id, id, of_id, customer_id, before, at)
SELECT %(business)s, gen_random_uuid(), %(of)s, c.id,
    jsonb_build_object('email', c.email, 'external_id', c.external_id, 'name', c.name, 'phone', c.phone,
        'language', c.language, 'properties', c.properties, 'updated_at', c.updated_at), %(now)s
FROM matched AS m JOIN customers_customer AS c ON c.business_id = %(business)s AND c.id = m.customer
WHERE NOT m.conflict RETURNING customers_importchange.id
"""
UPDATE = """
UPDATE customers_customer AS c SET
    email = coalesce(nullif(m.email, ''), c.email),
    external_id = coalesce(nullif(m.external_id, ''), c.external_id),
    name = coalesce(nullif(m.name, ''), c.name),
    phone = coalesce(nullif(m.phone, ''), c.phone),
    language = coalesce(nullif(m.language, ''), c.language),
    properties = c.properties || m.properties,
    updated_at = %(now)s
FROM matched AS m
WHERE c.business_id = %(business)s AND c.id = m.customer AND NOT m.conflict
"""

# An import taken back: customers become what they were, where nobody changed them since.
RESTORE = """
UPDATE customers_customer AS c SET
    email = h.before ->> 'email', external_id = h.before ->> 'external_id', name = h.before ->> 'name',
    phone = h.before ->> 'phone', language = h.before ->> 'language', properties = h.before -> 'properties',
    updated_at = (h.before ->> 'updated_at')::timestamptz
FROM customers_importchange AS h
WHERE h.business_id = %(business)s AND h.id = ANY(%(changes)s) AND c.business_id = %(business)s
    AND c.id = h.customer_id AND c.updated_at = h.at AND c.erased_at IS NULL
"""
