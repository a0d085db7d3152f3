"""Inputs that are made to hurt: each is named, nothing is opened or written, and the neighbours are read."""

import gzip
import io
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from rashomon.errors import InputError
from rashomon.sources import Found, Limits, Options, find
from rashomon.sources.archives import opened
from tests.sources.helpers import TEXT, codes, page, read
from tests.sources.test_formats import write_warc

BOMBS = {
    "billion laughs": '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 5000}">]>',
    "external file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    "external address": '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/x">]>',
    "parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
    "spaced and in small letters": '<!doctype x [<! entity a "lol">]>',
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_entities_in_a_feed_are_refused(tmp_path: Path, name: str, charset: str) -> None:
    item = f"<rss version='2.0'><channel><item><description>&a;{TEXT}</description></item></channel></rss>"
    (tmp_path / "a.xml").write_bytes(f"<?xml version='1.0'?>{BOMBS[name]}{item}".encode(charset))
    (tmp_path / "b.txt").write_text(TEXT)
    docs, issues = read(tmp_path)
    assert [doc.text for doc in docs] == [TEXT]
    assert codes(issues) == ["refused"]


def test_entities_in_a_docx_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", f"<?xml version='1.0'?>{BOMBS['external file']}<w>&a;</w>")
    docs, issues = read(tmp_path / "a.docx")
    assert not docs[0].coded
    assert codes(issues) == ["unreadable"]


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.csv.gz"])
def test_a_gzip_bomb_is_not_inflated(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(b"a" * (64 << 20)))
    docs, issues = read(tmp_path / name)
    assert docs == []
    assert "like a bomb" in issues[0].message


def test_bombs_and_large_pages_in_an_archive_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    html = {"Content-Type": "text/html"}
    bomb = gzip.compress(b"a" * (64 << 20))
    write_warc(
        tmp_path / "a.warc.gz",
        4,
        extra=(
            (bomb, html | {"Content-Encoding": "gzip"}),
            (gzip.compress(bomb), html | {"Content-Encoding": "gzip, gzip"}),
            (b"a " * (20 << 20), html),
            (page(9), html | {"Content-Encoding": "zip"}),
            (b"5\r\n<p>Tw\r\n0\r\n\r\n", html | {"Transfer-Encoding": "chunked"}),
            (gzip.compress(page(8)), html | {"Content-Encoding": "gzip"}),
        ),
    )
    docs, issues = read(tmp_path / "a.warc.gz")
    assert [doc.title for doc in docs if doc.title] == [
        "Report 0",
        "Report 1",
        "Report 2",
        "Report 3",
        "Report 8",
    ]
    assert codes(issues).count("refused") == 4


@pytest.mark.slow
def test_of_3000_pages_10_hostile_ones_are_named_in_a_gigabyte(tmp_path: Path) -> None:
    html = {"Content-Type": "text/html"}
    packed = html | {"Content-Encoding": "gzip"}
    bomb = gzip.compress(b"a" * (512 << 20), 1)
    hostile = (
        (bomb, packed), (gzip.compress(bomb), html | {"Content-Encoding": "gzip, gzip"}),
        (b"a " * (17 << 20), html), (b"<p>" + b"x" * (34 << 20), html), (b" ", packed),
        (gzip.compress(page(4001))[:20], packed), (page(3), html | {"Content-Encoding": "compress"}),
        (b"", html), (gzip.compress(b"\0" * (64 << 20), 9), packed), (page(4), html | {"Content-Encoding": "br, x"}),
    )  # fmt: skip
    write_warc(tmp_path / "a.warc.gz", 2990, extra=hostile)
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "from rashomon import documents\nfrom rashomon.sources import find\n"
        "reading = documents.read(find([sys.argv[1]]))\n"
        "print(sum(1 for _ in reading), sum('record' in i.message for i in reading.issues))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "a.warc.gz")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == ["2990", "10"]


