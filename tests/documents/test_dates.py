import pytest

from rashomon.documents.dates import iso_time, page_time


@pytest.mark.parametrize(
    "value",
    [
        "2024",
        "2024-01",
        "2024-01-05",
        "2024-01-05T14:02:00Z",
        "2024-01-05T14:02:00+03:00",
        "2024-01-05 14:02:00",
    ],
)
def test_iso_is_kept_as_it_is(value: str) -> None:
    assert iso_time(value) == value


@pytest.mark.parametrize(
    "value",
    ["2024-02-31", "2024-13", "0000-01-01", "9999-01-01", "1402-10-15", "Friday", "05/01/2024",
     "5 January 2024", "٢٠٢٤-٠١-٠٥", "²⁰²⁴", "", "令和6年1月5日", "-2024-01-05", "2024-01-05T99:00",
     "1" * 5000],
)  # fmt: skip
def test_what_is_no_date_stays_unknown(value: str) -> None:
    assert iso_time(value) is None


def test_other_spellings_of_iso() -> None:
    assert (iso_time("20240105"), iso_time("2024-W01-5")) == ("2024-01-05", "2024-01-05")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("Fri, 05 Jan 2024 14:02:00 GMT", "2024-01-05"),
        ("2024-01-05T14:02:00.123456+0000", "2024-01-05"),
        ("2024-01-05 14:02:00 UTC", "2024-01-05"),
        ("January 5, 2024", "2024-01-05"),
        ("Jan. 5, 2024 2:02 p.m. EST", "2024-01-05"),
        ("5th January 2024", "2024-01-05"),
        ("Sept 7, 2023", "2023-09-07"),
    ],
)
def test_how_pages_write_dates(value: str, day: str) -> None:
    assert (page_time(value) or "")[:10] == day


@pytest.mark.parametrize("value", ["05/01/2024", "yesterday", "31 February 2024", "January 2024 5"])
def test_a_date_that_could_mean_two_days_or_none(value: str) -> None:
    assert page_time(value) is None
