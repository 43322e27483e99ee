"""Where an item departs from its standard, each difference named once."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from onevisit.catalogue.rules.definition import Field, ItemDefinition, Material, Mode, Step
from onevisit.catalogue.rules.unifying.model import ASPECTS, LATITUDES, Aspect, Deviation, What
from onevisit.catalogue.rules.unifying.naming import split_name
from onevisit.catalogue.rules.vocabulary import Need, PartyRole, SourceKind

_MARKS = re.compile(r"[\s\W_]+")
_NEEDS = {Need.OPTIONAL.value: 0, Need.MAY_FOLLOW.value: 1, Need.REQUIRED.value: 2}
_BURDENS = {
    SourceKind.GENERATED.value: 0,
    SourceKind.FETCHED.value: 0,
    SourceKind.ISSUED.value: 1,
    SourceKind.HELD.value: 1,
    SourceKind.THIRD_PARTY.value: 2,
}
_LIMITS = ("intake", "delivery")
_SAME_LIMITS = ("unit", "on_silence", "legal", "extension", "extension_by", "basis")
_ALLOWING = {
    (each.aspect, field, each.what): each.id for each in LATITUDES.values() for field in each.fields
}

N = TypeVar("N", Material, Step, Field)


def deviations(
    standard: ItemDefinition, theirs: ItemDefinition, allowed: Collection[str] = tuple(LATITUDES)
) -> tuple[Deviation, ...]:
    """Every difference of the eight, in their order; `allowed` are the latitudes that the
    standard leaves.
    """
    found = (each for aspect in ASPECTS for each in _COMPARED[aspect](standard, theirs))
    return tuple(_judged(each, allowed) for each in found)


def folded(text: str) -> str:
    """For comparing: width, case, blanks and marks do not matter."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _judged(found: Deviation, allowed: Collection[str]) -> Deviation:
    latitude = _ALLOWING.get((found.aspect, found.attribute, found.what), "")
    if latitude not in allowed:
        return found
    return Deviation(
        found.aspect,
        found.what,
        found.attribute,
        found.subject,
        found.standard,
        found.theirs,
        latitude,
    )


def _name(
    part: int, aspect: Aspect, standard: ItemDefinition, theirs: ItemDefinition
) -> Iterator[Deviation]:
    ours, other = split_name(standard.name)[part], split_name(theirs.name)[part]
    if folded(ours) != folded(other):
        yield Deviation(aspect, What.DIFFERS, "name", standard=ours, theirs=other)


def _basis(standard: ItemDefinition, theirs: ItemDefinition) -> Iterator[Deviation]:
    ours = {folded(each): each for each in standard.texts.legal_basis}
    other = {folded(each): each for each in theirs.texts.legal_basis}
    for key, text in ours.items():
        if key not in other:
            yield Deviation(Aspect.LEGAL_BASIS, What.MISSING, "legal_basis", standard=text)
    for key, text in other.items():
        if key not in ours:
            yield Deviation(Aspect.LEGAL_BASIS, What.EXTRA, "legal_basis", theirs=text)


def _limits(standard: ItemDefinition, theirs: ItemDefinition) -> Iterator[Deviation]:
    ours, other = standard.regime, theirs.regime
    differs = partial(_attribute, Aspect.TIME_LIMIT, "")
    for name in _SAME_LIMITS:
        yield from differs(name, getattr(ours, name), getattr(other, name))
    yield from differs("extension_approver", ours.extension_approver, other.extension_approver)
    if ours.unit is other.unit:
        for name in ("promise", *_LIMITS):
            yield from differs(name, getattr(ours, name), getattr(other, name), ordered=True)
    else:
        yield from differs("promise", ours.promise, other.promise)
    yield from differs(
        "applicant_limit", -ours.applicant_limit, -other.applicant_limit, ordered=True
    )


def _attribute(
    aspect: Aspect,
    subject: str,
    attribute: str,
    ours: object,
    theirs: object,
    *,
    ordered: bool = False,
) -> Iterator[Deviation]:
    """One value against another; numbers in order are more or less."""
    if ours == theirs:
        return
    what = What.DIFFERS
    if ordered and isinstance(ours, int) and isinstance(theirs, int):
        what = What.LESS if theirs < ours else What.MORE
    yield Deviation(aspect, what, attribute, subject, _said(ours), _said(theirs))


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(abs(value))
    return str(value)


