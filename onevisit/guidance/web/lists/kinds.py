"""Every public list by its slug, in the order in which they are told."""

from onevisit.catalogue.queries import Derived
from onevisit.guidance.web.lists.derived import kind_of
from onevisit.guidance.web.lists.model import Kind

KINDS: dict[str, Kind] = {each.slug: each for each in map(kind_of, Derived)}
