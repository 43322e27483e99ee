"""Who may see which package: archivists, in the regions of their grants."""

from uuid import UUID

from django.db.models import Q, QuerySet

from onevisit.accounts.rules import Actor, Permission, Scope, region_stem, require, scopes_holding
from onevisit.archive.errors import no_such_destruction, no_such_package, no_such_transfer
from onevisit.archive.models import Destruction, Package, Transfer


def stems_of(actor: Actor, permission: Permission = Permission.ARCHIVE_READ) -> tuple[str, ...]:
    """What the codes of the actor's regions begin with. Raises Refused `accounts.not_permitted`."""
    require(actor, permission)
    if actor.is_system:
        return ("",)
    scopes = scopes_holding(actor.grants, permission)
    return tuple(region_stem(scope.region) if scope.region else "" for scope in scopes)


def reach_of(
    actor: Actor, permission: Permission = Permission.ARCHIVE_READ, *, of: str = "region"
) -> Q:
    """A condition on the region at `of`. Raises Refused `accounts.not_permitted`."""
    found = Q(pk__in=[])
    for stem in stems_of(actor, permission):
        found |= Q((f"{of}__code__startswith", stem))
    return found


def visible_to(actor: Actor, permission: Permission = Permission.ARCHIVE_READ) -> QuerySet[Package]:
    """The packages in the actor's reach. Raises Refused `accounts.not_permitted`."""
    return Package.objects.filter(reach_of(actor, permission))


def get_package_for(
    actor: Actor, package_id: UUID, permission: Permission = Permission.ARCHIVE_READ
) -> Package:
    """Raises NotFound `archive.no_such_package`, also outside the actor's regions."""
    found = visible_to(actor, permission).filter(id=package_id)
    row = found.select_related("department", "old").first()
    if row is None:
        raise no_such_package()
    return row


def get_transfer_for(
    actor: Actor, transfer_id: UUID, permission: Permission = Permission.ARCHIVE_READ
) -> Transfer:
    """Raises NotFound `archive.no_such_transfer`, also outside the actor's regions."""
    row = Transfer.objects.filter(reach_of(actor, permission), id=transfer_id).first()
    if row is None:
        raise no_such_transfer()
    return row


def get_destruction_for(
    actor: Actor, destruction_id: UUID, permission: Permission = Permission.ARCHIVE_READ
) -> Destruction:
    """Raises NotFound `archive.no_such_destruction`, also outside the actor's regions."""
    row = Destruction.objects.filter(reach_of(actor, permission), id=destruction_id).first()
    if row is None:
        raise no_such_destruction()
    return row


def scope_of(package: Package) -> Scope:
    """Where it belongs."""
    return Scope(package.department_id, package.region_id)
