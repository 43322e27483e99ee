"""From the names in a document to rows with real foreign keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from onevisit.catalogue.models import BundleVersion, CatalogueEntry, DefinitionRef, ItemVersion
from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.references import Named, Reference, references
from onevisit.directory import queries as directory
from onevisit.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a definition names: the ids of departments, the entries, and what is not known."""

    references: tuple[Reference, ...]
    departments: Mapping[str, UUID]
    problems: tuple[Problem, ...]


def known_departments(codes: Iterable[str]) -> dict[str, UUID]:
    """Code → id of those that the directory knows."""
    wanted = set(codes)
    return {row.code: row.id for row in directory.departments() if row.code in wanted}


def resolve(definition: ItemDefinition | BundleDefinition) -> Resolved:
    """Look up everything the definition names; at most two queries."""
    named = references(definition)
    departments = _departments_in(named)
    entries = _entries_in(named)
    problems = [
        _unknown(ref)
        for ref in named
        if (ref.named is Named.DEPARTMENT and ref.code not in departments)
        or (ref.named is Named.ENTRY and ref.must_exist and ref.code not in entries)
    ]
    return Resolved(named, departments, tuple(problems))


def save_refs(version: ItemVersion | BundleVersion, resolved: Resolved) -> None:
    """Replace the references of a draft. An entry that is only named gets a bare row."""
    wanted = {ref.code for ref in resolved.references if ref.named is Named.ENTRY}
    CatalogueEntry.objects.bulk_create(
        [CatalogueEntry(code=code[:20]) for code in sorted(wanted)], ignore_conflicts=True
    )
    version.refs.all().delete()
    owner = "item_version" if isinstance(version, ItemVersion) else "bundle_version"
    DefinitionRef.objects.bulk_create(
        DefinitionRef(
            **{owner: version},
            place=ref.place,
            entry_id=ref.code[:20] if ref.named is Named.ENTRY else None,
            department_id=(
                resolved.departments[ref.code] if ref.named is Named.DEPARTMENT else None
            ),
        )
        for ref in resolved.references
    )


def _departments_in(named: Iterable[Reference]) -> dict[str, UUID]:
    codes = {ref.code for ref in named if ref.named is Named.DEPARTMENT}
    return known_departments(codes) if codes else {}


def _entries_in(named: Iterable[Reference]) -> set[str]:
    codes = {ref.code for ref in named if ref.named is Named.ENTRY}
    if not codes:
        return set()
    return set(CatalogueEntry.objects.filter(code__in=codes).values_list("code", flat=True))


def _unknown(ref: Reference) -> Problem:
    if ref.named is Named.DEPARTMENT:
        return Problem(ref.pointer, "catalogue.unknown_department", {"department": ref.code})
    return Problem(ref.pointer, "catalogue.unknown_entry", {"entry": ref.code})
