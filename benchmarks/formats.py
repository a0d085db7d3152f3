"""How fast each format is read and written, and what the look at archived pages before reading them saves.

python benchmarks/formats.py [--reports 500] [--copies 40] [--warc 3000]

Reading: the same made-up reports in every format, from file to document (nothing is coded). Writing: the coding of the
example reports, many times over under other ids. WARC: pages of which a third is in French and a third about cooking,
with and without `--all-pages`. (An archive with hostile records is a test: tests/sources/test_hostile.py.)
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

from rashomon import api
from rashomon.exports import FORMATS
from rashomon.model import Coding, Incident

ROOT = Path(__file__).parents[1]
FRENCH = (
    "Il faut mélanger la farine avec le beurre et laisser cuire pendant une heure dans le four de la maison. "
)
COOKING = (
    "Stir the flour into the butter, and cook it for a minute, then add the milk that was warmed before. "
)
MENU = "<nav>" + "".join(f'<a href="/s/{n}" class="menu item">Section {n}</a>' for n in range(60)) + "</nav>"
SCRIPT = (
    "<script>" + "window.dataLayer=window.dataLayer||[];function g(a,b){return a&&b};" * 150 + "</script>"
)


def texts(number: int) -> list[str]:
    """Texts of the example reports, each with another last line."""
    rows = [
        json.loads(line) for line in (ROOT / "examples" / "reports.jsonl").read_text("utf-8").splitlines()
    ]
    return [f"{rows[n % len(rows)]['text']}\n\nReport {n}." for n in range(number)]


def page(text: str) -> bytes:
    """A page of the press: some 25 KB, of which the article is a tenth."""
    paragraphs = "".join(f"<p>{p}</p>" for p in text.split("\n") if p)
    head = "<title>A report</title><meta property='article:published_time' content='2024-01-05T14:02:00Z'>"
    body = f"{MENU}<article><h1>A report</h1>{paragraphs}</article>{MENU}"
    return f"<!doctype html><html><head>{head}{SCRIPT}</head><body>{body}</body></html>".encode()


def write_files(folder: Path, made: list[str]) -> Iterator[Path]:
    """The reports as one file or folder for each format."""
    rows = [
        {"id": str(n), "text": t, "title": "A report", "published": "2024-01-05"} for n, t in enumerate(made)
    ]
    yield put(folder / "reports.jsonl", "".join(json.dumps(r) + "\n" for r in rows).encode())
    yield put(folder / "reports.json", json.dumps(rows).encode())
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    yield put(folder / "reports.csv", out.getvalue().encode())
    yield many(folder / "txt", {f"{n}.txt": t.encode() for n, t in enumerate(made)})
    yield many(folder / "html", {f"{n}.html": page(t) for n, t in enumerate(made)})
    yield many(folder / "eml", {f"{n}.eml": mail(t) for n, t in enumerate(made)})
    items = "".join(
        f"<item><title>A report</title><description>{t}</description></item>" for t in map(escaped, made)
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'
    yield put(folder / "reports.rss", feed.encode())
    yield put(folder / "pages.warc.gz", warc([page(t) for t in made]))
    out_zip = io.BytesIO()
    with zipfile.ZipFile(out_zip, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, text in enumerate(made):
            archive.writestr(f"{n}.txt", text)
    yield put(folder / "reports.zip", out_zip.getvalue())
    yield from office_files(folder, rows)


def office_files(folder: Path, rows: list[dict[str, str]]) -> Iterator[Path]:
    """XLSX, DOCX and PDF, by the libraries that tests use."""
    import docx
    import fpdf
    import xlsxwriter

    book = xlsxwriter.Workbook(str(folder / "reports.xlsx"))
    sheet = book.add_worksheet()
    for n, row in enumerate([dict(zip(rows[0], rows[0], strict=True)), *rows]):
        for column, value in enumerate(row.values()):
            sheet.write_string(n, column, value)
    book.close()
    yield folder / "reports.xlsx"
    for kind in ("docx", "pdf"):
        (folder / kind).mkdir()
    for n, row in enumerate(rows[:100]):
        written = docx.Document()
        written.add_paragraph(row["text"])
        written.save(str(folder / "docx" / f"{n}.docx"))
        pdf = fpdf.FPDF()
        pdf.add_page()
        pdf.set_font("Helvetica", size=11)
        pdf.multi_cell(0, 6, row["text"].encode("latin-1", "replace").decode("latin-1"))
        pdf.output(str(folder / "pdf" / f"{n}.pdf"))
    yield folder / "docx"
    yield folder / "pdf"


def put(path: Path, data: bytes) -> Path:
    """Write a file."""
    path.write_bytes(data)
    return path


def many(folder: Path, files: dict[str, bytes]) -> Path:
    """Write a folder of files."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def mail(text: str) -> bytes:
    """A message."""
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        "A report",
        "News <a@example.org>",
        "Fri, 05 Jan 2024 14:02:00 +0000",
    )
    message.set_content(text)
    return bytes(message)


