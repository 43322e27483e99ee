"""The standard material library: what the items one can apply for here ask for, most used first.

One key is one paper, so the library is what stands in the published documents themselves; an item
that is imported and only described adds nothing to it.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from onevisit.catalogue.rules.definition import Material
from onevisit.catalogue.rules.parsing import parse_item

_FOUND = """
SELECT found.key, found.name, found.used, found.document::text
FROM (
    SELECT DISTINCT ON (m->>'key')
        m->>'key' AS key, m->>'name' AS name, m AS document,
        count(*) OVER (PARTITION BY m->>'key') AS used
    FROM catalogue_item i
    JOIN catalogue_itemversion v ON v.id = i.current_id
    CROSS JOIN LATERAL jsonb_array_elements(coalesce(v.document->'materials', '[]')) AS m
    WHERE i.applicable AND {wanted}
    ORDER BY m->>'key', (m ? 'source') DESC, i.code
) AS found
ORDER BY found.used DESC, found.name
LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class StandardMaterial:
    """A standard material with its usual source, and how many items ask for it."""

    key: str
    name: str
    used: int
    material: Material


def standard_materials(q: str = "", *, limit: int = 40) -> tuple[StandardMaterial, ...]:
    """Those whose name holds `q`, or all. One query."""
    return _fetch("strpos(m->>'name', %s) > 0", q, limit)


def standards(
    *, keys: Collection[str] = (), names: Collection[str] = ()
) -> tuple[StandardMaterial, ...]:
    """Those with these keys or exactly these names. One query, none for nothing."""
    if not keys and not names:
        return ()
    wanted = "(m->>'key' = ANY(%s) OR m->>'name' = ANY(%s))"
    return _fetch(wanted, list(keys), list(names), 500)


def _fetch(wanted: str, *params: str | int | list[str]) -> tuple[StandardMaterial, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_FOUND.format(wanted=wanted), params)
        rows = cursor.fetchall()
    return tuple(
        StandardMaterial(key, name, used, _material(json.loads(document)))
        for key, name, used, document in rows
    )


def _material(document: dict[str, object]) -> Material:
    """The paper without what depends on the item it was found in."""
    own = ("when", "why_not", "need", "defer_days", "party")
    plain = {name: value for name, value in document.items() if name not in own}
    return parse_item({"code": "-", "name": "-", "materials": [plain]}).materials[0]
