"""How a province writes the code sets of the tables: data, one JSON file for each.

A profile says only what differs from the national numbers. `write` maps our value to theirs,
`read` what else they are known to write (words, unpadded numbers) to ours; what `write` names is
read back without saying so twice. An office may keep a profile of its own in a file.

`cases` maps the code sets of the tables of cases, `confirmed` says which values of any set the
province has confirmed, ``*`` for all of it; the room that reports cases knows what they mean.
"""

import json
from functools import cache
from importlib import resources
from pathlib import Path

import msgspec

from onevisit.catalogue.rules import vocabulary as v
from onevisit.kernel.calendar import DayUnit
from onevisit.kernel.errors import Invalid

Words = dict[str, str]

CODE_SETS: dict[str, tuple[str, ...]] = {
    "task_type": tuple(v.TaskType),
    "use_level": tuple(v.Level),
    "server_type": tuple(v.Served),
    "project_type": tuple(v.CaseKind),
    "task_state": tuple(v.TaskState),
    "dept_type": tuple(v.DoerKind),
    "handle_type": tuple(v.HandleForm),
    "handle_area": tuple(v.HandleArea),
    "is_need": tuple(v.Need),
    "material_type": tuple(v.MaterialKind),
    "material_format": tuple(v.MaterialFormat),
    "source_type": tuple(v.Origin),
    "online_handle_depth": tuple(v.OnlineDepth),
    "day_unit": tuple(DayUnit),
    "result_type": (),
}
"""Set → our values. `result_type` is open: a kind of result is a word of ours."""


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One province's numbers. `data_source` is what it wants in that column."""

    name: str
    title: str = ""
    data_source: str = ""
    write: dict[str, Words] = {}
    read: dict[str, Words] = {}
    cases: dict[str, Words] = {}
    confirmed: dict[str, list[str]] = {}

    def number(self, code_set: str, value: str) -> str:
        """Our value as they write it, by a word of ours that means the same too; "" where the
        profile has none: a value of an open set is no number by itself.
        """
        out, into = _table(self, code_set)
        return out.get(value) or out.get(into.get(value, ""), "")

    def out(self, code_set: str, value: str) -> str:
        """Our value as they write it."""
        return _table(self, code_set)[0].get(value, value)

    def into(self, code_set: str, written: str) -> str | None:
        """Theirs as our value; None where nobody knows it. An open set keeps the words."""
        found = _table(self, code_set)[1].get(written)
        if found is None and not CODE_SETS[code_set]:
            return written
        return found


_TABLES: dict[tuple[int, str], tuple[Profile, tuple[Words, Words]]] = {}


def _table(profile: Profile, code_set: str) -> tuple[Words, Words]:
    held = _TABLES.get((id(profile), code_set))
    if held is None or held[0] is not profile:
        held = _TABLES[id(profile), code_set] = (profile, _built(profile, code_set))
    return held[1]


def _built(profile: Profile, code_set: str) -> tuple[Words, Words]:
    national = _national()
    ours = {value: value for value in CODE_SETS[code_set]}
    out = {**ours, **national.write.get(code_set, {}), **profile.write.get(code_set, {})}
    into: Words = {}
    for value, written in out.items():
        into.setdefault(written, value)
    for words in (profile.read.get(code_set, {}), national.read.get(code_set, {})):
        for written, value in words.items():
            into.setdefault(written, value)
    return out, into


@cache
def _national() -> Profile:
    return _decoded("national", _text("national"))


def _text(name: str) -> str:
    return (resources.files(__package__) / "profiles" / f"{name}.json").read_text("utf-8")


def names() -> tuple[str, ...]:
    """The profiles that come with the product."""
    found = (resources.files(__package__) / "profiles").iterdir()
    return tuple(sorted(each.name.removesuffix(".json") for each in found))


def profile(name: str) -> Profile:
    """A profile by name, or from a file whose name ends in ``.json``.

    Raises Invalid `catalogue.profile_unknown`, `catalogue.profile_malformed`.
    """
    if name in names():
        return _shipped(name)
    path = Path(name)
    if path.suffix != ".json" or not path.is_file():
        raise Invalid("catalogue.profile_unknown", name=name[:80], known=", ".join(names()))
    return _decoded(name, path.read_text(encoding="utf-8"))


@cache
def _shipped(name: str) -> Profile:
    return _national() if name == "national" else _decoded(name, _text(name))


def _decoded(name: str, text: str) -> Profile:
    try:
        found = msgspec.convert(json.loads(text), Profile)
    except (ValueError, msgspec.ValidationError) as error:
        raise Invalid(
            "catalogue.profile_malformed", name=name[:80], why=str(error)[:200]
        ) from error
    unknown = {*found.write, *found.read} - CODE_SETS.keys()
    wrong = [
        value
        for code_set, words in found.read.items()
        for value in words.values()
        if CODE_SETS.get(code_set) and value not in CODE_SETS[code_set]
    ]
    if unknown or wrong:
        why = ", ".join(sorted([*unknown, *wrong]))
        raise Invalid("catalogue.profile_malformed", name=name[:80], why=why[:200])
    return found
