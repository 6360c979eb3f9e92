"""Former versions: ``teams/retail.yaml`` as it was is kept as ``.history/teams/retail.000001.yaml``, then ``000002``."""

from pathlib import Path, PurePosixPath

from okr_lib.plan.inside import inside

HISTORY = ".history"


def next_version(folder: Path, name: str) -> str:
    """The name under which a file's content goes into the history: one above the last, also where others were removed."""
    place = PurePosixPath(HISTORY, name)
    earlier = inside(folder, place.parent.as_posix()).glob(f"{place.stem}.*{place.suffix}")
    numbers = [int(path.suffixes[-2][1:]) for path in earlier if path.suffixes[-2][1:].isdecimal()]
    return place.with_name(f"{place.stem}.{max(numbers, default=0) + 1:06}{place.suffix}").as_posix()
