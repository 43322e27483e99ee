"""The eight aspects, a deviation, and what a region may do differently."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Aspect(StrEnum):
    """What is the same in all regions when an item is standardised (domain.md, 八统一)."""

    MAIN_NAME = "main_name"  # 主项名称
    SUB_NAME = "sub_name"  # 子项名称
    LEGAL_BASIS = "legal_basis"  # 设定依据
    MATERIALS = "materials"  # 申请材料
    APPLICANT = "applicant"  # 申请人办理流程
    INTERNAL = "internal"  # 部门内部流程
    TIME_LIMIT = "time_limit"  # 办理时限
    FORM = "form"  # 表单内容


ASPECTS = tuple(Aspect)


class What(StrEnum):
    """In which way an item departs from its standard."""

    DIFFERS = "differs"
    MISSING = "missing"  # the standard has it, the item has not
    EXTRA = "extra"  # the item has it, the standard has not
    MORE = "more"  # longer, stricter, asked more of
    LESS = "less"  # shorter, lighter, asked less of
    WAYS = "ways"  # the standard's ways and others beside them


@dataclass(frozen=True, slots=True)
class Latitude:
    """What a region may do differently, in which aspect and which fields of the document.

    `what` is the direction that is allowed: the applicant never bears more than by the standard.
    `source` is where it is written. An aspect of None: no aspect of the eight, free by itself.
    """

    id: str
    aspect: Aspect | None
    fields: tuple[str, ...]
    what: What
    source: str


_STANDARDS = "国发〔2022〕5 号"  # 国务院关于加快推进政务服务标准化规范化便利化的指导意见
_ONCE = "《浙江省保障“最多跑一次”改革规定》"

LATITUDES: Mapping[str, Latitude] = MappingProxyType(
    {
        each.id: each
        for each in (
            Latitude("shorter_promise", Aspect.TIME_LIMIT, ("promise",), What.LESS, _STANDARDS),
            Latitude(
                "quicker_office", Aspect.TIME_LIMIT, ("intake", "delivery"), What.LESS, _STANDARDS
            ),
            Latitude(
                "longer_for_applicant",
                Aspect.TIME_LIMIT,
                ("applicant_limit",),
                What.LESS,
                _ONCE,
            ),
            Latitude(
                "local_approver",
                Aspect.TIME_LIMIT,
                ("extension_approver",),
                What.DIFFERS,
                _STANDARDS,
            ),
            Latitude("fewer_materials", Aspect.MATERIALS, ("materials",), What.MISSING, _ONCE),
            Latitude(
                "lighter_material",
                Aspect.MATERIALS,
                ("need", "source", "copies", "defer_days"),
                What.LESS,
                _ONCE,
            ),
            Latitude(
                "deferral_in_promise",
                Aspect.MATERIALS,
                ("defer_days",),
                What.DIFFERS,
                _STANDARDS,
            ),
            Latitude("local_provider", Aspect.MATERIALS, ("provider",), What.DIFFERS, _STANDARDS),
            Latitude("fewer_applicant_steps", Aspect.APPLICANT, ("steps",), What.MISSING, _ONCE),
            Latitude("more_ways", Aspect.APPLICANT, ("modes",), What.WAYS, _ONCE),
            Latitude("fewer_internal_steps", Aspect.INTERNAL, ("steps",), What.MISSING, _ONCE),
            Latitude("shorter_step", Aspect.INTERNAL, ("limit",), What.LESS, _STANDARDS),
            Latitude("fewer_fields", Aspect.FORM, ("form",), What.MISSING, _ONCE),
            Latitude("lighter_field", Aspect.FORM, ("required",), What.LESS, _ONCE),
            Latitude(
                "contact",
                None,
                ("location", "hours", "consult_phone", "complaint_phone", "online_url"),
                What.DIFFERS,
                _STANDARDS,
            ),
            Latitude("delegation", None, ("delegation",), What.DIFFERS, _STANDARDS),
        )
    }
)
"""Everything that may differ by region; a standard may allow less of it, never more."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """One difference between an item and its standard.

    `subject` is the material, step or field it is about (empty for the item itself), `attribute`
    the field of the document, `standard` and `theirs` what stands there (codes where the document
    holds codes). `latitude` names what allows it, empty where nothing does.
    """

    aspect: Aspect
    what: What
    attribute: str
    subject: str = ""
    standard: str = ""
    theirs: str = ""
    latitude: str = ""

    @property
    def allowed(self) -> bool:
        """Whether the region may keep it."""
        return bool(self.latitude)
