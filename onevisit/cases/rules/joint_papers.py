"""How papers that no event of a case gives are called, and numbered."""

from collections.abc import Mapping

from onevisit.cases.rules.letter_forms import LetterForm

TITLES: Mapping[LetterForm, str] = {
    LetterForm.DRAWINGS: "施工图联合审查意见告知书",
    LetterForm.DRAWINGS_AGREED: "施工图联合审查合格书",
    LetterForm.DRAWINGS_MORE: "延长改图期限答复书",
    LetterForm.ACCEPTANCE_TOGETHER: "联合验收意见书",
    LetterForm.VISIT_TOGETHER: "现场踏勘意见书",
    LetterForm.SUPERVISION: "督办单",
    LetterForm.DEMAND: "缴费通知书",
}
ISSUER = "政务服务审批管理和督办机构"
"""Who issues 督办单."""
PAY_QR, PAID_QR = "扫码缴费、领票据（需登录）", "扫码看缴费单（需登录）"
ORDER_QR = "扫码答复（需登录）"
_SIGNS: Mapping[LetterForm, str] = {
    LetterForm.DRAWINGS: "审图",
    LetterForm.DRAWINGS_AGREED: "审图合格",
    LetterForm.DRAWINGS_MORE: "改图",
    LetterForm.ACCEPTANCE_TOGETHER: "验",
    LetterForm.VISIT_TOGETHER: "勘",
}


def paper_number(paper: LetterForm, of: str, n: int = 1) -> str:
    """`…-审图-01`: the number of the case or application, then the paper's own."""
    return f"{of}-{_SIGNS[paper]}-{n:02d}"
