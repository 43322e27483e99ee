"""档号: the number of an archived case (DA/T 22-2015: fonds, category and year, retention,
institution, item). Pure.
"""

from onevisit.archive.rules.retention import Retention

CATEGORY = "ZW"
"""政务服务事项办件."""
_DIGITS = 4


def archive_number(
    fonds: str, year: int, retention: Retention, department: str, piece: int, supplement: int = 0
) -> str:
    """`339921-ZW·2026-D30-SPJ-0007`; a supplement has its first package's number and its own."""
    first = f"{fonds}-{CATEGORY}·{year}-{retention.value}-{department.upper()}-{piece:0{_DIGITS}d}"
    return f"{first}-B{supplement:02d}" if supplement else first
