"""Rows of journeys: the computed figure of each published version."""

from onevisit.journeys.models.figures import Figure

__all__ = ["Figure"]
