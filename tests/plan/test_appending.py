"""A file that only grows: head once, rows whole, many writers at a time."""

import resource
from concurrent.futures import ProcessPoolExecutor

import pytest

import okr_lib as okr
from okr_lib.plan.appending import append_rows


def test_the_first_row_brings_the_head_and_a_missing_line_end_is_mended(tmp_path):
    path = tmp_path / "j.csv"
    append_rows(path, ("who", "what"), [("a", "said, this"), ("b", "two\nlines")])
    path.write_text(path.read_text().rstrip("\n"))
    append_rows(path, ("who", "what"), [("c", "x")])
    assert path.read_text() == 'who,what\na,"said, this"\nb,"two\nlines"\nc,x\n'


def test_a_column_the_file_does_not_know_yet_comes_at_the_end_of_its_head(tmp_path):
    path = tmp_path / "j.csv"
    path.write_bytes(b'\xef\xbb\xbfWhat,who,more\r\n"x\ny",a,1\r\n')
    append_rows(path, ("who", "what"), [("b", "z")])
    append_rows(path, ("who", "what", "state"), [("c", "w", "done")])
    kept = b'\xef\xbb\xbfWhat,who,more,state\r\n"x\ny",a,1\r\n'
    assert path.read_bytes() == kept + b"z,b,\nw,c,,done\n"
    append_rows(path, ("who", "what"), [("d", "v")])
    assert path.read_text().endswith("v,d,,\n")
    assert sorted(each.name for each in tmp_path.iterdir()) == [".history", "j.csv"]


def _widen(path, number):
    for _ in range(20):
        append_rows(path, ("who", "what", f"more{number}"), [(str(number), "x", "y")])


def test_no_row_is_lost_while_others_widen_the_file(tmp_path):
    path = tmp_path / "j.csv"
    append_rows(path, ("who", "what"), [("a", "x")])
    with ProcessPoolExecutor(4) as pool:
        list(pool.map(_widen, [path] * 4, range(4)))
    assert len(path.read_text().splitlines()) == 82


def _write(path, number):
    for _ in range(20):
        append_rows(path, ("who", "what"), [(str(number), "x" * 200)])


def test_rows_of_several_writers_stay_whole(tmp_path):
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_write, [tmp_path / "j.csv"] * 4, range(4)))
    lines = (tmp_path / "j.csv").read_text().splitlines()
    assert len(lines) == 81
    assert sorted(lines[1:]) == sorted(f"{number},{'x' * 200}" for number in range(4) for _ in range(20))


def test_a_disk_that_is_full_at_any_byte_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "j.csv"
    append_rows(path, ("who", "what"), [("a", "x")])
    before = path.read_bytes()
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    row = ("b", "said, this")
    try:
        for room in range(len('b,"said, this"\n')):
            resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + room, usual[1]))
            with pytest.raises(okr.RecordsError, match="File too large"):
                append_rows(path, ("who", "what"), [row])
            assert path.read_bytes() == before
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    append_rows(path, ("who", "what"), [row])
    assert path.read_text() == 'who,what\na,x\nb,"said, this"\n'


def test_a_link_inside_the_folder_stays_and_its_file_grows(tmp_path):
    (tmp_path / "data.csv").write_text("who\n")
    (tmp_path / "j.csv").symlink_to("data.csv")
    append_rows(tmp_path / "j.csv", ("who",), [("a",)])
    assert (tmp_path / "j.csv").is_symlink()
    assert (tmp_path / "data.csv").read_text() == "who\na\n"


def test_a_file_that_leads_away_is_left_alone(tmp_path):
    (tmp_path / "plan").mkdir()
    (tmp_path / "theirs.csv").write_text("who\n")
    (tmp_path / "plan" / "j.csv").symlink_to("../theirs.csv")
    with pytest.raises(okr.RecordsError, match=r"j\.csv: leads out of the folder"):
        append_rows(tmp_path / "plan" / "j.csv", ("who",), [("a",)])
    assert (tmp_path / "theirs.csv").read_text() == "who\n"


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(okr.RecordsError, match=r"j\.csv: could not be written: No such file or directory"):
        append_rows(tmp_path / "no" / "j.csv", ("who",), [("a",)])


def test_a_file_that_is_larger_than_is_read_is_refused_at_once(tmp_path):
    path = tmp_path / "j.csv"
    with path.open("wb") as file:
        file.truncate(20_000_000_000)
    with pytest.raises(okr.RecordsError, match=r"j\.csv: has more than 200,000,000 bytes; take some out"):
        append_rows(path, ("who",), [("a",)])
    assert path.stat().st_size == 20_000_000_000
