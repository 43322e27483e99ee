"""Rows of journeys: the computed figure of each published version, and plans."""

from onevisit.journeys.models.figures import Figure
from onevisit.journeys.models.planning import PLAN_ENDED, Plan, PlanState

__all__ = ["PLAN_ENDED", "Figure", "Plan", "PlanState"]