def escaped(text: str) -> str:
    """Text in XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def warc(pages: list[bytes]) -> bytes:
    """A packed WARC file, by warcio."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for n, body in enumerate(pages):
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"https://www.example.org/{n}", "response", payload=io.BytesIO(body), http_headers=head,
                warc_headers_dict={"WARC-Date": "2024-01-06T00:00:00Z"},
            )
        )  # fmt: skip
    return out.getvalue()


def seconds(work: Callable[[], int]) -> tuple[float, int]:
    """Processor seconds of some work, and what it counted."""
    began = time.process_time()
    done = work()
    return time.process_time() - began, done


def measure_reading(folder: Path, number: int) -> None:
    """A line for each format that is read."""
    print("| read | reports | reports/s | MB/s |\n|---|---|---|---|")
    for path in write_files(folder, texts(number)):
        size = (
            sum(p.stat().st_size for p in path.rglob("*") if p.is_file())
            if path.is_dir()
            else path.stat().st_size
        )
        spent, count = seconds(lambda path=path: sum(1 for _ in api.read([str(path)], all_pages=True)))  # type: ignore[misc]
        name = path.name if path.is_dir() else "".join(path.suffixes).lstrip(".")
        print(f"| `{name}` | {count} | {count / spent:.0f} | {size / spent / 1e6:.1f} |", flush=True)


def multiplied(coding: Coding, copies: int) -> Coding:
    """The incidents of a coding many times over, under ids of their own; reports stay the same."""

    def again(incident: Incident, n: int) -> Incident:
        mentions = tuple(replace(m, id=f"{n:04x}{m.id}") for m in incident.mentions)
        claims = tuple(replace(c, id=f"{n:04x}{c.id}") for c in incident.claims)
        return replace(incident, id=f"{n:04x}{incident.id}", mentions=mentions, claims=claims, related=())

    found = (again(i, n) for n in range(copies) for i in coding.incidents)
    return replace(coding, incidents=tuple(sorted(found, key=lambda i: i.id)))


def measure_writing(copies: int) -> None:
    """A line for each format that is written."""
    coding = multiplied(api.code(list(api.read([str(ROOT / "examples" / "reports.jsonl")]))), copies)
    claims = sum(len(i.claims) for i in coding.incidents)
    print(f"\n{len(coding.incidents)} incidents with {claims} claims\n")
    print("| written | incidents/s | bytes an incident |\n|---|---|---|")
    for format in FORMATS:
        spent, size = seconds(lambda format=format: len(api.export(coding, format)))  # type: ignore[misc]
        count = len(coding.incidents)
        print(f"| `{format}` | {count / spent:.0f} | {size / count:.0f} |", flush=True)


def measure_archives(folder: Path, number: int) -> None:
    """What passing pages over saves."""
    made = texts(number)
    mixed = [
        page(t if n % 3 == 0 else f"{(FRENCH, COOKING)[n % 3 - 1] * 30} {n}.") for n, t in enumerate(made)
    ]
    path = put(folder / "mixed.warc.gz", warc(mixed))
    print()
    for all_pages in (True, False):
        spent, count = seconds(lambda every=all_pages: sum(1 for _ in api.read([str(path)], all_pages=every)))  # type: ignore[misc]
        how = "--all-pages" if all_pages else "looked at first"
        print(
            f"{number} pages, {how}: {spent:.1f} s, {1000 * spent / number:.2f} ms a page, {count} reports",
            flush=True,
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--copies", type=int, default=40)
    parser.add_argument("--warc", type=int, default=3000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_reading(folder, options.reports)
        measure_writing(options.copies)
        measure_archives(folder, options.warc)


if __name__ == "__main__":
    main()
