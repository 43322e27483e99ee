"""The sections of a bundle 一件事: what it is made of, in which order, in how many days; what is
asked once for all its parts. Its words have the sections of an item.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import msgspec
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue.queries import BundleDraftView, PartChoice, part_choices
from onevisit.catalogue.rules.definition import (
    BundleDefinition,
    Field,
    ItemDefinition,
    JointVisit,
    Part,
    Question,
)
from onevisit.catalogue.rules.editing.bundling import MergedPaper, merged_papers, with_parts
from onevisit.catalogue.rules.editing.bundling import with_questions as settled
from onevisit.catalogue.web.editor import head, parties, words
from onevisit.catalogue.web.editor.boxes import As, Box, Reading, draw, put
from onevisit.catalogue.web.editor.form_fields import FIELDS
from onevisit.catalogue.web.editor.listing import Row, Rows
from onevisit.catalogue.web.editor.process import drawing_of
from onevisit.catalogue.web.editor.section import (
    Change,
    Drawn,
    Errors,
    Group,
    Section,
    section_of_boxes,
)
from onevisit.catalogue.web.editor.situations import CONSISTENT, QUESTIONS, with_uses
from onevisit.catalogue.web.editor.tries import try_panel
from onevisit.catalogue.web.editor.when import WhenBox, in_words
from onevisit.directory import queries as directory
from onevisit.kernel.conditions import ALWAYS
from onevisit.ui import fields as ui
from onevisit.ui.fields import FieldView, Text

PICK = "pick"
MOST_PICKED = 40


def _lead(view: BundleDraftView) -> Box:
    """Who leads it: the department that does, or one the officer may hand it to."""
    held = view.definition.lead
    named = {each.code: each.name for each in view.leads}
    named.setdefault(held, view.department.name if view.department.code == held else held)

    def chosen(code: str) -> str:
        if code not in named:
            raise ValueError(code)
        return code

    return Box(
        "lead",
        gettext_lazy("牵头部门"),
        As.ONE,
        [ui.Option(code, name) for code, name in named.items() if code],
        chosen,
        fallback=held,
        help=gettext_lazy("换了的，已发布的版本还归原来的部门，这一版发布起归新的部门。"),
    )


def _basics(view: BundleDraftView) -> Section:
    what = Group(gettext_lazy("是什么"), (head.NAME, _lead(view)))
    return section_of_boxes("basics", gettext_lazy("基本信息"), (what, head.WHOM, head.ONLINE))


BASICS = Section(
    "basics",
    gettext_lazy("基本信息"),
    lambda view, posted, errors: _basics(view).draw(view, posted, errors),
    lambda view, posted: _basics(view).read(view, posted),
)


@dataclass(frozen=True)
class SistersBox(parties.KeysBox):
    """Other parts of the same bundle, which come before this one."""

    def view_in(
        self,
        item: ItemDefinition,
        name: str,
        value: object,
        posted: QueryDict | None,
        errors: Mapping[str, Text],
    ) -> FieldView:
        """All parts but this one."""
        view = super().view_in(item, name, value, posted, errors)
        row = name.removesuffix(f".{self.place}")
        at = int(row.rpartition(".")[2])
        keys = [step.key for step in item.steps]
        own = posted.get(f"{row}.at", "") if posted is not None else "".join(keys[at : at + 1])
        return replace(view, options=[each for each in view.options if each.value != own])


PART_ROWS = Rows(
    "parts",
    gettext_lazy("办哪几件"),
    gettext_lazy("按编码加一件"),
    lambda: Part(key="", name="", catalogue_code=""),
    (
        Box("name", gettext_lazy("在这件事里叫什么"), required=True),
        Box(
            "catalogue_code",
            gettext_lazy("基本编码"),
            required=True,
            help=gettext_lazy("12 位。从下面选的已经写好。"),
        ),
        Box(
            "promise",
            gettext_lazy("在这件事里几个工作日办好"),
            As.WHOLE,
            help=gettext_lazy("和事项自己承诺的一样就空着。"),
        ),
        WhenBox("when", gettext_lazy("什么情况下要办")),
        Box(
            "why_not",
            gettext_lazy("别的情况下为什么不用办"),
            wide=True,
            help=gettext_lazy("照着说给申请人听。"),
        ),
        SistersBox(
            "after",
            gettext_lazy("等哪几件办完再办"),
            As.MANY,
            wide=True,
            help=gettext_lazy("不用等的空着，提交以后马上开始。"),
            of=("steps",),
        ),
    ),
    (Box("variant", gettext_lazy("业务办理项"), help=gettext_lazy("有子项的写它的 2 位编号。")),),
)
VISIT_ROWS = Rows(
    "joint_visits",
    gettext_lazy("联合踏勘"),
    gettext_lazy("加一次联合踏勘"),
    lambda: JointVisit(key="", name="", parts=()),
    (
        Box("name", gettext_lazy("叫什么"), required=True),
        parties.KeysBox("parts", gettext_lazy("哪几件一起看"), As.MANY, wide=True, of=("steps",)),
        Box(
            "opinion",
            gettext_lazy("都通过以后出一份联合验收意见书"),
            As.TICK,
            fallback=False,
            wide=True,
        ),
    ),
)


def _parts_drawn(
    view: BundleDraftView, posted: QueryDict | None, errors: Errors
) -> dict[str, object]:
    bundle, seen = view.definition, view.whole(view.definition)
    rows = PART_ROWS.draw_nodes(bundle.parts, seen, posted, errors)
    visits = VISIT_ROWS.draw_nodes(bundle.joint_visits, seen, posted, errors)
    return {
        "groups": [],
        "lists": [(PART_ROWS, [_answered(view, row) for row in rows]), (VISIT_ROWS, visits)],
        "drawing": drawing_of(seen, bundle=True),
        "picked": posted.getlist(PICK) if posted is not None else [],
        "taken": _offices_of(_picked(view, posted)) if posted is not None else [],
        "try": try_panel(view, QueryDict()),
    }


def _answered(view: BundleDraftView, row: Row) -> Row:
    """The part with the item that answers it today."""
    if not row.mark:
        return row
    found = view.parts.get(row.mark)
    if found is None:
        return replace(row, note=_("这个编码还没有已发布、能申请的事项。"))
    regime = found.definition.regime
    said = {"name": found.definition.name, "promise": regime.promise, "legal": regime.legal}
    if regime.promise is None:
        return replace(row, note=_("由“%(name)s”来办，它没有写承诺时限。") % said)
    return replace(row, note=_("由“%(name)s”来办，它承诺 %(promise)s 天。") % said)


def _shelf(request: HttpRequest, view: BundleDraftView) -> dict[str, object]:
    """Items that may be taken in, found by name or code."""
    q = request.GET.get("shelf", "").strip()[:50]
    there = {f"{part.catalogue_code}/{part.variant}" for part in view.definition.parts}
    found = [each for each in part_choices(q, view.region) if each.value not in there]
    return {"shelf_q": q, "shelf": _offices_of(found)}


def _offices_of(found: Iterable[PartChoice]) -> list[tuple[PartChoice, str]]:
    offices = {each.id: each.short_name or each.name for each in directory.departments()}
    return [(each, offices.get(each.department_id, "")) for each in found]


def _picked(view: BundleDraftView, posted: QueryDict) -> tuple[PartChoice, ...]:
    """What was ticked, also before one looked for another."""
    return part_choices("", view.region, values=posted.getlist(PICK)[:MOST_PICKED])


def _parts_read(view: BundleDraftView, posted: QueryDict) -> Change:
    reading = Reading(posted)
    rows, visits = PART_ROWS.read_nodes(reading), VISIT_ROWS.read_nodes(reading)
    reading.done()
    picked = [
        Part(key="", name=each.name, catalogue_code=each.entry, variant=each.variant)
        for each in _picked(view, posted)
    ]

    def change(bundle: BundleDefinition) -> BundleDefinition:
        seen = view.whole(bundle)
        more = msgspec.structs.replace(
            bundle, joint_visits=tuple(visits(seen, bundle.joint_visits))
        )
        found: list[Part] = list(rows(seen, bundle.parts))  # type: ignore[arg-type]
        return with_parts(more, found, picked)

    return change


PARTS = Section(
    "parts",
    gettext_lazy("办哪几件"),
    _parts_drawn,
    _parts_read,
    gettext_lazy("这件事由哪些事项合成，什么情况下办哪一件，谁等谁。"),
    "catalogue/editor/bundle_parts.html",
    _shelf,
)

_PROMISE = Group(
    gettext_lazy("整件事"),
    (
        Box(
            "promise",
            gettext_lazy("承诺时限（工作日）"),
            As.WHOLE,
            help=gettext_lazy("不能短于最长的一串；当场办结的写 0。"),
        ),
    ),
)
_LIMITS = section_of_boxes("limits", gettext_lazy("时限"), (_PROMISE,))


def _limits_drawn(
    view: BundleDraftView, posted: QueryDict | None, errors: Errors
) -> dict[str, object]:
    seen = view.whole(view.definition)
    return {**_LIMITS.draw(view, posted, errors), "drawing": drawing_of(seen, bundle=True)}


LIMITS = replace(_LIMITS, draw=_limits_drawn, template="catalogue/editor/steps.html")


def _questions_drawn(
    view: BundleDraftView, posted: QueryDict | None, errors: Errors
) -> dict[str, object]:
    bundle, seen = view.definition, view.whole(view.definition)
    own = {question.key for question in bundle.questions}
    rows = QUESTIONS.draw_nodes(bundle.questions, seen, posted, errors)
    others = [each for each in seen.questions if each.key not in own]
    return {
        "groups": [],
        "lists": [(QUESTIONS, [_with_parts(view, with_uses(seen, row)) for row in rows])],
        "whole": [Drawn(_("合起来"), draw((CONSISTENT,), bundle, seen, posted, errors))],
        "others": [(each, _asked_by(view, each.key)) for each in others],
        "pick": "questions",
        "pick_label": _("把事项里问的提到前面来问"),
        "pickable": [ui.Option(each.key, each.label) for each in others],
        "try": try_panel(view, QueryDict()),
    }


def _asked_by(view: BundleDraftView, key: str) -> list[str]:
    """The parts whose item asks this, by name."""
    return [
        part.name
        for part in view.definition.parts
        if part.key in view.parts
        and any(each.key == key for each in view.parts[part.key].definition.questions)
    ]


def _with_parts(view: BundleDraftView, row: Row) -> Row:
    """What one answer saves asking in the parts."""
    names = _asked_by(view, row.mark) if row.mark else []
    if not names:
        return row
    said = _("问一次，这几件都用：%(parts)s") % {"parts": "、".join(names)}
    return replace(row, note=f"{said} {row.note}".strip())


def _questions_read(view: BundleDraftView, posted: QueryDict) -> Change:
    reading = Reading(posted)
    rows = replace(QUESTIONS, settle=lambda _item, found: found).read_nodes(reading)
    values = reading.values((CONSISTENT,))
    reading.done()
    key = posted.get(PICK, "") if posted.get("do") == "pick:questions:" else ""

    def change(bundle: BundleDefinition) -> BundleDefinition:
        seen = view.whole(bundle)
        found: list[Question] = list(rows(seen, bundle.questions))  # type: ignore[arg-type]
        have = {each.key for each in found}
        found += [each for each in seen.questions if each.key == key and key not in have]
        questions = settled(bundle, view.items)(found)
        changed: BundleDefinition = put(bundle, values, seen)
        return msgspec.structs.replace(changed, questions=questions)

    return change


ASKED = Section(
    "questions",
    gettext_lazy("情形和问题"),
    _questions_drawn,
    _questions_read,
    gettext_lazy("同一个问题只问一次，几件事都用它的回答；先问这里的，再问各事项里其余的。"),
    "catalogue/editor/bundle_questions.html",
)


@dataclass(frozen=True)
class PaperView:
    """One paper of the whole bundle, with what becomes of it in words."""

    paper: MergedPaper
    tone: str
    state: Text
    why: str


def _materials_drawn(
    view: BundleDraftView, _posted: QueryDict | None, _errors: Errors
) -> dict[str, object]:
    seen = view.whole(view.definition)
    papers = merged_papers(view.definition, view.items)
    return {
        "papers": [_paper(each, seen.questions) for each in papers],
        "wanted": sum(len(each.wanted) for each in papers),
        "asked": sum(each.when is not None for each in papers),
    }


def _paper(paper: MergedPaper, questions: Sequence[Question]) -> PaperView:
    if paper.when is not None:
        why = "" if paper.when == ALWAYS else in_words(paper.when, questions)
        return PaperView(paper, "wait", _("要交，只交一次"), why)
    state = _("这件事里自己产生，不用交") if paper.makers else _("自动生成或者部门有，不用交")
    return PaperView(paper, "ok", state, "")


def _nothing(_view: BundleDraftView, _posted: QueryDict) -> Change:
    return lambda bundle: bundle


MATERIALS = Section(
    "materials",
    gettext_lazy("合并后的材料"),
    _materials_drawn,
    _nothing,
    gettext_lazy("从各事项的材料算出来，不用写：同一份只交一次，这件事自己产生的不用交。"),
    "catalogue/editor/bundle_materials.html",
)


def _form_drawn(
    view: BundleDraftView, posted: QueryDict | None, errors: Errors
) -> dict[str, object]:
    bundle, seen = view.definition, view.whole(view.definition)
    own = {field.key for field in bundle.form}
    return {
        "groups": [],
        "lists": [(FIELDS, FIELDS.draw_nodes(bundle.form, seen, posted, errors))],
        "pick": "form",
        "pick_label": _("把事项里填的放到前面"),
        "pickable": [ui.Option(f.key, f.label) for f in seen.form if f.key not in own],
    }


def _form_read(view: BundleDraftView, posted: QueryDict) -> Change:
    reading = Reading(posted)
    rows = FIELDS.read_nodes(reading)
    reading.done()
    key = posted.get(PICK, "") if posted.get("do") == "pick:form:" else ""

    def change(bundle: BundleDefinition) -> BundleDefinition:
        seen = view.whole(bundle)
        found: list[Field] = list(rows(seen, bundle.form))  # type: ignore[arg-type]
        have = {each.key for each in found}
        found += [each for each in seen.form if each.key == key and key not in have]
        return msgspec.structs.replace(bundle, form=tuple(found))

    return change


FORM = Section(
    "form",
    gettext_lazy("表格"),
    _form_drawn,
    _form_read,
    gettext_lazy("各事项要填的合成一张表，每项只填一次；只有要改先后、改说法的才写在这里。"),
    "catalogue/editor/bundle_form.html",
)

SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        section.name: section
        for section in (
            BASICS,
            PARTS,
            LIMITS,
            ASKED,
            MATERIALS,
            FORM,
            words.GUIDE,
            words.BASIS,
            words.FAQ,
            words.NAMES,
            parties.PARTIES,
        )
    }
)
"""In the order in which one writes them."""
