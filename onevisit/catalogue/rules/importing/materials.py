"""Materials of an imported item: known by name only, so keyed by it."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from onevisit.catalogue.rules.definition import Material, Source
from onevisit.catalogue.rules.importing.drafts import Remark
from onevisit.catalogue.rules.vocabulary import SourceKind

_NOISE = re.compile(r"[\s《》〈〉<>“”\"'‘’。，,、；;：:.·]+")


def normal_name(name: str) -> str:
    """One form for the ways of writing a name: width, case, quotation marks and blanks aside."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()


def material_key(name: str) -> str:
    """A key that stays while the name means the same; equal names in two items are one paper."""
    digest = hashlib.sha256(normal_name(name).encode()).hexdigest()
    return f"m-{digest[:16]}"


def read(field: str, names: Iterable[str]) -> tuple[tuple[Material, ...], tuple[Remark, ...]]:
    """The materials, each once. Where they come from the source does not say: unknown."""
    found: dict[str, Material] = {}
    remarks: list[Remark] = []
    for name in names:
        if not normal_name(name):
            remarks.append(Remark(field, "catalogue.warn_material_unnamed"))
            continue
        key = material_key(name)
        if key in found:
            remarks.append(Remark(field, "catalogue.warn_material_twice", {"name": name[:80]}))
            continue
        found[key] = Material(key=key, name=name, source=Source(kind=SourceKind.UNKNOWN))
    return tuple(found.values()), tuple(remarks)
