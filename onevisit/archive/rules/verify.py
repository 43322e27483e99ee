"""Verify archived cases without the system that made them: ``python3 verify.py [PATH ...]``.

PATH is a transfer (a folder or zip with ``transfer.json``) or one package (a folder or zip with
``manifest.json``); without one, the folder in which this file lies. Needs Python 3.9 or later and
nothing else. ``--key HEX`` names the public key you were told by another way than with these files:
without it a signature only proves that whoever holds the key shown has made this.

For every file the SHA-256 in the manifest is compared, nothing may be missing or added; the
manifest's own SHA-256 is the root that the signature (Ed25519, RFC 8032) stands under. Ends with 0
when all is whole, with 1 when something is not, with 2 when there is nothing to verify.
"""

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

MANIFEST, SIGNATURE = "manifest.json", "signature.json"
TRANSFER, TRANSFER_SIGNATURE = "transfer.json", "transfer-signature.json"
DOMAIN = b"onevisit archive root "
"""Before the root in what is signed, so that no other signature of the key can pass for one."""
_PIECE = 1 << 20

# Ed25519 (RFC 8032, 5.1): the curve -x² + y² = 1 + d x² y² over the field of 2**255 - 19.
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_Point = tuple[int, int, int, int]


class Spoilt(Exception):
    """What is wrong, with the file it is about."""


def _x_of(y: int, odd: int) -> int:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and odd):
        raise ValueError("no point of the curve")
    return _P - x if x % 2 != odd else x


def _point(raw: bytes) -> _Point:
    number = int.from_bytes(raw, "little")
    y, odd = number % 2**255, number >> 255
    if len(raw) != 32 or y >= _P:
        raise ValueError("no point of the curve")
    x = _x_of(y, odd)
    return x, y, 1, x * y % _P


def _add(p: _Point, q: _Point) -> _Point:
    a = (p[1] - p[0]) * (q[1] - q[0]) % _P
    b = (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: _Point) -> _Point:
    found: _Point = (0, 1, 1, 0)
    while number:
        if number % 2:
            found = _add(found, point)
        point = _add(point, point)
        number //= 2
    return found


_BASE_Y = 4 * pow(5, -1, _P) % _P
_BASE_X = _x_of(_BASE_Y, 0)
_BASE: _Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % _P)


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the key has signed the message (RFC 8032, 5.1.7)."""
    try:
        key, r = _point(public), _point(signature[:32])
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= _L:
        return False
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    left = _times(s, _BASE)
    right = _add(r, _times(int.from_bytes(hashed, "little") % _L, key))
    return (left[0] * right[2] - right[0] * left[2]) % _P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % _P == 0


class Folder:
    """Files below a folder; what is linked from elsewhere is not among them."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        found = (each for each in self.root.rglob("*") if each.is_symlink() or each.is_file())
        return sorted(each.relative_to(self.root).as_posix() for each in found)

    def open(self, name: str) -> BinaryIO:
        path = self.root / name
        if path.is_symlink():
            raise Spoilt(f"{name}: is a link, not a file")
        return path.open("rb")