def matched(
    ours: Iterable[N], theirs: Iterable[N], name: Callable[[N], str]
) -> Iterator[tuple[N | None, N | None]]:
    """Each of ours with the same of theirs, by key, else by name; then what only they have."""
    rest = {each.key: each for each in theirs}
    for each in ours:
        other = rest.get(each.key) or next(
            (one for one in rest.values() if folded(name(one)) == folded(name(each))), None
        )
        if other is not None:
            del rest[other.key]
        yield each, other
    for only in rest.values():
        yield None, only


def _one_sided(
    aspect: Aspect, attribute: str, ours: str | None, theirs: str | None
) -> Iterator[Deviation]:
    if ours is None:
        yield Deviation(aspect, What.EXTRA, attribute, theirs or "", theirs=theirs or "")
    else:
        yield Deviation(aspect, What.MISSING, attribute, ours, standard=ours)


def _materials(standard: ItemDefinition, theirs: ItemDefinition) -> Iterator[Deviation]:
    for ours, other in matched(standard.materials, theirs.materials, lambda each: each.name):
        if ours is None or other is None:
            yield from _one_sided(
                Aspect.MATERIALS,
                "materials",
                ours.name if ours else None,
                other.name if other else None,
            )
        else:
            yield from _material(ours, other, theirs.regime.promise)


def _material(ours: Material, other: Material, promise: int | None) -> Iterator[Deviation]:
    aspect, subject = Aspect.MATERIALS, ours.name
    if folded(ours.name) != folded(other.name):
        yield Deviation(aspect, What.DIFFERS, "name", subject, ours.name, other.name)
    yield from _ranked(subject, "need", ours.need, other.need, _NEEDS)
    yield from _ranked(subject, "source", ours.source.kind, other.source.kind, _BURDENS)
    if ours.source.kind is other.source.kind:
        yield from _attribute(
            aspect, subject, "provider", ours.source.provider, other.source.provider
        )
    yield from _attribute(aspect, subject, "copies", ours.copies, other.copies, ordered=True)
    yield from _deferral(ours, other, promise)
    yield from _attribute(aspect, subject, "party", ours.party, other.party)
    yield from _attribute(aspect, subject, "when", ours.when.source, other.when.source)


def _deferral(ours: Material, other: Material, promise: int | None) -> Iterator[Deviation]:
    """More days to follow are less of a burden; a shorter promise leaves no more than fit in it."""
    before, after = ours.defer_days or 0, other.defer_days or 0
    if promise is not None and before >= promise and after == promise - 1:
        yield Deviation(
            Aspect.MATERIALS, What.DIFFERS, "defer_days", ours.name, str(before), str(after)
        )
    else:
        yield from _attribute(
            Aspect.MATERIALS, ours.name, "defer_days", -before, -after, ordered=True
        )


def _ranked(
    subject: str,
    attribute: str,
    ours: Need | SourceKind,
    theirs: Need | SourceKind,
    ranks: Mapping[str, int],
) -> Iterator[Deviation]:
    """Codes of which some ask less of the applicant than others."""
    if ours == theirs:
        return
    before, after = ranks.get(ours.value), ranks.get(theirs.value)
    what = What.DIFFERS
    if before is not None and after is not None and before != after:
        what = What.LESS if after < before else What.MORE
    yield Deviation(Aspect.MATERIALS, what, attribute, subject, ours.value, theirs.value)


def _steps(
    applicant: bool, aspect: Aspect, standard: ItemDefinition, theirs: ItemDefinition
) -> Iterator[Deviation]:
    ours = [each for each in standard.steps if _is_applicants(each) is applicant]
    others = [each for each in theirs.steps if _is_applicants(each) is applicant]
    held = {each.key for each in theirs.steps}
    for one, other in matched(ours, others, lambda each: each.name):
        if one is None or other is None:
            yield from _one_sided(
                aspect, "steps", one.name if one else None, other.name if other else None
            )
        else:
            before = _before(one, standard, held)
            yield from _step(aspect, one, other, before, {each.step for each in other.after})


