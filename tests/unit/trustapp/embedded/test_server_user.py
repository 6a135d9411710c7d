"""Folders for the database server's account."""

from pathlib import Path

from trustapp.embedded.server_user import LONGEST_SOCKET_FOLDER, ServerUser, socket_folder


def test_a_path_too_long_for_a_socket_gets_a_short_stand_in_of_ones_own(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 30)
    deep.mkdir()
    run = socket_folder(deep, ServerUser())
    assert len(str(run)) <= LONGEST_SOCKET_FOLDER
    assert run.stat().st_mode & 0o777 == 0o700
    run.rmdir()
