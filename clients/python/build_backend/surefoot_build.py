"""Builds the wheel and the source archive with Python's standard library alone (PEP 517, 660): nothing is fetched.

The wheel holds the package, and in it the engine: one file for Node that `npm run build` of Surefoot makes in dist/bridge. The source archive
holds that file, too, so that it can be built elsewhere.
"""

import ast
import base64
import gzip
import hashlib
import io
import os
import re
import tarfile
import zipfile
from pathlib import Path
from typing import Dict, Iterator, List, Mapping, Optional, Tuple, Union

Value = Union[str, List[str]]

HERE = Path(__file__).resolve().parent.parent
PACKAGE = HERE / "surefoot"
# The same sources give the same bytes.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def get_requires_for_build_wheel(config_settings: Optional[Mapping[str, object]] = None) -> List[str]:
    return []


get_requires_for_build_sdist = get_requires_for_build_wheel
get_requires_for_build_editable = get_requires_for_build_wheel


def build_wheel(
    wheel_directory: str,
    config_settings: Optional[Mapping[str, object]] = None,
    metadata_directory: Optional[str] = None,
) -> str:
    return _write_wheel(wheel_directory, dict(_package_files()))


def build_editable(
    wheel_directory: str,
    config_settings: Optional[Mapping[str, object]] = None,
    metadata_directory: Optional[str] = None,
) -> str:
    return _write_wheel(wheel_directory, {"__editable__surefoot.pth": f"{HERE}\n".encode()})


def build_sdist(sdist_directory: str, config_settings: Optional[Mapping[str, object]] = None) -> str:
    base = f"surefoot-{_version()}"
    files = {
        "PKG-INFO": _metadata().encode(),
        "pyproject.toml": (HERE / "pyproject.toml").read_bytes(),
        "README.md": (HERE / "README.md").read_bytes(),
        "LICENSE": _brought("LICENSE", "LICENSE"),
        "build_backend/surefoot_build.py": Path(__file__).read_bytes(),
        **dict(_package_files()),
    }
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in sorted(files.items()):
            entry = tarfile.TarInfo(f"{base}/{name}")
            entry.size = len(content)
            entry.mode = 0o644
            archive.addfile(entry, io.BytesIO(content))
    name = f"{base}.tar.gz"
    Path(sdist_directory, name).write_bytes(gzip.compress(packed.getvalue(), mtime=0))
    return name


def _package_files() -> Iterator[Tuple[str, bytes]]:
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".typed"):
            yield path.relative_to(HERE).as_posix(), path.read_bytes()
    for name, origin in (
        ("surefoot/bridge.mjs", "dist/bridge/bridge.mjs"),
        ("surefoot/THIRD-PARTY-LICENSES.txt", "dist/THIRD-PARTY-LICENSES.txt"),
        ("surefoot/CITATION.cff", "CITATION.cff"),
    ):
        yield name, _brought(name, origin)


def _brought(name: str, origin: str) -> bytes:
    """A file from above this folder in a checkout and in the npm package; in a source archive it lies in this one."""
    places = [HERE / name, HERE.parent.parent / origin]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise SystemExit(
            f"surefoot: the engine is not built ({places[-1]} is missing): run `npm ci && npm run build` in {HERE.parent.parent} first."
        )
    return found.read_bytes()


def _write_wheel(folder: str, files: Dict[str, bytes]) -> str:
    information = f"surefoot-{_version()}.dist-info"
    files = {
        **files,
        f"{information}/licenses/LICENSE": _brought("LICENSE", "LICENSE"),
        f"{information}/METADATA": _metadata().encode(),
        f"{information}/WHEEL": b"Wheel-Version: 1.0\nGenerator: surefoot_build\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in files.items())
    files[f"{information}/RECORD"] = f"{record}{information}/RECORD,,\n".encode()
    name = f"surefoot-{_version()}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return name


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _version() -> str:
    found = re.search(r'^__version__ = "(.+)"$', (PACKAGE / "_version.py").read_text(encoding="utf-8"), re.M)
    assert found is not None
    return found.group(1)


def _metadata() -> str:
    tables = _tables((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    project = tables["project"]
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {project['name']}",
        f"Version: {_version()}",
        f"Summary: {project['description']}",
        f"License-Expression: {project['license']}",
        "License-File: LICENSE",
        f"Requires-Python: {project['requires-python']}",
        f"Keywords: {','.join(project['keywords'])}",
        "Classifier: Typing :: Typed",
    ]
    # Written by scripts/release/address.mjs, once there is an address.
    lines += [f"Project-URL: {label}, {address}" for label, address in tables.get("project.urls", {}).items()]
    for extra, packages in tables["project.optional-dependencies"].items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f'Requires-Dist: {package}; extra == "{extra}"' for package in packages]
    readme = (HERE / str(project["readme"])).read_text(encoding="utf-8")
    return "\n".join([*lines, "Description-Content-Type: text/markdown", "", readme])


def _tables(text: str) -> Dict[str, Dict[str, Value]]:
    """The tables of pyproject.toml, whose texts and lists of texts read as in Python: tomllib came with 3.11."""
    tables: Dict[str, Dict[str, Value]] = {}
    table: Dict[str, Value] = {}
    for line in text.splitlines():
        if line.startswith("["):
            table = tables.setdefault(line.strip("[]"), {})
        elif " = " in line and not line.startswith("#"):
            key, value = line.split(" = ", 1)
            table[key] = ast.literal_eval(value) if value[0] in "\"[" else value
    return tables
