import json
from pathlib import Path

import pytest

from rashomon.documents import Options, document
from rashomon.documents.html import parse
from rashomon.documents.markup import scan
from rashomon.documents.visibility import take_out_hidden
from rashomon.model import Document
from rashomon.sources import Found

HIDDEN = json.loads((Path(__file__).parents[1] / "cases" / "hidden.json").read_text(encoding="utf-8"))
FIRST = (
    "Two people were killed and three wounded when a drone hit a market near Kaya on Friday, the army said."
)
SECOND = "Witnesses told the newspaper that the number was higher, and that a second strike followed at once."
PAGE = f"""<!doctype html><html lang="en"><head><title>Two killed | Example News</title>
<meta property="og:site_name" content="Example News"><link rel="canonical" href="https://example.org/news/1">
<meta property="article:modified_time" content="2024-01-06T08:00:00Z">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Two killed near Kaya",
 "datePublished": "2024-01-05T14:02:00Z",
 "author": [{{"name": "A. Writer"}}, {{"name": "B. Other"}}]}}</script>
</head><body><nav><a href="/">Home</a><a href="/sport">Sport</a></nav>
<article><h1>Two killed near Kaya</h1><p>{FIRST}</p>EXTRA<p>{SECOND}</p></article></body></html>"""


def read(html: str, **given: str) -> Document:
    return document(Found("page.html", "html", html.encode()), options=Options(**given))


def test_the_article_and_what_the_page_says_of_itself() -> None:
    doc = read(PAGE.replace("EXTRA", ""))
    assert FIRST in doc.text
    assert "Sport" not in doc.text
    assert (doc.title, doc.publisher) == ("Two killed near Kaya", "Example News")
    assert (doc.published, doc.updated) == ("2024-01-05T14:02:00Z", "2024-01-06T08:00:00Z")
    assert (doc.byline, doc.url, doc.language) == ("A. Writer, B. Other", "https://example.org/news/1", "en")


def test_each_value_tells_where_it_was_read() -> None:
    doc = read(PAGE.replace("EXTRA", ""))
    sources = {s.field: s.source for s in reversed(doc.stated)}
    assert sources["published"] == "json-ld datePublished"
    assert sources["publisher"] == "meta og:site_name"


def test_options_win_over_the_page() -> None:
    assert read(PAGE, published="2023-12-31", publisher="Us").published == "2023-12-31"


def test_no_date_is_invented() -> None:
    doc = read(
        f"<html><body><article><p>{FIRST}</p><p>{SECOND}</p><p>© 2021 Example</p></article></body></html>"
    )
    assert doc.published is None
    assert "published_missing" in [issue.code for issue in doc.issues]


def test_an_impossible_date_is_said_and_left_out() -> None:
    doc = read(PAGE.replace("2024-01-05T14:02:00Z", "2024-02-31"))
    assert doc.published is None
    assert "published_invalid" in [issue.code for issue in doc.issues]


def test_a_page_dated_after_its_capture_is_not_believed() -> None:
    found = Found("a.warc record 1", "html", PAGE.encode(), captured="2023-06-01T00:00:00Z")
    assert document(found).published is None


@pytest.mark.parametrize("case", HIDDEN["hidden"], ids=lambda case: case["label"])
def test_hidden_text_is_taken_out(case: dict[str, str]) -> None:
    tree = parse(f"<html><body><p>Two died.</p>{case['html']}<p>The end.</p></body></html>")
    take_out_hidden(tree)
    shown = tree.text_content()
    assert "Ninety" not in shown
    assert "Two died." in shown
    assert "The end." in shown


@pytest.mark.parametrize("case", HIDDEN["shown"], ids=lambda case: case["label"])
def test_shown_text_stays(case: dict[str, str]) -> None:
    tree = parse(f"<html><body><p>Two died.</p>{case['html']}<p>The end.</p></body></html>")
    assert take_out_hidden(tree) == []
    assert "Nine died." in tree.text_content()


def test_hidden_text_is_told_and_not_coded() -> None:
    doc = read(
        PAGE.replace("EXTRA", "<p style='display:none'>The army said that ninety people were killed.</p>")
    )
    assert "ninety" not in doc.text
    (issue,) = [issue for issue in doc.issues if issue.code == "hidden_text"]
    assert "ninety people" in issue.message


@pytest.mark.parametrize("tag", ["div", "span", "b", "table", "blockquote", "font", "ul", "section"])
@pytest.mark.parametrize("depth", [10, 300, 20_000])
def test_deep_nesting_loses_no_text_in_silence(tag: str, depth: int) -> None:
    doc = read(
        f"<html><body>{f'<{tag}>' * depth}<p>{FIRST}</p>{f'</{tag}>' * depth}<p>{SECOND}</p></body></html>"
    )
    flagged = "extraction_incomplete" in [issue.code for issue in doc.issues]
    assert flagged == (depth > 250)
    assert FIRST in doc.text
    assert SECOND in doc.text


@pytest.mark.parametrize(
    "html",
    ["<", "<!--", "<" * 50_000, "<!--" * 20_000, "<script>" * 20_000, "<p title='" * 20_000, "</p>" * 50_000,
     "<a b=\"" * 9_000, "<style>" + "{" * 50_000, "&#x" * 50_000, "<p>" * 100_000],
)  # fmt: skip
def test_broken_markup_is_scanned_in_one_go(html: str) -> None:
    assert scan(html).html
    assert read(html).issues


def test_a_page_without_an_article_is_said() -> None:
    doc = read("<html><body></body></html>")
    assert "no_text" in [issue.code for issue in doc.issues]
    assert not doc.coded
