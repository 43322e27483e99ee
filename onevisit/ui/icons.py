"""Icons drawn into the page: no request, no font, colour of the text around them."""

from functools import lru_cache

import lucide
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=512)
def icon(name: str, size: int = 20, stroke: float = 2) -> SafeString:
    """The SVG of a lucide icon, hidden from screen readers (its neighbour says what it means).

    ``size`` is in CSS pixels. Raises lucide.IconDoesNotExist for a name there is none of.
    """
    drawn: str = lucide._render_icon(
        name + "", size, aria_hidden="true", focusable="false", stroke_width=f"{stroke:g}"
    )
    return mark_safe(" ".join(drawn.split()).replace("> <", "><"))
