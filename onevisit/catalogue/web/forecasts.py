"""What an item would become, in words."""

from onevisit.catalogue.rules.rewriting import Forecast
from onevisit.catalogue.web.comparing import sentence
from onevisit.catalogue.web.editor.remarks import where
from onevisit.catalogue.web.naming import names_of
from onevisit.catalogue.web.wordings import WORDINGS
from onevisit.ui.wordings import wording


def sentences(found: Forecast) -> list[str]:
    """Differences, one after the other, each side in its own names."""
    before, after = names_of(found.before), names_of(found.after)
    return [sentence(each, before, after) for each in found.changes]


def worse(found: Forecast) -> list[str]:
    """What would be found wrong: contradictions, then what the publish rules say."""
    said = [str(wording(each.code, each.facts)) for each in found.problems]
    for each in found.findings:
        rule = WORDINGS[f"catalogue.rule_{each.rule}"]
        said.append(f"{rule}（{where(each.place)}）")
    return list(dict.fromkeys(said))
