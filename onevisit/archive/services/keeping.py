"""What every package goes through: its description, its list, its signature, its place in the
vault.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings

from onevisit.accounts.rules import Actor
from onevisit.archive.models import Kept, Package, SigningKey
from onevisit.archive.rules.metadata import Entries, as_xml
from onevisit.archive.rules.numbering import CATEGORY
from onevisit.archive.rules.packing import Manifest, listed, signature_of, zipped
from onevisit.archive.rules.retention import WORDS, Retention
from onevisit.archive.services.gathering import METADATA, titled
from onevisit.archive.services.signing import present_key, sign_root
from onevisit.kernel import rows
from onevisit.vault import services as vault
from onevisit.vault.rules import Owner, OwnerKind


def keep(made: Iterable[tuple[Package, dict[str, bytes]]], *, actor: Actor) -> None:
    """Packages with their files, metadata among them, are listed, signed and kept."""
    key = present_key()
    kept = [_kept(package, files, key, actor) for package, files in made]
    rows.insert([each.package for each in kept])
    rows.insert(kept)


def _kept(package: Package, files: dict[str, bytes], key: SigningKey, actor: Actor) -> Kept:
    manifest = Manifest(package.number, package.supplement, package.before, listed(files))
    signed = sign_root(manifest.root, key)
    signature = signature_of(manifest.root, bytes.fromhex(key.public), signed)
    content = zipped(files, manifest, signature)
    package.manifest = [[each.path, each.size, each.sha256] for each in manifest.files]
    package.root, package.signature, package.key = manifest.root, signed.hex(), key
    package.size, package.sha256 = len(content), hashlib.sha256(content).hexdigest()
    stored = vault.put_package(
        owner=Owner(OwnerKind.DEPARTMENT, package.department_id),
        content=content,
        name=f"{package.case_number or package.number}.zip",
        actor=actor,
    )
    return Kept(package=package, stored_object_id=stored.id, keep_until=package.keep_until)


def described(
    package: Package,
    office: str,
    blocks: Mapping[str, Entries],
    files: Mapping[str, bytes],
    titles: Mapping[str, str],
) -> bytes:
    """metadata.xml by the names of the field: what is the archive's, then the blocks, then each
    file. Whole names of people stand there; the package is encrypted.
    """
    retention = Retention(package.retention)
    own: Entries = {
        "聚合层次": "件",
        "档号": package.number,
        "全宗号": settings.ARCHIVE_FONDS,
        "档案门类代码": CATEGORY,
        "年度": package.year,
        "机构": office,
        "件号": package.piece or "",
        "补充": package.supplement,
        "前一包根摘要": package.before,
        "保管期限": WORDS[retention],
        "保管至": package.keep_until.isoformat() if package.keep_until else "",
        "密级": "非密",
    }
    return as_xml({"档案": own, **blocks}, _entries(files, titles))


def _entries(files: Mapping[str, bytes], titles: Mapping[str, str]) -> Iterator[Entries]:
    for each in listed({k: v for k, v in files.items() if k != METADATA}):
        yield {
            "计算机文件名": each.path,
            "题名": titled(each.path, titles),
            "格式信息": each.path.rpartition(".")[2].upper(),
            "计算机文件大小": each.size,
            "数字摘要算法": "SHA-256",
            "数字摘要": each.sha256,
        }
