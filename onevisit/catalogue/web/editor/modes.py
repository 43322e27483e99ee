"""How an act is done, and where: boxes of steps and of materials alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from onevisit.catalogue.rules.definition import ItemDefinition, Mode
from onevisit.catalogue.web.editor.boxes import As, Box
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.catalogue.web.editor.nested import ListBox
from onevisit.catalogue.web.editor.when import WhenBox
from onevisit.ui.fields import FieldView, Option, Text

PLACES: Mapping[str, Text] = {
    "": gettext_lazy("不用到场，网上或者邮寄"),
    "centre": gettext_lazy("政务服务中心"),
    "department": gettext_lazy("部门"),
}


@dataclass(frozen=True)
class PlaceBox(Box):
    """Where an act is done; places that only this item names are offered too."""

    def view_in(
        self,
        item: ItemDefinition,
        name: str,
        value: object,
        posted: QueryDict | None,
        errors: Mapping[str, Text],
    ) -> FieldView:
        """A choice of the known places and of those named in this item."""
        modes = [mode for step in item.steps for mode in step.modes]
        modes += [mode for paper in item.materials for mode in paper.modes]
        named = {mode.place for mode in modes} | {str(value)}
        known = [*PLACES, *sorted(named - PLACES.keys())]
        view = self.view(name, value, posted, errors.get(name, ""))
        chosen = posted.get(name) if posted is not None and name in posted else str(value)
        options = [Option(each or "-", PLACES.get(each, each)) for each in known]
        return replace(view, options=options, values=[chosen or "-"], value="")

    def read(self, name: str, posted: QueryDict) -> object:
        """The place; nothing where one need not go anywhere."""
        text = str(super().read(name, posted))[:100]
        return "" if text == "-" else text


MODES = ListBox(
    "modes",
    gettext_lazy("怎么做、在哪里做"),
    wide=True,
    help=gettext_lazy("有几种做法就写几条；申请人要不要跑，从这里算出来。"),
    inner=Rows(
        "modes",
        gettext_lazy("做法"),
        gettext_lazy("加一种做法"),
        lambda: Mode(remote=True),
        (
            PlaceBox("place", gettext_lazy("在哪里"), As.ONE),
            Box("needs", gettext_lazy("要有的条件"), As.WORDS, help=gettext_lazy("如：courier。")),
            WhenBox("when", gettext_lazy("什么情况下可以这样做")),
        ),
        title=lambda row: str(PLACES.get(row.place, row.place)),
        finish=lambda row: msgspec.structs.replace(row, remote=not row.place),
    ),
)
