"""``{% load projects %}``: the project above an application, on pages of higher rooms."""

from typing import Any
from uuid import UUID

from django import template

from onevisit.accounts.queries import actor_of
from onevisit.projects.queries import project_of

register = template.Library()


@register.simple_tag(takes_context=True)
def project_above(context: dict[str, Any], application_id: UUID) -> tuple[str, str] | None:
    """Code and name of the project, where whoever reads the page may open it."""
    return project_of(application_id=application_id, actor=actor_of(context["request"]))
