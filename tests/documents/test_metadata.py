from rashomon.documents import Options, document
from rashomon.model import Stated
from rashomon.sources import Found

TEXT = "Two people were killed in Kaya."


def record(*stated: Stated) -> Found:
    return Found("x.jsonl line 1", "record", TEXT.encode(), text=TEXT, stated=stated)


def test_a_record_keeps_its_own_metadata() -> None:
    doc = document(record(Stated("publisher", "Example", "record", 1.0)), options=Options(publisher="Us"))
    assert doc.publisher == "Example"


def test_options_fill_what_a_record_leaves_out() -> None:
    assert document(record(), options=Options(publisher="Us")).publisher == "Us"


def test_a_wrong_date_of_a_record_is_said_not_filled() -> None:
    doc = document(record(Stated("published", "5 January 2024", "record", 1.0)))
    assert doc.published is None
    assert [issue.code for issue in doc.issues] == ["published_invalid"]


def test_bare_text_takes_the_options() -> None:
    doc = document(
        Found("a.txt", "text", TEXT.encode()),
        options=Options("2024-01-05", "Example", "https://example.org/1"),
    )
    assert (doc.text, doc.published, doc.publisher) == (TEXT, "2024-01-05", "Example")
    assert doc.sha256.startswith(doc.id)


def test_an_address_names_the_publisher_when_nothing_else_does() -> None:
    doc = document(Found("a.txt", "text", TEXT.encode()), options=Options(url="https://www.example.org/1"))
    assert doc.publisher == "example.org"


def test_markdown_front_matter() -> None:
    text = "---\ntitle: Two killed\ndate: 2024-01-05\n---\n# Heading\n\nTwo people were killed.\n"
    doc = document(Found("a.md", "markdown", text.encode()))
    assert (doc.title, doc.published, doc.text) == (
        "Two killed",
        "2024-01-05",
        "# Heading\n\nTwo people were killed.\n",
    )


def test_two_dates_far_apart_are_told() -> None:
    doc = document(
        record(
            Stated("published", "2024-01-05", "record", 1.0), Stated("published", "2024-03-01", "record", 0.9)
        )
    )
    assert doc.published == "2024-01-05"
    assert [issue.code for issue in doc.issues] == ["published_doubtful"]


def test_a_date_in_the_future_is_told_and_used() -> None:
    doc = document(record(Stated("published", "2099-03-01", "record", 1.0)))
    assert doc.published == "2099-03-01"
    ((code, message),) = [(issue.code, issue.message) for issue in doc.issues]
    assert code == "published_doubtful"
    assert "future" in message
