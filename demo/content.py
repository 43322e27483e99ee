"""What the county is made of, read from the JSON files beside this module."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from onevisit.kernel.codes import make_resident_id
from onevisit.kernel.types import JsonObject

FOLDER = Path(__file__).parent
ID_REGION = "339921"


@dataclass(frozen=True, slots=True)
class Citizen:
    """An invented person; the ID number follows from birthday and serial (odd: a man).

    `parent` and `child` are keys of people; `phone` is empty for who has none, and no login.
    """

    key: str
    name: str
    birth: date
    serial: int
    phone: str
    about: str = ""
    township: str = ""
    parent: str = ""
    child: str = ""

    @property
    def id_number(self) -> str:
        """Valid in form, and nobody's."""
        return make_resident_id(ID_REGION, self.birth, self.serial)


@dataclass(frozen=True, slots=True)
class Relative:
    """An invented parent of a citizen, known only by what the citizen types into a form."""

    of: str
    name: str
    birth: date
    serial: int

    @property
    def id_number(self) -> str:
        """Valid in form, and nobody's."""
        return make_resident_id(ID_REGION, self.birth, self.serial)


@dataclass(frozen=True, slots=True)
class Company:
    """An invented organisation with the key of the person who represents it."""

    key: str
    name: str
    uscc: str
    address: str
    representative: str


@dataclass(frozen=True, slots=True)
class Officer:
    """An invented member of staff; `department` and `service_point` are codes, empty for none.
    `region` is empty for that of the county.
    """

    username: str
    name: str
    role: str
    about: str
    department: str = ""
    service_point: str = ""
    window: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class ItemSource:
    """One item: the code of its department and its definition as a document."""

    key: str
    department: str
    document: JsonObject


def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def county() -> dict[str, Any]:
    """Regions, departments and service points."""
    content: dict[str, Any] = _read("county.json")
    return content


@cache
def citizens() -> tuple[Citizen, ...]:
    """The people, in order of their keys."""
    return tuple(
        Citizen(**{**each, "birth": date.fromisoformat(each["birth"])})
        for each in _read("people.json")["people"]
    )


@cache
def residents() -> tuple[Citizen, ...]:
    """The people of the living county, beside those of the told stories."""
    return tuple(
        Citizen(**{**each, "birth": date.fromisoformat(each["birth"])})
        for each in _read("residents.json")["people"]
    )


@cache
def people() -> dict[str, Citizen]:
    """Everybody by key."""
    return {each.key: each for each in (*citizens(), *residents())}


@cache
def streets() -> dict[str, tuple[str, ...]]:
    """Streets and villages by the code of the township's service point."""
    return {code: tuple(names) for code, names in _read("residents.json")["streets"].items()}


@cache
def townships() -> dict[str, str]:
    """The names of the townships by the code of their service point."""
    names = {each["code"]: each["name"] for each in county()["regions"]}
    return {
        each["code"]: names[each["region"]]
        for each in county()["service_points"]
        if each["kind"] == "township"
    }


@cache
def relatives() -> dict[str, Relative]:
    """The parents, by the key of their child."""
    return {
        each["of"]: Relative(**{**each, "birth": date.fromisoformat(each["birth"])})
        for each in _read("people.json")["relatives"]
    }


@cache
def companies() -> tuple[Company, ...]:
    """The organisations of the told stories."""
    return tuple(Company(**each) for each in _read("people.json")["organisations"])


@cache
def all_companies() -> tuple[Company, ...]:
    """Every organisation of the county."""
    others = _read("residents.json")["organisations"]
    return (*companies(), *(Company(**each) for each in others))


@cache
def families() -> dict[str, list[tuple[str, str]]]:
    """What the register of births and households knows: a parent's number → the minors."""
    by_key = people()
    pairs = [("zhulin", "zhuxiaozhou"), *((e.key, e.child) for e in residents() if e.child)]
    return {
        by_key[parent].id_number: [(by_key[child].name, by_key[child].id_number)]
        for parent, child in pairs
    }


@cache
def officers() -> tuple[Officer, ...]:
    """The staff."""
    return tuple(Officer(**each) for each in _read("people.json")["staff"])


@cache
def items() -> tuple[ItemSource, ...]:
    """The items, by file name."""
    folder = FOLDER / "catalogue" / "items"
    return tuple(
        ItemSource(path.stem, content["department"], content["document"])
        for path in sorted(folder.glob("*.json"))
        for content in (json.loads(path.read_text(encoding="utf-8")),)
    )


@cache
def bundles() -> dict[str, JsonObject]:
    """The bundles, file name → document."""
    folder = FOLDER / "catalogue" / "bundles"
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["document"]
        for path in sorted(folder.glob("*.json"))
    }


@cache
def activities() -> tuple[JsonObject, ...]:
    """The kinds of business and what each needs before it opens."""
    return tuple(_read("catalogue/activities.json"))


@cache
def offer_codes() -> dict[str, str]:
    """File name → code of every item and bundle."""
    found = {each.key: str(each.document["code"]) for each in items()}
    return found | {key: str(document["code"]) for key, document in bundles().items()}