def _is_applicants(step: Step) -> bool:
    return step.party is PartyRole.APPLICANT


def _step(
    aspect: Aspect, ours: Step, other: Step, before: set[str], theirs_before: set[str]
) -> Iterator[Deviation]:
    subject = ours.name
    if folded(ours.name) != folded(other.name):
        yield Deviation(aspect, What.DIFFERS, "name", subject, ours.name, other.name)
    yield from _attribute(aspect, subject, "kind", ours.kind, other.kind)
    yield from _attribute(aspect, subject, "limit", ours.limit, other.limit, ordered=True)
    yield from _attribute(aspect, subject, "when", ours.when.source, other.when.source)
    if before != theirs_before:
        yield Deviation(
            aspect,
            What.DIFFERS,
            "after",
            subject,
            ", ".join(sorted(before)),
            ", ".join(sorted(theirs_before)),
        )
    yield from _modes(aspect, subject, ours.modes, other.modes)


def _before(step: Step, standard: ItemDefinition, held: set[str]) -> set[str]:
    """What comes before it by the standard; a step they leave out stands for what is before it."""
    by_key = {each.key: each for each in standard.steps}
    found: set[str] = set()
    waiting, seen = [each.step for each in step.after], set[str]()
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        if key in held or key not in by_key:
            found.add(key)
        else:
            waiting += [each.step for each in by_key[key].after]
    return found


def _modes(
    aspect: Aspect, subject: str, ours: Iterable[Mode], theirs: Iterable[Mode]
) -> Iterator[Deviation]:
    """Places are called otherwise everywhere: what counts is whether one may come, and what it
    takes to do it from afar.
    """
    wanted, there = {way(each) for each in ours}, {way(each) for each in theirs}
    if wanted == there:
        return
    what = What.WAYS if wanted < there else What.DIFFERS
    told = [" / ".join(sorted(each)) for each in (wanted, there)]
    yield Deviation(aspect, what, "modes", subject, *told)


def way(mode: Mode) -> str:
    """From afar with what it takes, or at some place."""
    return f"remote {'+'.join(sorted(mode.needs))}".strip() if mode.remote else "place"


def _form(standard: ItemDefinition, theirs: ItemDefinition) -> Iterator[Deviation]:
    for ours, other in matched(standard.form, theirs.form, lambda each: each.label):
        if ours is None or other is None:
            yield from _one_sided(
                Aspect.FORM, "form", ours.label if ours else None, other.label if other else None
            )
        else:
            yield from _field(ours, other)


def _field(ours: Field, other: Field) -> Iterator[Deviation]:
    differs = partial(_attribute, Aspect.FORM, ours.label)
    if folded(ours.label) != folded(other.label):
        yield Deviation(Aspect.FORM, What.DIFFERS, "label", ours.label, ours.label, other.label)
    yield from differs("kind", ours.kind, other.kind)
    yield from differs("unit", ours.unit, other.unit)
    yield from differs("required", int(ours.required), int(other.required), ordered=True)
    yield from differs("when", ours.when.source, other.when.source)
    yield from differs("options", _options(ours), _options(other))


def _options(field: Field) -> str:
    return " / ".join(sorted(each.label for each in field.options))


_COMPARED: Mapping[Aspect, Callable[[ItemDefinition, ItemDefinition], Iterator[Deviation]]] = {
    Aspect.MAIN_NAME: partial(_name, 0, Aspect.MAIN_NAME),
    Aspect.SUB_NAME: partial(_name, 1, Aspect.SUB_NAME),
    Aspect.LEGAL_BASIS: _basis,
    Aspect.MATERIALS: _materials,
    Aspect.APPLICANT: partial(_steps, True, Aspect.APPLICANT),
    Aspect.INTERNAL: partial(_steps, False, Aspect.INTERNAL),
    Aspect.TIME_LIMIT: _limits,
    Aspect.FORM: _form,
}
