"""Pages on which several lists are turned, each for itself."""

from collections.abc import Mapping
from urllib.parse import urlencode


def turning(here: str, name: str, given: Mapping[str, str], after: str | None) -> dict[str, str]:
    """Where the list of that name begins and goes on; the others of the page at `here` stay where
    they are, as `given` by its address.
    """
    others = {key: value for key, value in given.items() if value and key != name}
    first = f"{here}?{urlencode(others)}#h-{name}" if given.get(name) else ""
    on = f"{here}?{urlencode({**others, name: after})}#h-{name}" if after else ""
    return {"first": first, "next": on}
