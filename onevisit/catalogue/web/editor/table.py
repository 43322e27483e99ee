"""The one table of the editor's sections, in the order in which one writes them."""

from collections.abc import Mapping
from types import MappingProxyType

from onevisit.catalogue.web.editor import (
    form_fields,
    head,
    materials,
    national,
    parties,
    process,
    situations,
    words,
)
from onevisit.catalogue.web.editor.section import Section

SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        section.name: section
        for section in (
            head.BASICS,
            head.LIMITS,
            situations.SITUATIONS,
            materials.MATERIALS,
            process.STEPS,
            form_fields.FORM,
            head.RESULTS,
            head.FEES,
            words.GUIDE,
            words.BASIS,
            words.FAQ,
            words.NAMES,
            parties.PARTIES,
            national.NATIONAL,
        )
    }
)
