import random

import pytest

from rashomon.documents.text import decode, text_issues

TEXT = "Deux morts à Kaya, a dit l’armée. 𐍈"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_whatever_its_form(charset: str) -> None:
    assert decode(TEXT.encode(charset)).text == TEXT


def test_valid_utf8_wins_over_what_is_declared() -> None:
    assert decode(TEXT.encode(), "iso-8859-1").charset == "utf-8"


def test_latin1_means_windows_1252() -> None:
    assert decode(b"\x93Two died\x94 \xe9", "iso-8859-1").text == "“Two died” é"


def test_a_guess_is_told() -> None:
    found = decode("Café à Kaya".encode("cp1252"))
    assert (found.text, found.known_by) == ("Café à Kaya", "guessed")


@pytest.mark.parametrize("declared", ["utf-7", "no-such-charset", "base64", "rot13", "idna", "\0"])
def test_a_declared_charset_that_is_none_does_no_harm(declared: str) -> None:
    assert decode(b"Two died \xe9", declared).text.startswith("Two died")


def test_any_bytes_give_a_text() -> None:
    dice = random.Random(1)
    for _ in range(300):
        data = bytes(dice.randrange(256) for _ in range(dice.randrange(200)))
        assert isinstance(decode(data, dice.choice(["utf-8", "shift_jis", "utf-16", None])).text, str)


def test_odd_characters_are_named_and_kept() -> None:
    codes = [issue.code for issue in text_issues("Two\0 died \ud800 here", 1000)]
    assert codes == ["lone_surrogates", "control_characters"]


def test_what_is_too_long_is_named_with_its_place() -> None:
    (issue,) = text_issues("a" * 20, 15)
    assert (issue.code, issue.start, issue.end) == ("truncated", 15, 20)
