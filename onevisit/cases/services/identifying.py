"""核验本人和原件: who stands there and which originals they show, at a point whose list says so."""

from onevisit.accounts.rules import Actor
from onevisit.cases.models import Application
from onevisit.cases.queries.pinning import pinned
from onevisit.catalogue.queries import require_able
from onevisit.catalogue.rules.points import PointAct


def require_identifying(application: Application, actor: Actor) -> None:
    """Let the actor pass whose office identifies people and looks at originals for this, else raise
    Conflict as `catalogue.queries.require_able`. Who sits at no office is not held to a list.
    """
    if actor.service_point_id is not None:
        require_able(pinned(application), PointAct.IDENTIFY, actor.service_point_id)
