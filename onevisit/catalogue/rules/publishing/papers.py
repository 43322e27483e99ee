"""Materials: a closed list, of what the office cannot know by itself."""

import re
from collections.abc import Iterator

from onevisit.catalogue.rules.definition import BundleDefinition, ItemDefinition
from onevisit.catalogue.rules.importing.materials import normal_name
from onevisit.catalogue.rules.publishing.model import Hit, Kind, Rule, Severity, Subject
from onevisit.catalogue.rules.vocabulary import SourceKind

_QUALIFIED = (
    r"(?:有关|相关|佐证|证明|必要|补充|辅助|支撑|附加|业务|相应|需要|应当|应|所需|提交|提供|的|性)*"
)
_PAPERS = r"(?:材料|资料|文件|证件|手续)"
_CATCH_ALL = (
    re.compile(rf"(?:其他|其它){_QUALIFIED}{_PAPERS}(?:等|[（(。.；;]|$)"),
    re.compile(
        r"(?:法律|法规|规章|规定|部门|机关)[^，,。]{0,16}(?:其他|其它)[^，,。]{0,8}" + _PAPERS
    ),
    re.compile(
        rf"(?:规定|要求)[^，,。]{{0,16}}(?:所需|需要|应当)[提][供交]的(?:其他|其它)?{_PAPERS}$"
    ),
    re.compile(rf"^(?:法律|法规|规章|有关部门)[^，,。]{{0,12}}(?:规定的|要求的){_PAPERS}$"),
)
_PUBLIC_PAPER = re.compile(
    r"身份证|户口[簿本]|户籍证明|营业执照|不动产权|房产证|结婚证|离婚证|组织机构代码证|"
    r"事业单位法人证书|社会团体法人登记证"
)
_NOT_THE_PAPER = re.compile(r"原来|原有|旧|换发|委托书|申请|承诺|照片|复印机")
_CLAIM = re.compile(
    r"材料(?:共|只要|仅需|只需)?\s*([0-9]{1,3})\s*份|([0-9]{1,3})\s*份(?:申请)?材料"
)


def _none(item: ItemDefinition) -> Iterator[Hit]:
    if not item.materials:
        yield Hit("/materials")


def _catch_all(item: ItemDefinition) -> Iterator[Hit]:
    for index, material in enumerate(item.materials):
        plain = re.sub(r"\s+", "", material.name)
        if any(pattern.search(plain) for pattern in _CATCH_ALL):
            yield Hit(f"/materials/{index}/name", material.name[:80])


def _source_unknown(item: ItemDefinition) -> Iterator[Hit]:
    """Said once for the item: a source that is silent is silent about all of them."""
    unknown = sum(each.source.kind is SourceKind.UNKNOWN for each in item.materials)
    if unknown:
        yield Hit("/materials", f"{unknown} / {len(item.materials)}")


def _public_paper(item: ItemDefinition) -> Iterator[Hit]:
    for index, material in enumerate(item.materials):
        asked = material.source.kind in (SourceKind.HELD, SourceKind.UNKNOWN)
        name = material.name
        if asked and _PUBLIC_PAPER.search(name) and not _NOT_THE_PAPER.search(name):
            yield Hit(f"/materials/{index}/source", name[:80])


def _named_twice(item: ItemDefinition) -> Iterator[Hit]:
    seen: set[str] = set()
    for index, material in enumerate(item.materials):
        name = normal_name(material.name)
        if name and name in seen:
            yield Hit(f"/materials/{index}/name", material.name[:80])
        seen.add(name)


def _deferred_too_long(item: ItemDefinition) -> Iterator[Hit]:
    promise = item.regime.promise
    for index, material in enumerate(item.materials):
        days = material.defer_days
        if promise is not None and days is not None and days >= promise:
            yield Hit(f"/materials/{index}/defer_days", f"{days} ≥ {promise}")


def claimed(one: ItemDefinition | BundleDefinition) -> int | None:
    """How many materials the summary speaks of, if it does."""
    told = _CLAIM.search(one.texts.summary)
    return int(told[1] or told[2]) if told else None


def _claim_contradicts(item: ItemDefinition) -> Iterator[Hit]:
    told = claimed(item)
    if told is not None and told != len(item.materials):
        yield Hit("/texts/summary", f"{told} ≠ {len(item.materials)}")


_WARN = (Subject.MATERIALS, Severity.WARN, Kind.WRONG)
_SILENT = (Subject.MATERIALS, Severity.WARN, Kind.MISSING)
RULES = (
    Rule("materials_missing", *_SILENT, _none),
    Rule("material_catch_all", Subject.MATERIALS, Severity.BLOCK, Kind.WRONG, _catch_all),
    Rule("material_source_unknown", *_SILENT, _source_unknown),
    Rule("material_public_paper", *_WARN, _public_paper),
    Rule("material_named_twice", *_WARN, _named_twice),
    Rule("material_deferred_too_long", *_WARN, _deferred_too_long),
    Rule(
        "materials_claim_contradicts",
        Subject.MATERIALS,
        Severity.BLOCK,
        Kind.WRONG,
        _claim_contradicts,
    ),
)
