"""How people rated what was done for them."""

from onevisit.oversight.queries.statements import APPLICATION_REACHED, composed

RATED = composed(
    """
SELECT r.given_at >= %(begin)s AND r.given_at < %(end)s AS now, count(*),
    count(*) FILTER (WHERE r.level <= 3)
FROM ratings_rating AS r
JOIN ratings_occasion AS o ON o.id = r.occasion_id
JOIN cases_application AS a ON a.id = o.application_id
WHERE ((r.given_at >= %(begin)s AND r.given_at < %(end)s)
    OR (r.given_at >= %(begin_before)s AND r.given_at < %(end_before)s)) AND {reached}
GROUP BY 1""",
    reached=APPLICATION_REACHED,
)
"""Ratings of a period and of the one before, and how many of them are 1 to 3."""

RATED_LIST = """
SELECT r.id, r.given_at, r.level, a.id, coalesce(a.number, ''), a.offer_name,
    coalesce(s.name, ''), o.window
FROM ratings_rating AS r
JOIN ratings_occasion AS o ON o.id = r.occasion_id
JOIN cases_application AS a ON a.id = o.application_id
LEFT JOIN directory_servicepoint AS s ON s.id = o.service_point_id
WHERE r.given_at >= %(begin)s AND r.given_at < %(end)s
    AND (r.given_at, r.id) < (%(key)s, %(last)s)
    AND (%(thing)s = '' OR a.offer_code = %(thing)s)
    AND (%(department)s::uuid IS NULL OR EXISTS (SELECT 1 FROM cases_case AS c
        WHERE c.application_id = a.id AND c.department_id = %(department)s AND {case_reached}))
    AND {reached} AND {wanted}
ORDER BY r.given_at DESC, r.id DESC LIMIT %(limit)s"""
"""The ratings one by one; who rated is not among them."""
