"""The section of parties 当事人: who beside the applicant must agree, and to what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onevisit.catalogue.rules.definition import Again, ItemDefinition, PartyNeed
from onevisit.catalogue.rules.editing.keys import keyed, own_stem
from onevisit.catalogue.web.editor.boxes import As, Box, Later, Reading, draw, put
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.catalogue.web.editor.section import Group, section_of_boxes
from onevisit.catalogue.web.editor.when import WhenBox
from onevisit.ui.fields import FieldView, Option, Text

_STEM = 15
"""Characters of the item's code in the key of a party; the whole may have 20."""


@dataclass(frozen=True)
class KeysBox(Box):
    """Questions, fields, papers or results of this item, by their names; `of` are its lists, of
    which `only` some may be chosen.
    """

    of: tuple[str, ...] = ()
    only: Callable[[object], bool] = lambda _row: True

    def named(self, item: ItemDefinition) -> dict[str, str]:
        """Key → name of what there is to choose from."""
        rows = [row for place in self.of for row in getattr(item, place) if self.only(row)]
        return {row.key: str(getattr(row, "label", "") or getattr(row, "name", "")) for row in rows}

    def view_in(
        self,
        item: ItemDefinition,
        name: str,
        value: object,
        posted: QueryDict | None,
        errors: Mapping[str, Text],
    ) -> FieldView:
        """What there is to choose from, and what was chosen though it is gone."""
        named = self.named(item)
        held = value if isinstance(value, tuple) else (str(value),)
        gone = {key: key for key in held if key and key not in named}
        options = [Option(key, text or key) for key, text in {**named, **gone}.items()]
        return replace(self.view(name, value, posted, errors.get(name, "")), options=options)


def settled_parties(item: ItemDefinition, rows: Sequence[PartyNeed]) -> Sequence[PartyNeed]:
    """Every party with a key of the item's own, so that two items of a bundle do not meet."""
    stem = f"{own_stem(item)[-_STEM:]}.p"
    return keyed(rows, stem, (party.key for party in item.parties))


PARTY_ROWS = Rows(
    "parties",
    _("当事人"),
    _("加一个当事人"),
    lambda: PartyNeed(key="", name="", agrees=""),
    (
        Box("name", _("怎么称呼"), required=True, help=_("如：卖方、配偶、股东。")),
        Box("organisation", _("是单位，不是个人"), As.TICK),
        Box("agrees", _("同意什么"), required=True, wide=True, help=_("一句话，照着给他看。")),
        Box("help", _("给申请人的说明"), wide=True),
        Box("least", _("至少几个"), As.WHOLE, fallback=1),
        Box("most", _("最多几个"), As.WHOLE, fallback=1),
        KeysBox("count", _("人数按哪个问题的回答"), As.ONE, fallback="", of=("questions",)),
        WhenBox("when", _("什么情况下要他同意")),
    ),
    (
        KeysBox("sees", _("他看得到"), As.MANY, wide=True, of=("questions", "form", "materials")),
        KeysBox("fills", _("他来填"), As.MANY, wide=True, of=("form",)),
        KeysBox("brings", _("他来交"), As.MANY, wide=True, of=("materials",)),
        KeysBox("gets", _("他也能拿到"), As.MANY, wide=True, of=("results",)),
        KeysBox("name_field", _("他的姓名填在"), As.ONE, fallback="", of=("form",)),
        KeysBox("number_field", _("他的号码填在"), As.ONE, fallback="", of=("form",)),
    ),
    settle=settled_parties,
)
AGAIN = (
    Box(
        "label",
        _("给申请人看的话"),
        wide=True,
        help=_("如：双胞胎，给另一个孩子再办一份。没有的空着。"),
    ),
    WhenBox("when", _("什么情况下可以再办一份")),
    KeysBox(
        "other",
        _("另一份要重新填、重新交的"),
        As.MANY,
        wide=True,
        help=_("没有选的从第一份带过去。"),
        of=("form", "materials"),
    ),
)


@dataclass(frozen=True)
class AgainView:
    """The boxes of another copy as they are drawn."""

    label: Text
    fields: list[tuple[Box, Any]]


@dataclass(frozen=True)
class AgainBox(Box):
    """再办一份: the same once more for another, as for the second of twins. None where nothing is
    offered.
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
    ) -> AgainView:
        """Its boxes."""
        held = value if isinstance(value, Again) else Again(label="")
        return AgainView(self.label, draw(AGAIN, held, item, posted, errors, f"{name}."))

    def read(self, name: str, posted: QueryDict) -> object:
        """What is offered; nothing where it has no words."""
        if f"{name}.label" not in posted:
            return Later(lambda _item, kept: kept)
        reading = Reading(posted)
        values = reading.values(AGAIN, f"{name}.")
        if values.get("other") and not values.get("label"):
            reading.errors[f"{name}.label"] = gettext("这里要写。")
        reading.done()

        def made(item: ItemDefinition, kept: Any) -> Again | None:
            found: Again = put(kept or Again(label=""), values, item)
            return found if found.label else None

        return Later(made)


_MORE = Group(_("再办一份"), (AgainBox("again", _("办完一份，再给另一个人办"), wide=True),))
PARTIES = section_of_boxes(
    "parties",
    _("当事人"),
    (_MORE,),
    (PARTY_ROWS,),
    intro=_("除了申请人，还要谁同意才能交上来；能不能再办一份。没有的空着。"),
)
