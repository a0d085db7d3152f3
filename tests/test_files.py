import os
from pathlib import Path

import pytest

from rashomon.files import atomic_writer


def test_the_old_bytes_stay_until_the_new_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), atomic_writer(path) as out:
        out.write("not bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out"]


def test_what_is_kept_can_be_gone_on_with(tmp_path: Path) -> None:
    path, partial = tmp_path / "out", tmp_path / "part"
    partial.write_bytes(b"one ")
    with pytest.raises(TypeError), atomic_writer(path, partial=partial, keep=True) as out:
        out.write("not bytes")  # type: ignore[arg-type]
    with atomic_writer(path, partial=partial, keep=True) as out:
        out.write(b"two")
    assert path.read_bytes() == b"one two"
    assert not partial.exists()


def test_a_link_keeps_pointing(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    with atomic_writer(tmp_path / "link") as out:
        out.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_device_is_written_to_directly() -> None:
    with atomic_writer(Path(os.devnull)) as out:
        out.write(b"x")
    assert Path(os.devnull).exists()
