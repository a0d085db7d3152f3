import gzip
import json
from pathlib import Path

import pytest

from tests.sources.helpers import TEXT, codes, read


def test_a_folder_is_read_by_path(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.md", ".hidden/x.txt", "notes.bin"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"{name}: {TEXT}")
    docs, _ = read(tmp_path)
    assert [doc.text.split(":")[0] for doc in docs] == ["a/b.md", "a/z.txt", "b.txt"]


def test_text_is_kept_to_the_character(tmp_path: Path) -> None:
    text = "  Two died.\r\n\r\n\tÅ\u2028𐍈 \n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": text}) + "\n")
    docs, _ = read(tmp_path / "a.txt"), read(tmp_path / "b.jsonl")
    assert docs[0][0].text == text
    assert read(tmp_path / "b.jsonl")[0][0].text == text


def test_the_same_text_has_the_same_id_as_text_and_as_record(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": TEXT}))
    docs, issues = read(tmp_path / "a.txt", tmp_path / "b.jsonl")
    assert len(docs) == 1
    assert codes(issues) == []


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n ", "empty"),
        ("a.jsonl", b"\n", "empty"),
        ("a.json", b"", "empty"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
        ("a.json", b"{broken", "broken_record"),
        ("a.json", b'{"title": "no text"}', "broken_record"),
        ("a.jsonl", b'"a text"', "broken_record"),
        ("a.jsonl", b"[" * 100_000, "broken_record"),
        ("a.xml", b"<?xml version='1.0'?><x/>", "no_reports"),
        ("a.warc", b"no archive at all", "no_reports"),
        ("a.zip", b"PK\x03\x04broken", "unreadable"),
        ("a.xlsx", b"PK\x03\x04broken", "unreadable"),
        ("a.txt.gz", b"\x1f\x8b\x08broken", "unreadable"),
        ("a.csv", b"", "empty"),
    ],
)  # fmt: skip
def test_bad_input_is_named_and_the_rest_is_read(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT)
    docs, issues = read(tmp_path / name, tmp_path / "good.txt")
    assert [doc.text for doc in docs] == [TEXT]
    assert codes(issues) == [code]
    assert name in issues[0].message


def test_a_missing_file_and_an_empty_folder(tmp_path: Path) -> None:
    _, issues = read(tmp_path / "nothing.txt", tmp_path)
    assert codes(issues) == ["missing_file", "no_reports"]


def test_a_repeated_id_with_another_text_names_both_lines(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": "One died."},
        {"id": "b", "text": "No."},
        {"id": "a", "text": "Two died."},
    ] * 2
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    docs, issues = read(tmp_path / "a.jsonl")
    assert [doc.id for doc in docs] == ["a", "b"]
    repeated = [issue.message for issue in issues if issue.code == "repeated_id"]
    assert len(repeated) == 2
    assert "line 1" in repeated[0]
    assert "line 3" in repeated[0]


def test_a_line_that_is_not_utf8_is_listed_under_its_id(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        b'{"id": "a", "text": "Caf\xe9"}\n' + json.dumps({"text": TEXT}).encode()
    )
    docs, issues = read(tmp_path / "a.jsonl")
    assert [(doc.coded, doc.text) for doc in docs] == [(False, ""), (True, TEXT)]
    assert "not_utf8" in codes(issues)


def test_half_characters_and_nul_are_kept_and_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Two \\ud800 died \\u0000 here."}\n')
    docs, issues = read(tmp_path / "a.jsonl")
    assert docs[0].text == "Two \ud800 died \0 here."
    assert codes(issues) == ["control_characters", "lone_surrogates"]


def test_gzip_around_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": TEXT}).encode()))
    assert read(tmp_path / "a.jsonl.gz")[0][0].text == TEXT


@pytest.mark.parametrize(
    "rows",
    [{"text": TEXT}, [{"text": TEXT}], {"articles": [{"content": TEXT, "source": {"name": "Example"}}]}],
)
def test_json_as_one_report_a_list_or_a_service_answers(tmp_path: Path, rows: object) -> None:
    (tmp_path / "a.json").write_text(json.dumps(rows, indent=1))
    assert read(tmp_path / "a.json")[0][0].text == TEXT


def test_an_address_is_not_fetched_unless_asked() -> None:
    docs, issues = read("https://example.org/news/1")
    assert (docs, codes(issues)) == ([], ["refused"])


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    docs, issues = read(tmp_path / "a.txt", tmp_path / "a.txt")
    assert len(docs) == 1
    assert codes(issues) == []


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    docs, issues = read(tmp_path)
    assert len(docs) == 1
    assert codes(issues) == ["missing_file"]
    assert "gone.txt" in next(i.message for i in issues if i.code == "missing_file")


def test_a_pdf_is_one_whatever_its_name_says(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n")
    (doc,), issues = read(tmp_path)
    assert not doc.coded
    assert "the PDF cannot be read" in next(i.message for i in issues if i.code == "unreadable")


def test_lines_are_named_in_their_order(tmp_path: Path) -> None:
    from rashomon.issues import in_order

    (tmp_path / "a.jsonl").write_text("\n".join(["no json"] * 11))
    said = [issue.message for issue in in_order(read(tmp_path)[1])]
    assert [m.split(" is ")[0].rpartition(" ")[2] for m in said] == [str(n) for n in range(1, 12)]
