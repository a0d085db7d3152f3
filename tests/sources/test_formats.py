"""Every format, with files made by the format's own library where there is one."""

import csv
import datetime
import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from rashomon.config import Config
from rashomon.sources import find, options_of
from tests.sources.helpers import TEXT, codes, page, read


def write_warc(
    path: Path, pages: int, *, gz: bool = True, extra: tuple[tuple[bytes, dict[str, str]], ...] = ()
) -> None:
    """A WARC file by warcio: pages, then bodies with headers of their own, then an image."""
    pytest.importorskip("warcio")
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    html = {"Content-Type": "text/html; charset=utf-8"}
    bodies = (
        [(page(n), html) for n in range(pages)] + list(extra) + [(b"\x89PNG", {"Content-Type": "image/png"})]
    )
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=gz)
        for number, (body, headers) in enumerate(bodies):
            head = StatusAndHeaders("200 OK", list(headers.items()), protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"https://www.example.org/{number}",
                    "response",
                    payload=io.BytesIO(body),
                    http_headers=head,
                    warc_headers_dict={"WARC-Date": "2024-01-06T00:00:00Z"},
                )
            )


@pytest.mark.parametrize("gz", [True, False])
def test_warc(tmp_path: Path, gz: bool) -> None:
    write_warc(tmp_path / "a.warc", 3, gz=gz)
    docs, issues = read(tmp_path / "a.warc")
    assert [doc.url for doc in docs] == [f"https://www.example.org/{n}" for n in range(3)]
    assert {doc.published for doc in docs} == {"2024-01-05T14:02:00Z"}
    assert codes(issues) == []


def test_wacz(tmp_path: Path) -> None:
    write_warc(tmp_path / "data.warc.gz", 3)
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as archive:
        archive.write(tmp_path / "data.warc.gz", "archive/data.warc.gz")
        rows = [{"format": "json-pages-1.0"}, {"url": "https://www.example.org/1", "title": "A title"}]
        archive.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, rows)))
    (doc,), _ = read(tmp_path / "a.wacz")
    assert doc.url == "https://www.example.org/1"


def test_rss(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(
        f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Example News</title>
        <language>en-gb</language><item><title>Two killed</title><link>https://example.org/1</link>
        <pubDate>Fri, 05 Jan 2024 14:02:00 GMT</pubDate><description>&lt;p&gt;{TEXT}&lt;/p&gt;
        &lt;p style="display:none"&gt;Ninety died.&lt;/p&gt;</description></item>
        <item><title>Nothing more</title></item></channel></rss>"""
    )
    docs, issues = read(tmp_path / "a.rss")
    assert [(d.text, d.title, d.publisher, d.url) for d in docs] == [
        (TEXT, "Two killed", "Example News", "https://example.org/1")
    ]
    assert (docs[0].published or "")[:10] == "2024-01-05"
    assert codes(issues) == ["empty", "hidden_text"]


def test_atom(tmp_path: Path) -> None:
    (tmp_path / "a.atom").write_text(
        f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Example News</title><entry>
        <title>Two killed</title><link href="https://example.org/1"/><published>2024-01-05T14:02:00Z</published>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT}</p></div></content></entry></feed>"""
    )
    (doc,), _ = read(tmp_path / "a.atom")
    assert (doc.text, doc.published) == (TEXT, "2024-01-05T14:02:00Z")


def test_csv(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8-sig") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerows(
            [["id", "headline", "body", "date"], [7, "Two killed", TEXT + "\nMore.", "2024-01-05"]]
        )
    (doc,), _ = read(tmp_path / "a.csv")
    assert (doc.id, doc.title, doc.text, doc.published) == ("7", "Two killed", TEXT + "\nMore.", "2024-01-05")


def test_a_users_own_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("story,text\nThe story.,Not this.\n")
    config = Config(columns={"text": "story"})
    (found,) = find([str(tmp_path / "a.csv")], options_of(config))
    assert found.text == "The story."  # type: ignore[union-attr]


def test_xlsx(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["title", "text", "published"])
    sheet.write_row(1, 0, ["Two killed", TEXT])
    sheet.write_datetime(1, 2, datetime.datetime(2024, 1, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    (doc,), _ = read(tmp_path / "a.xlsx")
    assert (doc.title, doc.text, doc.published) == ("Two killed", TEXT, "2024-01-05")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_email(tmp_path: Path, kind: str) -> None:
    message = EmailMessage()
    message["Subject"] = "Two killed near Kaya"
    message["From"] = "Example News <desk@example.org>"
    message["Date"] = "Fri, 05 Jan 2024 14:02:00 +0000"
    message.set_content(TEXT if kind == "plain" else f"<p>{TEXT}</p><p hidden>Ninety died.</p>", subtype=kind)
    message.add_attachment(b"\0\1", maintype="application", subtype="octet-stream", filename="x.bin")
    (tmp_path / "a.eml").write_bytes(bytes(message))
    (doc,), _ = read(tmp_path / "a.eml")
    assert (doc.text.split(), doc.title, doc.publisher) == (
        TEXT.split(),
        "Two killed near Kaya",
        "Example News",
    )
    assert (doc.published or "").startswith("2024-01-05T14:02")


def test_pdf(tmp_path: Path) -> None:
    fpdf = pytest.importorskip("fpdf")
    pytest.importorskip("pypdf")
    pdf = fpdf.FPDF()
    pdf.set_title("Two killed")
    for text in (TEXT, "A second page."):
        pdf.add_page()
        pdf.set_font("Helvetica", size=12)
        pdf.multi_cell(0, 8, text)
    pdf.output(str(tmp_path / "a.pdf"))
    (doc,), _ = read(tmp_path / "a.pdf")
    assert " ".join(doc.text.split()) == TEXT + " A second page."
    assert doc.title == "Two killed"


def test_docx(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    written = docx.Document()
    written.core_properties.title = "Two killed"
    written.add_paragraph(TEXT)
    hidden = written.add_paragraph().add_run("Ninety died.")
    hidden.font.hidden = True
    written.save(str(tmp_path / "a.docx"))
    (doc,), _ = read(tmp_path / "a.docx")
    assert (doc.text, doc.title) == (TEXT, "Two killed")


def test_a_zip_is_read_as_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b/two.txt", TEXT)
        archive.writestr("a/one.html", page(1))
        archive.writestr("picture.png", b"\x89PNG")
    docs, issues = read(tmp_path / "a.zip")
    assert [doc.title for doc in docs] == ["Report 1", None]
    assert codes(issues) == []
