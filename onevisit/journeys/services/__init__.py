"""Writes of journeys: the kept figures, plans; and many definitions solved in a stream."""

from onevisit.journeys.services.expecting import count_situations
from onevisit.journeys.services.figures import (
    ask_after_edit,
    ask_after_enabler,
    ask_all,
    ask_for_missing,
    work,
    work_figures,
)
from onevisit.journeys.services.lines import Solved, solve_stream
from onevisit.journeys.services.planning import begin_plan, cancel_plan, work_plans
from onevisit.journeys.services.together import work_all

__all__ = [
    "Solved",
    "ask_after_edit",
    "ask_after_enabler",
    "ask_all",
    "ask_for_missing",
    "begin_plan",
    "cancel_plan",
    "count_situations",
    "solve_stream",
    "work",
    "work_all",
    "work_figures",
    "work_plans",
]
