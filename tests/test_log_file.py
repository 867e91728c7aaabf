"""The log beside a register never fills a disk."""

import logging
from pathlib import Path

from sentralbord_desktop.log_file import begin_log, end_log


def test_four_files_of_half_a_megabyte_are_all_there_ever_is(tmp_path: Path) -> None:
    handler = begin_log(tmp_path)
    for _ in range(3_000):
        logging.getLogger("sentralbord").error("x" * 1_000)
    end_log(handler)
    files = list((tmp_path / "logg").iterdir())
    assert len(files) == 4
    assert max(file.stat().st_size for file in files) <= 500_000
