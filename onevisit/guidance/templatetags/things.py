"""``{% load things %}``: addresses of the pages about a thing, published or still a draft."""

from django import template

from onevisit.guidance.web.things import Thing

register = template.Library()


@register.simple_tag
def thing_url(thing: Thing, page: str, key: str = "") -> str:
    """``{% thing_url thing "questions" %}``, ``{% thing_url thing "question" each.key %}``."""
    return thing.url(page, *([key] if key else []))
