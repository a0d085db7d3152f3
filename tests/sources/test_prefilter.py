"""The look at a page's bytes before it is read in full."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rashomon import documents
from rashomon.config import Config
from rashomon.sources import find, options_of
from rashomon.sources.prefilter import passed_over, without_raw
from tests.sources.helpers import TEXT, page
from tests.sources.test_formats import write_warc

CASES = json.loads((Path(__file__).parents[1] / "cases" / "languages.json").read_text(encoding="utf-8"))
MENU = "<nav>" + "<a href=/x class=menu>Home</a> <a>Sport</a> <a>Weather</a> <a>Business</a>" * 10 + "</nav>"
RECIPE = (
    "<p>Stir the flour into the butter and cook it for a minute, then add the milk that was warmed before.</p>"
    * 20
)


def pages(path: Path, *, all_pages: bool = False) -> tuple[list[str | None], list[str]]:
    """Titles of the pages that are read, and what is said of those that are not."""
    reading = documents.read(find([str(path)], options_of(Config(), all_pages=all_pages)))
    return [doc.title for doc in reading], [i.message for i in reading.issues if i.code == "passed_over"]


def test_pages_of_other_languages_and_subjects_are_passed_over_and_counted(tmp_path: Path) -> None:
    html = {"Content-Type": "text/html; charset=utf-8"}
    others = [
        page(10, CASES["fr"] * 9),
        page(11, CASES["ru"] * 9),
        page(12, RECIPE).replace(b"inquiry", b"cake"),
    ]
    write_warc(tmp_path / "a.warc.gz", 3, extra=tuple((body, html) for body in others))
    titles, told = pages(tmp_path / "a.warc.gz")
    assert titles == ["Report 0", "Report 1", "Report 2"]
    assert told == [
        f"{tmp_path}/a.warc.gz: of 6 pages, 2 in other languages and 1 with too few words of violence or protest "
        "were passed over unread; --all-pages reads them too"
    ]
    titles, told = pages(tmp_path / "a.warc.gz", all_pages=True)
    assert (len(titles), told) == (6, [])


@pytest.mark.parametrize(
    "body",
    [
        page(1),
        page(1, MENU + TEXT),
        page(1, MENU + TEXT.upper()),
        f"<html lang=fr>{TEXT} {RECIPE}</html>".encode(),  # what a page says of itself is often wrong
        page(1, TEXT + RECIPE).decode().encode("utf-16"),
        b"<p>Deux morts.</p>",  # too short to tell
    ],
)
def test_a_page_that_may_be_of_use_is_read(body: bytes) -> None:
    assert passed_over(body, ("en",)) is None


def test_other_languages_are_kept_where_they_are_coded() -> None:
    body = page(1, CASES["fr"] * 9)
    assert passed_over(body, ("en",)) == "language"
    assert passed_over(body, ("en", "fr")) is None


def test_words_in_scripts_do_not_count() -> None:
    script = b"<script>" + b"the bomb killed and the rebels attacked of that " * 50 + b"</script>"
    assert passed_over(page(1, CASES["fr"] * 9) + script, ("en",)) == "language"
    assert without_raw(b"a<SCRIPT>x</script>b<style>y") == b"a </script>b "


def test_unclosed_tags_and_scripts_take_linear_time() -> None:
    for hostile in (b"<script" * 100_000, b"<" * 1_000_000, b"<a " * 300_000, b"</script" * 100_000):
        passed_over(hostile, ("en",))
