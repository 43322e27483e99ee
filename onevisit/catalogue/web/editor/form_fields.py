"""The section of the form: fields from the shared vocabulary, and the JSON Schema under it."""

import json
from collections.abc import Sequence

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onevisit.catalogue import queries
from onevisit.catalogue.rules.composition import compose_item
from onevisit.catalogue.rules.definition import Field, ItemDefinition
from onevisit.catalogue.rules.editing.keys import keyed, own_stem
from onevisit.catalogue.rules.schemas import form_schema
from onevisit.catalogue.rules.vocabulary import Prefill, Sensitivity, VarKind
from onevisit.catalogue.web.editor import choices
from onevisit.catalogue.web.editor.boxes import As, Box, Reading
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.catalogue.web.editor.section import Change, Errors, Section, Written
from onevisit.catalogue.web.editor.situations import OPTIONS
from onevisit.catalogue.web.editor.when import WhenBox
from onevisit.ui import fields as ui


def settled_fields(item: ItemDefinition, rows: Sequence[Field]) -> tuple[Field, ...]:
    """Every field with a key; one made here is the item's own."""
    return keyed(rows, f"{own_stem(item)}.f", (field.key for field in item.form))


FIELDS = Rows(
    "form",
    gettext_lazy("表格里填什么"),
    gettext_lazy("加一个别处没有的"),
    lambda: Field(key="", label=""),
    (
        Box("label", gettext_lazy("叫什么"), required=True),
        Box("group", gettext_lazy("放在哪一组"), help=gettext_lazy("同组的排在一起，如：经营者。")),
        Box("required", gettext_lazy("必填"), As.TICK),
        WhenBox("when", gettext_lazy("什么情况下要填")),
    ),
    (
        Box(
            "kind",
            gettext_lazy("填的是"),
            As.ONE,
            choices.options(choices.FILLED),
            VarKind,
            fallback=VarKind.TEXT,
        ),
        Box(
            "prefill",
            gettext_lazy("平台已经知道，不用再填"),
            As.ONE,
            choices.options(choices.PREFILLS),
            Prefill,
            fallback=Prefill.NONE,
        ),
        Box(
            "sensitivity",
            gettext_lazy("信息的级别"),
            As.ONE,
            choices.options(choices.SENSITIVITIES),
            Sensitivity,
            fallback=Sensitivity.OPEN,
        ),
        Box("max_length", gettext_lazy("最多几个字"), As.WHOLE, fallback=200),
        Box("minimum", gettext_lazy("最小"), As.NUMBER),
        Box("maximum", gettext_lazy("最大"), As.NUMBER),
        Box("unit", gettext_lazy("单位")),
        Box("help", gettext_lazy("填写说明"), wide=True),
        OPTIONS,
    ),
    title=lambda row: str(row.label),
    settle=settled_fields,
)


def _drawn(view: Written, posted: QueryDict | None, errors: Errors) -> dict[str, object]:
    item = view.definition
    known = {field.key for field in item.form}
    schema = form_schema(compose_item(item))
    return {
        "groups": [],
        "lists": [(FIELDS, FIELDS.draw(item, posted, errors))],
        "pick": "form",
        "pick_label": _("从大家都在用的数据项里选"),
        "pickable": [
            ui.Option(each.field.key, each.field.label, str(each.uses))
            for each in queries.data_elements()
            if each.field.key not in known
        ],
        "schema": json.dumps(schema, ensure_ascii=False, indent=2),
    }


def _read(_view: Written, posted: QueryDict) -> Change:
    reading = Reading(posted)
    rows = FIELDS.read(reading)
    reading.done()
    picked = _picked(posted)

    def change(item: ItemDefinition) -> ItemDefinition:
        changed = rows(item)
        if picked is None or picked.key in {each.key for each in changed.form}:
            return changed
        return msgspec.structs.replace(changed, form=(*changed.form, picked))

    return change


def _picked(posted: QueryDict) -> Field | None:
    """The shared element that was chosen, when its button was pressed."""
    if posted.get("do") != "pick:form:":
        return None
    key = posted.get("pick", "")
    return next((e.field for e in queries.data_elements() if e.field.key == key), None)


FORM = Section(
    "form",
    gettext_lazy("表格"),
    _drawn,
    _read,
    gettext_lazy("每个数据项全县只问一次；能自动带出来的不让群众再填。"),
    "catalogue/editor/form.html",
)
