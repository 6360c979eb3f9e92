"""Only regular files inside the folder are read, and nothing waits for a pipe."""

import os
from pathlib import Path

import pytest

from okr_lib.plan.inside import UnfitFileError, content_in, inside, open_regular, regular_content


def test_a_file_and_a_link_inside_the_folder_are_read(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").symlink_to("a")
    assert content_in(tmp_path, "b") == b"x"


@pytest.mark.parametrize("name", ["out", "../secret", "away/secret"])
def test_what_leads_out_is_not(tmp_path, name):
    home = tmp_path / "plan"
    home.mkdir()
    (tmp_path / "secret").write_bytes(b"x")
    (home / "out").symlink_to("../secret")
    (home / "away").symlink_to("..")
    with pytest.raises(UnfitFileError, match="leads out of the folder; put the file itself there"):
        content_in(home, name)


def test_a_folder_reached_by_a_link_is_a_folder(tmp_path):
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "a").write_bytes(b"x")
    (tmp_path / "link").symlink_to("plan")
    assert content_in(tmp_path / "link", "a") == b"x"


def test_records_may_lie_where_the_environment_says(tmp_path, monkeypatch):
    for name in ("plan", "exports"):
        (tmp_path / name).mkdir()
    with pytest.raises(UnfitFileError, match="name its folder in OKR_RECORDS_FROM"):
        inside(tmp_path / "plan", "../exports/actuals.csv", records=True)
    monkeypatch.setenv("OKR_RECORDS_FROM", str(tmp_path / "exports"))
    assert inside(tmp_path / "plan", "../exports/actuals.csv", records=True)
    with pytest.raises(UnfitFileError):
        inside(tmp_path / "plan", "../exports/plan.yaml")


@pytest.mark.parametrize("flags", [os.O_RDONLY, os.O_RDWR | os.O_APPEND, os.O_WRONLY | os.O_CREAT])
def test_a_pipe_is_refused_at_once(tmp_path, flags):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match=r"pipe|No such device"):
        open_regular(tmp_path / "pipe", flags)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/tty"])
def test_a_device_is_no_file(device):
    with pytest.raises(OSError, match="device"):
        regular_content(Path(device))


def test_what_is_larger_than_the_limit_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setenv("OKR_LIMITS", "plan_bytes=3")
    (tmp_path / "a").write_bytes(b"123")
    assert content_in(tmp_path, "a") == b"123"
    (tmp_path / "a").write_bytes(b"1234")
    with pytest.raises(UnfitFileError, match=r"has more than 3 bytes; .* OKR_LIMITS=plan_bytes"):
        content_in(tmp_path, "a")
