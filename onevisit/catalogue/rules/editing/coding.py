"""The code of a new item: written out, or completed from its short form; that of a new bundle."""

import re

from onevisit.catalogue.errors import needs_department_code
from onevisit.catalogue.rules.vocabulary import Level
from onevisit.kernel.item_codes import CATALOGUE_LENGTH, CatalogueCode, ItemCode


def full_code(written: str, *, uscc: str | None, department: str, level: Level) -> ItemCode:
    """The 实施编码 (31) for what an officer wrote: itself, or a 基本编码 (12) that is completed
    with the department's credit code and the level.

    Raises Invalid `codes.item_code_form`, `codes.catalogue_code_characters`,
    `catalogue.needs_department_code`.
    """
    plain = "".join(written.split())
    if len(plain) != CATALOGUE_LENGTH:
        return ItemCode.parse(plain)
    entry = CatalogueCode.parse(plain)
    if not uscc:
        raise needs_department_code(department)
    return ItemCode.parse(f"{uscc}{level.value}{entry.code}")


def bundle_stem(region: str) -> str:
    """What the codes of a region's bundles begin with; a number follows."""
    return f"YJS-{region[:6]}-"


def is_bundle_code(code: str, region: str) -> bool:
    """Whether a new bundle of the region may stand under this code."""
    return re.fullmatch(f"{bundle_stem(region)}[0-9]{{3,6}}", code) is not None
