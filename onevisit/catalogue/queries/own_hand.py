"""What the law keeps for the applicant's own hand, of many things at once."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from onevisit.catalogue.rules.vocabulary import OwnDeed


@dataclass(frozen=True, slots=True)
class KeptByLaw:
    """What nobody does for the applicant in one thing, or in the part `name` of a bundle."""

    name: str
    deeds: tuple[OwnDeed, ...]
    basis: str


_KEPT = """
WITH kept AS (
    SELECT i.code, i.name, i.entry_id, v.document->'in_person' AS rule
    FROM catalogue_item AS i JOIN catalogue_itemversion AS v ON v.id = i.current_id
    WHERE i.applicable AND jsonb_array_length(coalesce(v.document->'in_person'->'deeds', '[]')) > 0
)
SELECT code, name, rule FROM kept WHERE code = ANY(%s)
UNION
SELECT b.code, k.name, k.rule FROM catalogue_bundle AS b
JOIN catalogue_definitionref AS r ON r.bundle_version_id = b.current_id
JOIN kept AS k ON k.entry_id = r.entry_id WHERE b.code = ANY(%s)
ORDER BY 1, 2
"""


def kept_for_oneself(codes: Collection[str]) -> dict[str, tuple[KeptByLaw, ...]]:
    """By code, what of these published items and bundles only the applicant does; others are
    absent. One query.
    """
    found: dict[str, tuple[KeptByLaw, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [list(codes), list(codes)])
        for code, name, text in cursor.fetchall():
            rule = json.loads(text)
            deeds = tuple(OwnDeed(each) for each in rule["deeds"])
            kept = KeptByLaw(name, deeds, rule.get("basis", ""))
            found[code] = (*found.get(code, ()), kept)
    return found
