"""What is typed of a kind and not handed over yet: kept aside for whoever types it."""

from onevisit.accounts.rules import Actor, Permission, require
from onevisit.kernel import clock
from onevisit.kernel.types import JsonObject
from onevisit.projects.models import KindTyping, ProjectKind


def keep_typing(*, code: str, typed: JsonObject, actor: Actor) -> bool:
    """Keep the form as it stands; whether it was kept. What comes late, after the version was
    handed over, is not. `code` is "" for a kind that is not there yet.

    Raises Refused `accounts.not_permitted`.
    """
    require(actor, Permission.CATALOGUE_EDIT)
    named = code or typed.get("code", "")
    late = ProjectKind.objects.filter(code=named, state="waiting").exists()
    if late or actor.user_id is None:
        return False
    defaults = {"typed": typed, "at": clock.now()}
    KindTyping.objects.update_or_create(code=code, by=actor.user_id, defaults=defaults)
    return True


def drop_typing(*, code: str, actor: Actor) -> None:
    """Throw away what the actor has typed. Raises Refused `accounts.not_permitted`."""
    require(actor, Permission.CATALOGUE_EDIT)
    if actor.user_id is not None:
        KindTyping.objects.filter(code=code, by=actor.user_id).delete()
