import subprocess
import sys

HEAVY = ("spacy", "numpy", "onnxruntime", "pydantic", "lxml", "trafilatura", "sqlalchemy", "yaml", "apsw")


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom rashomon.cli import build\n"
        "from typer.testing import CliRunner\n"
        "assert CliRunner().invoke(build(), ['--help']).exit_code == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
