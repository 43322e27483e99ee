"""The section of parties 当事人: who beside the applicant must agree, and to what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from onevisit.catalogue.rules.definition import ItemDefinition, PartyNeed
from onevisit.catalogue.rules.editing.keys import keyed, own_stem
from onevisit.catalogue.web.editor.boxes import As, Box
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.catalogue.web.editor.section import section_of_boxes
from onevisit.catalogue.web.editor.when import WhenBox
from onevisit.ui.fields import FieldView, Option, Text

_STEM = 15
"""Characters of the item's code in the key of a party; the whole may have 20."""


@dataclass(frozen=True)
class KeysBox(Box):
    """Questions, fields, papers or results of this item, by their names; `of` are its lists."""

    of: tuple[str, ...] = ()

    def view_in(
        self,
        item: ItemDefinition,
        name: str,
        value: object,
        posted: QueryDict | None,
        errors: Mapping[str, Text],
    ) -> FieldView:
        """What there is to choose from, and what was chosen though it is gone."""
        rows = [row for place in self.of for row in getattr(item, place)]
        named = {
            row.key: str(getattr(row, "label", "") or getattr(row, "name", "")) for row in rows
        }
        held = value if isinstance(value, tuple) else (str(value),)
        gone = {key: key for key in held if key and key not in named}
        options = [Option(key, text or key) for key, text in {**named, **gone}.items()]
        return replace(self.view(name, value, posted, errors.get(name, "")), options=options)


def settled_parties(item: ItemDefinition, rows: Sequence[PartyNeed]) -> Sequence[PartyNeed]:
    """Every party with a key of the item's own, so that two items of a bundle do not meet."""
    stem = f"{own_stem(item)[-_STEM:]}.p"
    return keyed(rows, stem, (party.key for party in item.parties))


_PARTIES = Rows(
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
PARTIES = section_of_boxes(
    "parties",
    _("当事人"),
    lists=(_PARTIES,),
    intro=_("除了申请人，还要谁同意才能交上来。没有的空着。"),
)
