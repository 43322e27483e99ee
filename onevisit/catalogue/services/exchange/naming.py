"""Whom and what the rows name: the department, the place, the entry of the national directory."""

import re
from collections.abc import Iterable, Mapping

from onevisit.catalogue.models import Item
from onevisit.catalogue.rules.exchange.merging import Told
from onevisit.catalogue.rules.exchange.model import Part
from onevisit.catalogue.rules.importing.drafts import Office, Remark
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.kernel.errors import Invalid
from onevisit.kernel.item_codes import CatalogueCode, ItemCode
from onevisit.kernel.uscc import Uscc

_LONGEST_NAME = 80
_LONGEST_ENTRY = 20
_PLAIN = re.compile(r"R([0-9]{6})-", re.ASCII)
"""How the code of a department begins that came without a credit code."""
_PLACE = re.compile(r"[0-9]{9,12}", re.ASCII)


class Offices:
    """The departments that are known, by any name a row may give; `region` is where items belong
    that say nothing of it.
    """

    def __init__(self, region: str) -> None:
        known = directory.departments()
        self._default = region
        self._names = {each.code: each.name for each in directory.regions()}
        self._by_id = {each.id: each for each in known}
        self._by_code = {each.code: each for each in known}
        self._by_uscc = {each.uscc: each for each in known if each.uscc}
        self._by_name = {each.name: each for each in reversed(known)}
        self._called: dict[str, list[DepartmentInfo]] = {}
        for each in known:
            for short in {each.short_name, *each.aliases} - {""}:
                self._called.setdefault(short, []).append(each)
        self._new: set[str] = set()

    def of(
        self,
        cells: Mapping[str, str],
        rows: Iterable[Told],
        held: Item | None,
        code: ItemCode,
        remarks: list[Remark],
    ) -> Office:
        """The department of a row, and where its item belongs; one that is not registered yet is
        told, once, and one found in spite of its code too. Raises Invalid with `field`.
        """
        written = cells.get("dept_code", "").strip().upper()
        name = cells.get("dept_name", "").strip()
        known = self._known(written, name, held)
        region, region_name = self._region(rows, held, known, written, code)
        if known is not None and written and not self._coded(written):
            by_name = {"found": written[:40], "name": known.name}
            remarks.append(Remark("dept_code", "catalogue.warn_department_by_name", by_name))
        if known is not None:
            return Office(known.code, known.name, region, region_name, known.uscc)
        if not name:
            raise Invalid("catalogue.row_missing_field", field="dept_name")
        if len(name) > _LONGEST_NAME:
            facts = {"length": len(name), "most": _LONGEST_NAME}
            raise Invalid("catalogue.row_too_long", field="dept_name", **facts)
        slug = _slug(written or name)
        if slug not in self._new:
            self._new.add(slug)
            new = {"name": name, "code": written or "—"}
            remarks.append(Remark("dept_name", "catalogue.warn_new_department", new))
        return Office(slug, name, region, region_name, _uscc(written))

    def _known(self, written: str, name: str, held: Item | None) -> DepartmentInfo | None:
        if not written and not name:
            return self._by_id.get(held.department_id) if held is not None else None
        coded = self._coded(written) if written else ()
        return coded[0] if coded else self._by_words(written, name)

    def _coded(self, written: str) -> tuple[DepartmentInfo, ...]:
        found = self._by_uscc.get(written) or self._by_code.get(_slug(written))
        return (found,) if found else ()

    def _by_words(self, written: str, name: str) -> DepartmentInfo | None:
        """By its name, or by what one department alone is called; not where a sound credit code
        says that it is another one.
        """
        called = self._called.get(name, [])
        found = self._by_name.get(name) or (called[0] if len(called) == 1 else None)
        if found is not None and found.uscc and _sound(written):
            return None
        return found

    def _region(
        self,
        rows: Iterable[Told],
        held: Item | None,
        known: DepartmentInfo | None,
        written: str,
        code: ItemCode,
    ) -> tuple[str, str]:
        region, name = _place(rows) or (self._wider(held, known, written, code), "")
        return region, self._names.get(region) or name[:64] or region

    def _wider(
        self, held: Item | None, known: DepartmentInfo | None, written: str, code: ItemCode
    ) -> str:
        """A department without a credit code is where its plain code of ours, or the code of its
        item says.
        """
        if held is not None:
            return held.region_id
        if known is not None:
            return known.region
        if self._default:
            return self._default
        uscc = _uscc(written) or (code.uscc.code if code.uscc else None)
        plain = _PLAIN.match(written)
        own = (uscc or "")[2:8] or code.region or code.department_code[2:8]
        digits = plain[1] if plain else own
        if not digits.isdigit() or digits.startswith("0"):
            raise Invalid("catalogue.row_bad_region", field="dept_code", found=written[:40])
        return digits.ljust(12, "0")


def _place(rows: Iterable[Told]) -> tuple[str, str] | None:
    """The village, or else the town, that the item is said to belong to."""
    for told in rows:
        if told.table.part is not Part.EXTEND:
            continue
        for kind in ("village", "town"):
            code = told.row.get(f"{kind}_code", "").strip()
            if _PLACE.fullmatch(code) and not code.startswith("00"):
                return code.ljust(12, "0"), told.row.get(f"{kind}_name", "").strip()
    return None


def _uscc(written: str) -> str | None:
    """A credit code by its form; a wrong check character is a warning, never a refusal."""
    try:
        return Uscc.parse(written).code
    except Invalid:
        return None


def _sound(written: str) -> bool:
    """Whether it is a credit code whose check character is right."""
    uscc = _uscc(written)
    return uscc is not None and Uscc(uscc).checksum_ok


def _slug(written: str) -> str:
    """Our own short name of a department that has none yet."""
    plain = re.sub(r"[^a-z0-9_-]", "", written.lower())
    if not plain:
        plain = written.encode().hex()[:36]
    return plain[:40] if plain[0].isalpha() else f"d{plain}"[:40]


def entry_of(
    code: ItemCode, cells: Mapping[str, str], held: Item | None, remarks: list[Remark]
) -> tuple[str, str | None]:
    """The entry an item belongs to, and its 基本编码; None leaves that as it is."""
    written = cells.get("catalog_code", "").strip().upper()[:_LONGEST_ENTRY]
    within = code.catalogue.code if code.catalogue else ""
    if held is not None and written == held.entry_id:
        return written, None
    if not written:
        kept = (held.entry_id or "") if held is not None else within or (code.local_code or "")
        return kept[:_LONGEST_ENTRY], None
    try:
        plain = CatalogueCode.parse(written).code
    except Invalid:
        return written, ""
    if within and within != plain:
        remarks.append(
            Remark("catalog_code", "catalogue.warn_entry_contradicts", {"within": within})
        )
        return plain, ""
    return plain, plain
