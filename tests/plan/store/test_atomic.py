"""A file is replaced whole, with its permissions, or not at all; a link that leads away is left alone."""

import os

import pytest

from okr_lib.plan.store.atomic import make_folder, write_atomically


def test_a_file_is_replaced_with_its_permissions(tmp_path):
    path = tmp_path / "new" / "a"
    write_atomically(path, b"1")
    path.chmod(0o640)
    write_atomically(path, b"2")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"2", 0o640)
    assert [each.name for each in path.parent.iterdir()] == ["a"]


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_where_it_cannot_be_written_it_stays(tmp_path, monkeypatch, call):
    def refuse(*_):
        raise OSError(28, os.strerror(28))

    (tmp_path / "a").write_bytes(b"1")
    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(tmp_path / "a", b"2")
    monkeypatch.undo()
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"a": b"1"}


def test_a_link_that_leads_away_is_left_alone(tmp_path):
    (tmp_path / "plan").mkdir()
    (tmp_path / "theirs").write_bytes(b"1")
    (tmp_path / "plan" / "a").symlink_to("../theirs")
    with pytest.raises(OSError, match="leads out of the folder"):
        write_atomically(tmp_path / "plan" / "a", b"2")
    assert (tmp_path / "theirs").read_bytes() == b"1"


def test_a_folder_is_for_those_who_may_use_the_one_it_stands_in(tmp_path):
    tmp_path.chmod(0o770)
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o770
