"""The import picture of docs/design.md, kept true: imports point left, or to the vocabulary."""

import ast
from pathlib import Path

import pytest

import rashomon

ROOT = Path(rashomon.__file__).parent
VOCABULARY = {"errors", "ids", "model", "codebook", "config", "issues", "lexicon", "files"}
# Each stage may import the vocabulary, itself, and what is named here.
MAY_IMPORT = {
    "sources": set(),
    "documents": {"sources"},
    "gazetteer": set(),
    "models": set(),
    "annotators": {"gazetteer", "models"},
    "claims": {"annotators", "gazetteer"},
    "incidents": {"claims", "gazetteer"},
    "journal": {"claims"},
    "pipeline": {"annotators", "claims", "incidents"},
    "review": {"claims", "incidents"},
    "store": {"claims", "incidents", "review"},
    "views": {"incidents", "store", "review"},
    "exports": {"views", "store", "incidents", "claims"},
    "imports": {"exports", "claims", "incidents", "store"},
    "evaluate": {"incidents", "exports"},
    "health": {"annotators", "gazetteer", "models"},
    "api": {
        "health", "journal",
        "sources", "documents", "gazetteer", "models", "annotators", "claims", "incidents", "pipeline", "store",
        "review", "views", "exports", "imports", "evaluate",
    },
    "web": {"api", "views", "sources", "documents"},
    "cli": {"api", "views", "web", "exports", "journal"},
    "__init__": {"api"},
    "__main__": {"cli"},
}  # fmt: skip


def modules() -> list[tuple[str, Path]]:
    """(stage, file) of every module."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        found.append((parts[0].removesuffix(".py"), path))
    return found


def imported(path: Path) -> set[str]:
    """Stages of ours that a file imports."""
    stages = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [node.module]
            if node.module == "rashomon":
                names = [f"rashomon.{alias.name}" for alias in node.names]
        stages |= {name.split(".")[1] for name in names if name.startswith("rashomon.")}
    return stages - {"__version__"}


@pytest.mark.parametrize(("stage", "path"), modules(), ids=lambda v: v.name if isinstance(v, Path) else v)
def test_imports_point_left(stage: str, path: Path) -> None:
    allowed = VOCABULARY | {stage} | MAY_IMPORT.get(stage, set())
    assert imported(path) <= allowed, f"{path.relative_to(ROOT)} imports {sorted(imported(path) - allowed)}"


def test_the_vocabulary_imports_no_stage() -> None:
    for stage, path in modules():
        if stage in VOCABULARY:
            assert imported(path) <= VOCABULARY
