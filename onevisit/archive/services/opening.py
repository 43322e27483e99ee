"""Opening a package, or one file of it; never without saying so in the access log."""

import hashlib
import io
import zipfile
from uuid import UUID

from onevisit.accounts.rules import Actor
from onevisit.archive import errors
from onevisit.archive.access import get_package_for
from onevisit.archive.models import DestructionPiece, Kept, Package
from onevisit.archive.queries.finding import log_look
from onevisit.archive.rules.packing import fit
from onevisit.kernel.clock import local_date
from onevisit.vault import services as vault
from onevisit.vault.rules import MediaType, ObjectContent

_TYPES = {each.value.rpartition("/")[2].replace("jpeg", "jpg"): each for each in MediaType}


def content_of(package: Package, actor: Actor, purpose: str) -> bytes:
    """The whole package as it was signed. Raises Conflict `archive.destroyed`, `archive.spoilt`,
    `vault.damaged`.
    """
    kept = Kept.objects.filter(package=package).first()
    if kept is None:
        gone = DestructionPiece.objects.filter(package=package, destruction__state="done")
        at = gone.values_list("destruction__answered_at", flat=True).first()
        raise errors.destroyed(local_date(at or package.made_at))
    content = vault.open_object(kept.stored_object_id, actor=actor, purpose=purpose).content
    if hashlib.sha256(content).hexdigest() != package.sha256:
        raise errors.spoilt()
    return content


def download(*, package_id: UUID, actor: Actor) -> ObjectContent:
    """The package as a ZIP, on record. Raises NotFound `archive.no_such_package`, and as
    `content_of`.
    """
    package = get_package_for(actor, package_id)
    content = content_of(package, actor, "archive.download")
    log_look("archive.download", package, actor)
    return ObjectContent(content, MediaType.ZIP, f"{fit(package.number)}.zip")


def open_file(*, package_id: UUID, place: int, actor: Actor) -> ObjectContent:
    """The file that stands at this place of the manifest, on record; what is neither a PDF nor a
    picture comes as it is, to be saved.

    Raises NotFound `archive.no_such_package`, `archive.no_such_file`, and as `content_of`.
    """
    package = get_package_for(actor, package_id)
    if not 0 <= place < len(package.manifest):
        raise errors.no_such_file()
    path = str(package.manifest[place][0])
    held = io.BytesIO(content_of(package, actor, "archive.file"))
    log_look("archive.file", package, actor, reason=path.rpartition("/")[0] or path[:64])
    with zipfile.ZipFile(held) as packed:
        content = packed.read(path)
    name = path.rpartition("/")[2]
    return ObjectContent(content, _TYPES.get(name.rpartition(".")[2], MediaType.ZIP), name)
