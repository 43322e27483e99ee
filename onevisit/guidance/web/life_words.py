"""The events of a life in words."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onevisit.catalogue.rules.life import Line


class Words(NamedTuple):
    """What the event is called, and what it is about."""

    name: Promise
    about: Promise


EVENTS = {
    "birth": Words(_("出生"), _("从怀上到满月：登记、出生证、上户口、打疫苗、上医保。")),
    "school": Words(_("上学"), _("入园入学、转学、资助，孩子读书要办的。")),
    "work": Words(_("工作"), _("找工作、交社保、开证明，上班的人要办的。")),
    "venture": Words(_("创业"), _("摆摊、开店、办公司，自己当老板的第一步。")),
    "family": Words(_("成家"), _("结婚、要孩子，两个人一个家。")),
    "home": Words(_("安家"), _("买房、卖房、租房、取公积金、装水电气。")),
    "travel": Words(_("出行"), _("驾驶证、车辆、路上的事。")),
    "health": Words(_("就医"), _("看病、报销、残疾和照护。")),
    "rights": Words(_("维权"), _("讨工资、打官司，有地方说理。")),
    "retirement": Words(_("退休"), _("退休、养老金、老人的补贴和优待。")),
    "farewell": Words(_("身后"), _("亲人走后，该停的、该领的、该过户的。")),
    "founding": Words(_("企业开办"), _("取名、领执照、刻章、领发票、给员工参保。")),
    "opening": Words(_("准营"), _("开门以前要办的许可，一样都不漏。")),
    "building": Words(_("投资建设"), _("备案、拿地、建厂房、验收。")),
    "running": Words(_("经营"), _("日常用工、用车、检查和处理。")),
    "changing": Words(_("变更"), _("改名、搬家、换人、增资。")),
    "closing": Words(_("注销"), _("不做了，干干净净地退出。")),
}
"""By slug."""
LINES = {
    Line.PERSON: Words(_("一个人的一生"), _("从出生到身后，到了哪一站，看那一站要办的。")),
    Line.COMPANY: Words(_("一家企业的一生"), _("从开办到注销，到了哪一步，看那一步要办的。")),
}
