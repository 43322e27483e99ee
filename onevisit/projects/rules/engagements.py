"""What third parties do for the owner of a project 中介服务."""

from enum import StrEnum


class EngagementKind(StrEnum):
    """The kinds of work."""

    SURVEY = "survey"  # 勘察
    MEASURING = "measuring"  # 测绘
    DESIGN = "design"  # 设计
    STUDY = "study"  # 环评、能评、水保等报告编制
    DRAWINGS = "drawings"  # 施工图审查
    TESTING = "testing"  # 检测
    OTHER = "other"


LONGEST_AGENCY = 80
"""Characters."""
