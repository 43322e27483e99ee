"""A case that ended becomes one package that verifies by a script alone."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

from onevisit.accounts.rules import SYSTEM
from onevisit.archive.models import Due, Kept, Package
from onevisit.archive.rules import verify
from onevisit.archive.services.gathering import files_of
from onevisit.archive.services.packing import metadata_of
from onevisit.cases.queries.whole import whole_case
from onevisit.kernel import clock
from onevisit.vault import services as vault
from tests.archive.conftest import swept
from tests.factories import cases as make
from tests.factories.cases import County

VERIFY = Path(verify.__file__)


def granted(here: County) -> Package:
    """One case of the bundle granted, archived twenty days later."""
    case = make.case_of(make.submitted(here, area=80), "licence")
    make.decide(here, case)
    with clock.travel(make.MONDAY + timedelta(days=20)):
        assert swept() == 1
    return Package.objects.get(case=case)


def content(package: Package) -> bytes:
    """The package as it is kept."""
    kept = Kept.objects.get(package=package)
    return vault.open_object(kept.stored_object_id, actor=SYSTEM, purpose="test").content


def run(*paths: Path) -> tuple[int, str]:
    """The script alone, in an interpreter that knows nothing of this house."""
    place = paths[0].parent / "verify.py"
    shutil.copyfile(VERIFY, place)
    done = subprocess.run(
        [sys.executable, "-I", str(place), *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        cwd=paths[0].parent,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_case_is_archived_after_its_days_and_not_before(here: County) -> None:
    case = make.case_of(make.submitted(here, area=80), "licence")
    assert not Due.objects.exists()
    make.decide(here, case)
    assert Due.objects.get().case == case
    assert swept() == 0
    with clock.travel(make.MONDAY + timedelta(days=15)):
        assert swept() == 1
        assert swept() == 0
    assert not Due.objects.exists()
    assert Package.objects.get().number == "339921-ZW·2026-D30-MARKET-0001"


def test_the_package_holds_everything_and_the_script_says_ok(here: County, tmp_path: Path) -> None:
    package = granted(here)
    packed = zipfile.ZipFile(io.BytesIO(content(package)))
    names = set(packed.namelist())
    assert {"metadata.xml", "manifest.json", "signature.json", "README.txt"} <= names
    told = (
        "case",
        "form",
        "events",
        "clocks",
        "review",
        "signatures",
        "audit",
        "ratings",
        "visits",
    )
    assert {f"{each}.json" for each in told} <= names
    letters = [each for each in names if each.startswith("documents/")]
    assert [any(word in each for each in letters) for word in ("收件", "受理", "准予")] == [
        True
    ] * 3
    (paper,) = [each for each in names if each.startswith("evidence/")]
    assert packed.read(paper) == make.upload().read()
    (result,) = [each for each in names if each.startswith("result/")]
    assert packed.read(result).startswith(b"%PDF")
    form = json.loads(packed.read("form.json"))
    assert "陈小岚" in str(form) and "吉祥小馆" in str(form)
    metadata = ElementTree.fromstring(packed.read("metadata.xml"))
    assert metadata.findtext("档案/保管期限") == "30年"
    assert metadata.findtext("内容/责任者") == "安澜县market局"
    target = tmp_path / "package.zip"
    target.write_bytes(content(package))
    code, said = run(target)
    assert (code, said.startswith("OK")) == (0, True), said
    assert package.key.public in said


def test_the_same_case_gives_the_same_bytes(here: County) -> None:
    package = granted(here)
    before = content(package)
    with clock.travel(make.MONDAY + timedelta(days=700)):
        case = whole_case(package.case_id)
        assert case is not None
        files = files_of(case)
        files["metadata.xml"] = metadata_of(case, package, files)
    packed = zipfile.ZipFile(io.BytesIO(before))
    assert {name: packed.read(name) for name in files} == files
    assert set(packed.namelist()) == {*files, "manifest.json", "signature.json"}


def test_one_flipped_byte_of_any_file_is_found_and_named(here: County, tmp_path: Path) -> None:
    packed = zipfile.ZipFile(io.BytesIO(content(granted(here))))
    whole = {name: packed.read(name) for name in packed.namelist()}

    def found(files: dict[str, bytes]) -> list[str]:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as made:
            for name, each in files.items():
                made.writestr(name, each)
        return list(verify.problems(verify.Packed(held)))

    assert found(whole) == []
    packed.extractall(tmp_path / "unpacked")
    assert list(verify.problems(verify.place_at(tmp_path / "unpacked"))) == []
    for name, each in whole.items():
        spoilt = bytearray(each)
        spoilt[len(each) // 2] ^= 1
        (problem,) = found({**whole, name: bytes(spoilt)})
        assert name in problem or name in ("manifest.json", "signature.json"), problem
        if name not in ("manifest.json", "signature.json"):
            (problem,) = found({key: held for key, held in whole.items() if key != name})
            assert problem == f"{name}: is missing"
    (problem,) = found({**whole, "evidence/new.pdf": b"%PDF"})
    assert problem.startswith("evidence/new.pdf: was added")


def test_the_script_names_what_is_wrong_and_ends_with_one(here: County, tmp_path: Path) -> None:
    whole = content(granted(here))
    target = tmp_path / "package.zip"
    target.write_bytes(whole.replace("吉祥小馆".encode(), "吉祥大馆".encode()))
    code, said = run(target)
    assert code == 1 and "form.json" in said
    assert run(tmp_path / "nothing.zip")[0] == 2
