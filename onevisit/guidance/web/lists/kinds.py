"""Every public list by its slug, in the order in which they are told."""

from onevisit.catalogue.queries import Derived
from onevisit.catalogue.rules.registers import Register
from onevisit.guidance.web.lists import derived, kept
from onevisit.guidance.web.lists.model import Kind

KINDS: dict[str, Kind] = {
    kind.slug: kind for kind in (*map(kept.kind_of, Register), *map(derived.kind_of, Derived))
}
