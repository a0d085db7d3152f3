"""rashomon.toml: what is read, and what is said of what cannot be."""

from pathlib import Path

import pytest

from rashomon.cli.run import settings
from rashomon.config import load_config
from rashomon.errors import ConfigError


def test_a_byte_order_mark_is_no_setting(tmp_path: Path) -> None:
    path = tmp_path / "rashomon.toml"
    path.write_text('policy = "conservative"\n', encoding="utf-8-sig")
    assert load_config(path).policy == "conservative"


def test_a_policy_that_needs_a_list_says_so(tmp_path: Path) -> None:
    path = tmp_path / "rashomon.toml"
    path.write_text('policy = "source-priority"\n')
    with pytest.raises(ConfigError, match="needs a list"):
        settings(path)
    path.write_text('source_priority = ["monitor"]\n')
    assert settings(path, policy="source-priority").source_priority == ("monitor",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('polisy = "range"', "did you mean 'policy'"),
        ('policy = "best"', "is none of"),
        ('languages = "en"', "list of texts"),
        ("x = [", "not valid TOML"),
        ("policy = 5", "is none of"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "rashomon.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=said):
        load_config(path)
