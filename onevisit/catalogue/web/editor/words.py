"""Sections of words: the guide, the legal basis, questions people ask, everyday names."""

from django.utils.translation import gettext_lazy as _

from onevisit.catalogue.rules.definition import Faq
from onevisit.catalogue.web.editor.boxes import As, Box
from onevisit.catalogue.web.editor.listing import Rows
from onevisit.catalogue.web.editor.section import Group, section_of_boxes

_WHAT = Group(
    _("讲给群众听"),
    (
        Box(
            "texts.summary",
            _("一句话简介"),
            tall=True,
            wide=True,
            help=_("指南最上面的一句话：能办什么，多快，跑几次。"),
        ),
        Box(
            "texts.conditions",
            _("受理条件"),
            tall=True,
            wide=True,
            help=_("谁在什么条件下可以申请。"),
        ),
        Box(
            "texts.deferral",
            _("容缺受理范围"),
            tall=True,
            wide=True,
            help=_("哪些材料可以后补；都不能后补的也写明。"),
        ),
    ),
)
_WHERE = Group(
    _("到哪里办，问谁"),
    (
        Box(
            "texts.location",
            _("办理地点"),
            wide=True,
            help=_("写到几楼、几号窗口；不设窗口的写“网上办理”。"),
        ),
        Box("texts.hours", _("办公时间"), wide=True, help=_("如：工作日 9:00—17:00。")),
        Box("texts.consult_phone", _("咨询电话"), help=_("带区号。")),
        Box("texts.complaint_phone", _("投诉电话"), help=_("带区号，可以写 12345。")),
        Box("texts.online_url", _("网上办理的地址"), wide=True),
    ),
)
GUIDE = section_of_boxes("guide", _("指南文字"), (_WHAT, _WHERE))

BASIS = section_of_boxes(
    "basis",
    _("设定依据"),
    (
        Group(
            _("法律、法规、规章"),
            (
                Box(
                    "texts.legal_basis",
                    _("依据"),
                    As.LINES,
                    wide=True,
                    help=_("一行一条，写到第几条，如：《食品安全法》第三十五条。"),
                ),
            ),
        ),
    ),
)

_QUESTIONS = Rows(
    "texts.faq",
    _("问题"),
    _("加一个问题"),
    lambda: Faq(question="", answer=""),
    (
        Box("question", _("问"), wide=True),
        Box("answer", _("答"), tall=True, wide=True),
    ),
    title=lambda row: str(row.question),
)
FAQ = section_of_boxes(
    "faq", _("常见问题"), lists=(_QUESTIONS,), intro=_("群众常问的，写他们的原话。")
)

NAMES = section_of_boxes(
    "names",
    _("日常用语"),
    (
        Group(
            _("群众怎么叫这件事"),
            (
                Box(
                    "everyday",
                    _("日常用语"),
                    As.LINES,
                    wide=True,
                    help=_("一行一个，如：办健康证。搜这些话就找得到。"),
                ),
            ),
        ),
    ),
)