class Packed:
    """Files of a zip."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self.zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError) as broken:
            raise Spoilt(f"the zip does not open: {broken}") from None

    def names(self) -> list[str]:
        found = [each.filename for each in self.zip.infolist() if not each.is_dir()]
        twice = sorted({each for each in found if found.count(each) > 1})
        if twice:
            raise Spoilt(f"{twice[0]}: stands twice in the zip")
        return sorted(found)

    def open(self, name: str) -> BinaryIO:
        return self.zip.open(name)  # type: ignore[return-value]


def _read(place: Any, name: str) -> bytes:
    try:
        with place.open(name) as file:
            content: bytes = file.read()
    except (KeyError, FileNotFoundError):
        raise Spoilt(f"{name}: is missing") from None
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as broken:
        raise Spoilt(f"{name}: does not open ({broken})") from None
    return content


def _measured(place: Any, name: str) -> tuple[int, str]:
    hashed, size = hashlib.sha256(), 0
    try:
        with place.open(name) as file:
            while piece := file.read(_PIECE):
                hashed.update(piece)
                size += len(piece)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as broken:
        raise Spoilt(f"{name}: does not open ({broken})") from None
    return size, hashed.hexdigest()


def _told(place: Any, name: str) -> dict[str, Any]:
    try:
        found = json.loads(_read(place, name))
    except ValueError:
        raise Spoilt(f"{name}: is not readable, so it was changed") from None
    if not isinstance(found, dict):
        raise Spoilt(f"{name}: is not what it should be, so it was changed")
    return found


def _signature(place: Any, listing: str, signature: str, key: str) -> str:
    """The public key under which the root is signed."""
    told = _told(place, signature)
    root = hashlib.sha256(_read(place, listing)).hexdigest()
    if set(told) != {"algorithm", "key", "root", "signature"} or told["algorithm"] != "Ed25519":
        raise Spoilt(f"{signature}: is not what it should be, so it was changed")
    if told["root"] != root:
        raise Spoilt(f"{listing}: was changed, its SHA-256 is not the signed root")
    try:
        public, signed = bytes.fromhex(told["key"]), bytes.fromhex(told["signature"])
    except (TypeError, ValueError):
        raise Spoilt(f"{signature}: is not readable, so it was changed") from None
    if not signed_by(public, DOMAIN + root.encode(), signed):
        raise Spoilt(f"{signature}: the signature does not belong to this root and key")
    if key and public.hex() != key.lower():
        raise Spoilt(f"{signature}: was signed by another key, {public.hex()}")
    return public.hex()


def _listed(place: Any, listing: str) -> dict[str, tuple[int, str]]:
    try:
        rows = _told(place, listing)["files"]
        return {each["path"]: (each["size"], each["sha256"]) for each in rows}
    except (KeyError, TypeError):
        raise Spoilt(f"{listing}: is not what it should be, so it was changed") from None


def _problems(place: Any, listing: str, signature: str) -> Iterator[str]:
    listed, names = _listed(place, listing), set(place.names())
    for name in sorted(names - set(listed) - {listing, signature}):
        yield f"{name}: was added, the list does not know it"
    for name, expected in sorted(listed.items()):
        if name not in names:
            yield f"{name}: is missing"
            continue
        try:
            if _measured(place, name) != expected:
                yield f"{name}: was changed, its SHA-256 is not the listed one"
        except Spoilt as spoilt:
            yield str(spoilt)


def problems(place: Any, key: str = "") -> Iterator[str]:
    """One line for each thing that is not whole in a transfer or a package; none when all is."""
    transfer = TRANSFER in place.names()
    pair = (TRANSFER, TRANSFER_SIGNATURE) if transfer else (MANIFEST, SIGNATURE)
    try:
        _signature(place, *pair, key)
        yield from _problems(place, *pair)
        inner = [each for each in sorted(_listed(place, pair[0])) if each.endswith(".zip")]
    except Spoilt as spoilt:
        yield str(spoilt)
        return
    for name in inner if transfer else ():
        try:
            for each in problems(Packed(io.BytesIO(_read(place, name))), key):
                yield f"{name}: {each}"
        except Spoilt as spoilt:
            yield f"{name}: {spoilt}"


def place_at(path: Path) -> Any:
    """What lies there. Raises Spoilt when it is neither a transfer nor a package."""
    place = Folder(path) if path.is_dir() else Packed(path.open("rb"))
    if not {MANIFEST, TRANSFER} & set(place.names()):
        raise Spoilt(f"neither {TRANSFER} nor {MANIFEST} is here")
    return place


def _verified(path: Path, key: str) -> bool:
    try:
        place = place_at(path)
        found = list(problems(place, key))
    except (OSError, Spoilt) as spoilt:
        found = [str(spoilt)]
    for each in found:
        sys.stdout.write(f"BAD  {path}: {each}\n")
    if not found:
        name = TRANSFER_SIGNATURE if TRANSFER in place.names() else SIGNATURE
        public = _told(place, name)["key"]
        number = len([each for each in place.names() if each.endswith(".zip")])
        what = f"{number} packages" if name == TRANSFER_SIGNATURE else "1 package"
        sys.stdout.write(f"OK   {path}: {what}, signed by {public}\n")
        if not key:
            sys.stdout.write("     Compare this key with the one you were told another way.\n")
    return not found


def main(arguments: list[str]) -> int:
    """Verify what is named; see above."""
    key = ""
    if "--key" in arguments:
        at = arguments.index("--key")
        key = "".join(arguments[at + 1 : at + 2])
        arguments = arguments[:at] + arguments[at + 2 :]
    paths = [Path(each) for each in arguments] or [Path(__file__).resolve().parent]
    missing = [each for each in paths if not each.exists()]
    for each in missing:
        sys.stdout.write(f"BAD  {each}: there is nothing\n")
    if missing:
        return 2
    whole = [_verified(each, key) for each in paths]
    return 0 if all(whole) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
