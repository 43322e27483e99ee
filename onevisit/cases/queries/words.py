"""What codes of cases are called, once for every room whose pages name them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onevisit.cases.rules.lifecycle import Procedure

SPECIAL_PROCEDURES: Mapping[Procedure, str | Promise] = {
    Procedure.HEARING: _("听证"),
    Procedure.INSPECTION: _("检验"),
    Procedure.TESTING: _("检测"),
    Procedure.QUARANTINE: _("检疫"),
    Procedure.APPRAISAL: _("鉴定"),
    Procedure.EXPERT_REVIEW: _("专家评审"),
    Procedure.PUBLICATION: _("公示"),
    Procedure.TENDER: _("招标、拍卖"),
}
"""What does not count towards a limit (行政许可法 art. 45)."""
