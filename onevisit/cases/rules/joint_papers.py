"""What several departments say in one paper: comments on drawings, and the two opinions of all.

They are tables of facts, not paragraphs that somebody words, so they have no texts to edit.
"""

from collections.abc import Mapping
from enum import StrEnum


class JointPaper(StrEnum):
    """The papers; each is also the name of its template."""

    DRAWINGS = "drawings"  # all comments of all departments at once
    DRAWINGS_AGREED = "drawings_agreed"
    ACCEPTANCE = "acceptance_together"
    VISIT = "visit_together"  # the same of a site visit that is no acceptance


TITLES: Mapping[JointPaper, str] = {
    JointPaper.DRAWINGS: "施工图联合审查意见告知书",
    JointPaper.DRAWINGS_AGREED: "施工图联合审查合格书",
    JointPaper.ACCEPTANCE: "联合验收意见书",
    JointPaper.VISIT: "现场踏勘意见书",
}
_SIGNS: Mapping[JointPaper, str] = {
    JointPaper.DRAWINGS: "审图",
    JointPaper.DRAWINGS_AGREED: "审图合格",
    JointPaper.ACCEPTANCE: "验",
    JointPaper.VISIT: "勘",
}


def paper_number(paper: JointPaper, of: str, n: int = 1) -> str:
    """`…-审图-01`: the number of the case or application, then the paper's own."""
    return f"{of}-{_SIGNS[paper]}-{n:02d}"
