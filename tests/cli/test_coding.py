import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rashomon.cli.coding import _partial
from rashomon.config import Config
from tests.cli.helpers import REPORTS, invoke, run, write_reports

LAYERS = ("--layers", "weapons")  # the cheapest, where a test is about the rest


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_annotate_writes_a_line_for_each_report_in_the_order_of_the_input(tmp_path: Path) -> None:
    write_reports(
        tmp_path / "in.jsonl", [REPORTS[2], {"id": "x", "text": 5}, {"id": "y", "text": ""}, REPORTS[0]]
    )
    result = invoke("annotate", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl", *LAYERS)
    rows = lines(tmp_path / "out.jsonl")
    assert [row["document"]["id"] for row in rows] == ["c", "x", "y", "a"]  # type: ignore[index]
    assert result.exit_code == 3
    assert rows[1]["issues"]
    assert rows[1]["weapons"] == []


def test_code_prints_one_object(tmp_path: Path) -> None:
    write_reports(tmp_path / "in.jsonl")
    result = invoke("code", tmp_path / "in.jsonl")
    coding = json.loads(result.stdout)
    assert coding["schema"] == "rashomon/1"
    assert [doc["id"] for doc in coding["documents"]] == ["a", "b", "c"]
    assert result.exit_code == 0


def test_bare_text_with_options(tmp_path: Path) -> None:
    options = ("--published", "2024-01-06", "--publisher", "Example", "--url", "https://example.org/1")
    result = invoke("annotate", "-", *options, *LAYERS, input="A drone killed two people in Kaya.")
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (row["document"]["published"], row["document"]["publisher"]) == ("2024-01-06", "Example")


def test_the_rest_is_coded_and_what_was_not_is_named(tmp_path: Path) -> None:
    write_reports(tmp_path / "a.jsonl", REPORTS[:1])
    (tmp_path / "empty.txt").touch()
    result = invoke("annotate", tmp_path, tmp_path / "nothing.txt", *LAYERS)
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 1
    assert "empty.txt" in result.stderr
    assert "nothing.txt" in result.stderr


def test_a_report_in_another_language_is_listed_and_not_coded(tmp_path: Path) -> None:
    text = json.loads((Path(__file__).parents[1] / "cases" / "languages.json").read_text(encoding="utf-8"))[
        "fr"
    ]
    write_reports(tmp_path / "a.jsonl", [{"id": "f", "text": text}])
    result = invoke("annotate", tmp_path / "a.jsonl", *LAYERS)
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert [issue["code"] for issue in row["issues"]] == ["published_missing", "language_not_coded"]
    assert result.exit_code == 3


def test_odd_characters_come_out_as_they_went_in(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "\\ud800", "text": "A \\ud800 drone \\u0000 killed two."}\n')
    result = run("annotate", tmp_path / "a.jsonl", *LAYERS)
    assert json.loads(result.stdout)["document"]["id"] == "\ud800"
    assert result.returncode == 3


def test_a_layer_that_fails_on_one_report_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rashomon.annotators import AnnotatorChain
    from rashomon.model import Annotations, Document

    whole = AnnotatorChain.__call__

    def breaks(chain: AnnotatorChain, doc: Document) -> Annotations:
        if doc.id == "a":
            raise ValueError("no such luck")
        return whole(chain, doc)

    monkeypatch.setattr(AnnotatorChain, "__call__", breaks)
    write_reports(tmp_path / "in.jsonl")
    result = invoke("annotate", tmp_path / "in.jsonl", *LAYERS)
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 3
    assert "no such luck" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("code",),
        ("nonsense",),
        ("code", "x.txt", "--no-such-option"),
        ("code", "x.txt", "--published", "Friday"),
        ("code", "x.txt", "--policy", "loudest"),
        ("code", "x.txt", "--min-score", "2"),
        ("code", "x.txt", "--workers", "0"),
        ("code", "x.txt", "-o", "no/such/folder/out.json"),
        ("annotate", "x.txt", "--layers", "nonsense"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert invoke(*arguments).exit_code == 2


def test_an_error_is_one_sentence_and_a_traceback_only_with_v(tmp_path: Path) -> None:
    (tmp_path / "rashomon.toml").write_text('polisy = "range"\n')
    short = run("code", "x.txt", cwd=tmp_path)
    long = run("code", "x.txt", "-v", cwd=tmp_path)
    assert (short.returncode, long.returncode) == (2, 2)
    assert short.stderr.decode().strip() == (
        "Error: rashomon.toml: unknown key 'polisy'; did you mean 'policy'?"
    )
    assert b"Traceback" in long.stderr


def test_nothing_but_data_on_stdout(tmp_path: Path) -> None:
    write_reports(tmp_path / "in.jsonl")
    result = run("annotate", tmp_path / "in.jsonl", "-q", *LAYERS)
    assert [json.loads(line)["document"]["id"] for line in result.stdout.splitlines()] == ["a", "b", "c"]
    assert result.stderr == b""


def test_resume_goes_on_and_gives_the_same_bytes(tmp_path: Path) -> None:
    source = write_reports(tmp_path / "in.jsonl")
    out = tmp_path / "out.jsonl"
    assert invoke("annotate", source, "-o", out, *LAYERS).exit_code == 0
    whole = out.read_bytes()
    out.unlink()
    partial = _partial(str(out), Config(), ("weapons",), resume=True)
    assert partial is not None
    partial.write_bytes(whole[: whole.index(b"\n") + 20])  # one line and a torn one
    assert invoke("annotate", source, "-o", out, "--resume", *LAYERS).exit_code == 0
    assert out.read_bytes() == whole
    assert not partial.exists()


def test_resume_refuses_inputs_that_changed(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    invoke("annotate", write_reports(tmp_path / "in.jsonl"), "-o", out, *LAYERS)
    partial = _partial(str(out), Config(), ("weapons",), resume=True)
    assert partial is not None
    out.rename(partial)
    write_reports(tmp_path / "in.jsonl", REPORTS[1:])
    result = invoke("annotate", tmp_path / "in.jsonl", "-o", out, "--resume", *LAYERS)
    assert result.exit_code == 1
    assert not out.exists()


def test_an_interrupted_run_leaves_no_half_output(tmp_path: Path) -> None:
    source = write_reports(tmp_path / "in.jsonl", [REPORTS[0] | {"id": str(n)} for n in range(20_000)])
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "rashomon", "annotate", str(source), "-o", str(out), *LAYERS]
    # Tests that run in the background ignore Ctrl+C, and a child would too.
    heeds = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731
    process = subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=heeds)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any(p.stat().st_size for p in tmp_path.glob(".out*")):
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.decode().startswith("Error: interrupted")
    assert not out.exists()
