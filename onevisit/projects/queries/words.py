"""What kinds of works are called, for the pages of this room and those above."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onevisit.projects.rules.codes import Nature

NATURES: Mapping[str, str | Promise] = {
    Nature.NEW: _("新建、扩建"),
    Nature.RENEWAL: _("技术改造"),
}
