"""The section of materials 申请材料: picked from the standard library or written, asked when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue.queries import StandardMaterial, standard_materials, standards
from onevisit.catalogue.rules.definition import Commitment, ItemDefinition, Material, Source
from onevisit.catalogue.rules.importing.materials import material_key, normal_name
from onevisit.catalogue.rules.vocabulary import (
    MaterialFormat,
    MaterialKind,
    Need,
    Origin,
    PartyRole,
    SourceKind,
)
from onevisit.catalogue.web.editor import choices
from onevisit.catalogue.web.editor.boxes import As, Box, Reading
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.catalogue.web.editor.modes import MODES
from onevisit.catalogue.web.editor.section import Change, Errors, Section, Written
from onevisit.catalogue.web.editor.when import WhenBox, in_words
from onevisit.directory import queries as directory
from onevisit.directory.rules import DepartmentInfo
from onevisit.ui.fields import FieldView, Text

MOST_NEW = 40
NEW, PICK = "new", "pick"
"""Names of the inputs: papers by their names, one a line; standard ones that were ticked."""


@dataclass(frozen=True)
class ProviderBox(Box):
    """Who holds or gives a paper: a department by its name, or a place as it is called."""

    offices: Sequence[DepartmentInfo] = ()

    def view(self, name: str, value: object, posted: QueryDict | None, error: Text) -> FieldView:
        """A department's name instead of its code."""
        named = {each.code: each.short_name or each.name for each in self.offices}
        return super().view(name, named.get(str(value), value), posted, error)

    def read(self, name: str, posted: QueryDict) -> object:
        """The code of the department that is called so, else what was written."""
        written = str(super().read(name, posted))
        return next((o.code for o in self.offices if written in _called(o)), written)


def _called(office: DepartmentInfo) -> tuple[str, ...]:
    return tuple(each for each in (office.name, office.short_name, *office.aliases) if each)


@dataclass(frozen=True)
class CommitmentView:
    """The boxes of a commitment as they are drawn."""

    label: Text
    fields: list[tuple[Box, FieldView]]


@dataclass(frozen=True)
class CommitmentBox(Box):
    """告知承诺 in place of the paper: what is told, what follows, when it is checked. None where
    nothing is written.
    """

    @property
    def partial(self) -> str:
        """Several boxes in one."""
        return "catalogue/editor/commitment.html"

    def view_in(
        self,
        item: ItemDefinition,
        name: str,
        value: object,
        posted: QueryDict | None,
        errors: Mapping[str, Text],
    ) -> CommitmentView:
        """Its boxes."""
        told = value if isinstance(value, Commitment) else UNTOLD
        fields = []
        for box in COMMITMENT:
            at = f"{name}.{box.place}"
            fields.append((box, box.view(at, getattr(told, box.place), posted, errors.get(at, ""))))
        return CommitmentView(self.label, fields)

    def read(self, name: str, posted: QueryDict) -> object:
        """The commitment, None where nothing is told."""
        found: dict[str, Any] = {
            box.place: box.read(f"{name}.{box.place}", posted) for box in COMMITMENT
        }
        if not found["conditions"] and not found["consequences"]:
            return None
        return Commitment(**found)


UNTOLD = Commitment(conditions=(), consequences=())
COMMITMENT = (
    Box("conditions", gettext_lazy("要满足什么"), As.LINES, help=gettext_lazy("一行一条。")),
    Box("consequences", gettext_lazy("不属实会怎样"), As.LINES, help=gettext_lazy("一行一条。")),
    Box("check_days", gettext_lazy("决定后几个工作日内核查"), As.WHOLE, fallback=20),
    Box("basis", gettext_lazy("承诺制的依据")),
)


def rows_of(offices: Sequence[DepartmentInfo]) -> Rows:
    """The list of materials; `offices` are who may hold a paper."""
    return Rows(
        "materials",
        _("材料"),
        _("加一份空白的"),
        lambda: Material(key="", name=""),
        (
            Box("name", _("名称"), wide=True),
            Box(
                "need",
                _("要不要交"),
                As.ONE,
                choices.options(choices.NEEDS),
                Need,
                fallback=Need.REQUIRED,
            ),
            Box(
                "source.kind",
                _("从哪里来"),
                As.ONE,
                choices.options(choices.SOURCES),
                SourceKind,
                fallback=SourceKind.UNKNOWN,
            ),
            ProviderBox(
                "source.provider",
                _("谁开具、向谁核验"),
                help=_("部门的名称，或者开具的机构；自备的空着。"),
                offices=offices,
            ),
            Box("defer_days", _("可以容缺的，几个工作日内补"), As.WHOLE),
            WhenBox("when", _("什么情况下要")),
            Box("why_not", _("别的情况下为什么不用"), wide=True, help=_("照着说给申请人听。")),
        ),
        _more(),
        settle=_settled,
    )


