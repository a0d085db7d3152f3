"""The built front end is that of the source, and comes with the package: no Node where it runs."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from rashomon.lexicon import data_path

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
FIXED = ("index.html", "package-lock.json", "package.json", "tsconfig.json", "vite.config.ts")


def test_the_built_files_are_those_of_the_source() -> None:
    files = sorted(
        [*FIXED, *(p.relative_to(WEB).as_posix() for p in (WEB / "src").rglob("*") if p.is_file())]
    )
    digests = ((name, hashlib.sha256((WEB / name).read_bytes()).hexdigest()) for name in files)
    found = hashlib.sha256("".join(f"{name}\0{digest}\n" for name, digest in digests).encode()).hexdigest()
    assert data_path("web", "source.sha256").read_text() == f"{found}\n", (
        "run `make web`, and commit what it builds"
    )


def test_the_page_asks_for_its_own_files_only() -> None:
    page = data_path("web", "index.html").read_text(encoding="utf-8")
    asked = set(re.findall(r'(?:src|href)="(/[^"]*)"', page))
    assert asked == {f"/assets/{path.name}" for path in data_path("web", "assets").iterdir()}
    assert "<script>" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_front_end_is_in_the_wheel(tmp_path: Path) -> None:
    """Built from the package's frame and the desk alone, so that it takes seconds."""
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    package = tmp_path / "src" / "rashomon"
    for part in ("web", "data/web", "data/map", "data/graphic"):
        shutil.copytree(
            ROOT / "src" / "rashomon" / part, package / part, ignore=shutil.ignore_patterns("__pycache__")
        )
    (package / "__init__.py").touch()
    how = ["--no-deps", "--no-build-isolation", "--no-index", "-q", "-w", str(tmp_path)]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *how, str(tmp_path)], check=True, capture_output=True
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        held = set(wheel.namelist())
    for folder in ("web", "map", "graphic"):
        for path in data_path(folder).rglob("*"):
            assert (
                path.is_dir()
                or f"rashomon/data/{folder}/{path.relative_to(data_path(folder)).as_posix()}" in held
            )