def test_a_page_that_breaks_off_inside_is_read_and_flagged(tmp_path: Path) -> None:
    html = {"Content-Type": "text/html"}
    packed = gzip.compress(page(7, TEXT * 40 + "".join(map(str, range(3000)))))
    chunked = b"%x\r\n%s\r\n400\r\nand th" % (len(page(8)), page(8))
    extra = ((packed[: len(packed) * 3 // 4], html | {"Content-Encoding": "gzip"}),
             (chunked, html | {"Transfer-Encoding": "chunked"}))  # fmt: skip
    write_warc(tmp_path / "a.warc.gz", 1, extra=extra)
    docs, issues = read(tmp_path / "a.warc.gz")
    assert [doc.title for doc in docs] == ["Report 0", "Report 7", "Report 8"]
    assert codes(issues) == ["extraction_incomplete", "extraction_incomplete"]


def test_a_damaged_record_does_not_end_an_archive(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", 6)
    data = bytearray((tmp_path / "a.warc.gz").read_bytes())
    starts = [i for i in range(len(data)) if data[i : i + 3] == b"\x1f\x8b\x08"]
    data[starts[2] + 150 : starts[2] + 200] = b"\xff" * 50
    (tmp_path / "a.warc.gz").write_bytes(data)
    docs, issues = read(tmp_path / "a.warc.gz")
    assert [doc.title for doc in docs] == ["Report 0", "Report 1", "Report 3", "Report 4", "Report 5"]
    assert codes(issues) == ["broken_record"]


def test_an_archive_that_is_cut_off_gives_what_it_holds(tmp_path: Path) -> None:
    write_warc(tmp_path / "a.warc.gz", 6)
    data = (tmp_path / "a.warc.gz").read_bytes()
    (tmp_path / "a.warc.gz").write_bytes(data[: len(data) // 2])
    docs, issues = read(tmp_path / "a.warc.gz")
    assert len(docs) >= 2
    assert codes(issues) == ["broken_record"]


NAMES = [
    "../../up.txt",
    "/etc/absolute.txt",
    "C:\\windows.txt",
    "a/../../b.txt",
    "..\\..\\back.txt",
    "nul\0.txt",
]


def test_a_members_name_is_no_path(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    with zipfile.ZipFile(inside / "a.zip", "w") as archive:
        for number, name in enumerate(NAMES):
            archive.writestr(name, f"{TEXT} {number}")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    before = sorted(tmp_path.rglob("*"))
    docs, issues = read(inside / "a.zip")
    assert sorted(tmp_path.rglob("*")) == before
    assert all(doc.text.startswith(TEXT) for doc in docs)
    assert "refused" in codes(issues)


def test_a_zip_bomb_is_named_and_its_neighbours_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"a" * (64 << 20))
        archive.writestr("b.txt", TEXT)
    docs, issues = read(tmp_path / "a.zip")
    assert [doc.text for doc in docs] == [TEXT]
    assert codes(issues) == ["refused"]


def test_members_that_overlap_are_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("b.txt", TEXT)
        for member in archive.filelist:
            member.header_offset = 0
    with pytest.raises(InputError, match="overlap"):
        opened("a.zip", io.BytesIO(made.getvalue()), Limits())


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}.txt", TEXT)
    (issue,) = find([str(tmp_path / "a.zip")], Options(limits=Limits(entries=10)))
    assert not isinstance(issue, Found)


def test_archives_within_archives_end_somewhere(tmp_path: Path) -> None:
    data = TEXT.encode()
    name = "a.txt"
    for level in range(5):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr(name, data)
        data, name = made.getvalue(), f"{level}.zip"
    (tmp_path / "a.zip").write_bytes(data)
    docs, issues = read(tmp_path / "a.zip")
    assert (docs, codes(issues)) == ([], ["refused"])


def test_a_line_beyond_the_limit_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "' + "a" * 5000 + f'"}}\n{{"text": "{TEXT}"}}\n')
    first, second = find([str(tmp_path / "a.jsonl")], Options(limits=Limits(file_bytes=1000)))
    assert not isinstance(first, Found)
    assert isinstance(second, Found)