def _more() -> tuple[Box, ...]:
    return (
        Box("help", _("给申请人的说明"), wide=True),
        Box("points", _("审查要点"), As.LINES, wide=True, help=_("一行一条，收件的人照着看。")),
        Box("source.service", _("核验用的数据接口")),
        Box("source.item", _("哪个事项的结果"), help=_("12 位基本编码。")),
        Box("source.basis", _("核验或者调取的依据"), wide=True),
        Box(
            "party",
            _("谁来提供"),
            As.ONE,
            choices.options(choices.PARTIES),
            PartyRole,
            fallback=PartyRole.APPLICANT,
        ),
        Box("original_seen_at_collection", _("领证时看一眼原件"), As.TICK),
        replace(MODES, label=_("怎么交、在哪里交"), help=_("不写的，网上办就网上交。")),
        Box(
            "kind",
            _("交原件还是复印件"),
            As.ONE,
            choices.options(choices.MATERIAL_KINDS),
            MaterialKind,
        ),
        Box(
            "format",
            _("材料形式"),
            As.ONE,
            choices.options(choices.MATERIAL_FORMATS),
            MaterialFormat,
        ),
        Box("page_format", _("纸张规格"), help=_("如：A4。")),
        Box("blank_form", _("空白表格在哪里"), wide=True),
        Box("example", _("填好的样子在哪里"), wide=True),
        Box("basis", _("为什么可以要这份材料"), wide=True, help=_("法规，写到第几条。")),
        Box("source.origin", _("来源渠道"), As.ONE, choices.options(choices.ORIGINS), Origin),
        Box("source.explain", _("来源渠道说明"), wide=True),
        Box("remark", _("备注"), wide=True),
        Box("copies", _("一式几份"), As.WHOLE, fallback=1),
        Box("max_pages", _("最多几页"), As.WHOLE, fallback=100),
        CommitmentBox("commitment", _("告知承诺：可以不交，书面承诺代替"), wide=True),
    )


def _settled(_item: ItemDefinition, rows: Sequence[Material]) -> Sequence[Material]:
    """A paper written by its name gets the key of that name: one name, one paper."""
    return [
        row if row.key or not row.name else msgspec.structs.replace(row, key=material_key(row.name))
        for row in rows
    ]


def draw(view: Written, posted: QueryDict | None, errors: Errors) -> dict[str, object]:
    """The materials there are, and what may be added."""
    rows = rows_of(directory.departments())
    drawn = rows.draw(view.definition, posted, errors)
    whens = [in_words(each.when, view.definition.questions) for each in view.definition.materials]
    return {
        "groups": [],
        "lists": [(rows, drawn)],
        "whens": whens,
        "new": posted.get(NEW, "") if posted is not None else "",
        "picked": posted.getlist(PICK) if posted is not None else [],
        "taken": _taken(posted.getlist(PICK) if posted is not None else []),
    }


def _taken(keys: Sequence[str]) -> list[tuple[StandardMaterial, Text]]:
    """What was ticked before one looked for another."""
    return [(each, _origin(each)) for each in standards(keys=keys[:MOST_NEW])]


def shelf(request: HttpRequest, view: Written) -> dict[str, object]:
    """The part of the library that is shown beside: what was looked for, without what is there."""
    q = request.GET.get("shelf", "").strip()[:50]
    have = {each.key for each in view.definition.materials}
    found = [each for each in standard_materials(q) if each.key not in have]
    return {"shelf": [(each, _origin(each)) for each in found], "shelf_q": q}


def _origin(standard: StandardMaterial) -> Text:
    return choices.SOURCES[standard.material.source.kind]


def read(_view: Written, posted: QueryDict) -> Change:
    """What the rows say, and behind them what was picked and what was written by name."""
    reading = Reading(posted)
    changed = rows_of(directory.departments()).read(reading)
    reading.done()
    names = [line.strip()[:500] for line in posted.get(NEW, "").splitlines()]
    fresh = _fresh([name for name in names if name][:MOST_NEW], posted.getlist(PICK)[:MOST_NEW])

    def change(item: ItemDefinition) -> ItemDefinition:
        found = changed(item)
        have = {each.key for each in found.materials}
        more = [each for each in fresh if each.key not in have]
        return msgspec.structs.replace(found, materials=(*found.materials, *more))

    return change


def _fresh(names: Sequence[str], keys: Sequence[str]) -> list[Material]:
    """Each paper once: standard ones as they usually come, others held by the applicant."""
    known = standards(keys=keys, names=names)
    by_name = {normal_name(each.name): each.material for each in known}
    made = [each.material for each in known if each.key in keys]
    made += [by_name.get(normal_name(name)) or _plain(name) for name in names]
    return list({each.key: each for each in made}.values())


def _plain(name: str) -> Material:
    return Material(key=material_key(name), name=name, source=Source())


MATERIALS = Section(
    "materials",
    gettext_lazy("申请材料"),
    draw,
    read,
    intro=gettext_lazy("标准材料从库里选，名称、来源跟着来；同一个名称就是同一份材料。"),
    template="catalogue/editor/materials.html",
    beside=shelf,
)
