"""bin/_environment and bin/_install: one clear line where a machine lacks something."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from trustapp.embedded.environment import BASE_DIR


def run(*command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run in the project's folder with these variables over the usual ones."""
    return subprocess.run(
        command, cwd=BASE_DIR, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )


def test_a_machine_without_python_is_told_what_to_install(tmp_path: Path) -> None:
    for tool in ("dirname", "cmp"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    done = run(BASE_DIR / "bin" / "manage", "check", PATH=str(tmp_path), PYTHON="", TRUSTAPP_VENV=str(tmp_path / "v"))
    assert done.returncode == 1
    assert done.stderr.startswith("Trustapp needs Python 3.11 or newer: install it")
    assert done.stderr.count("\n") == 1


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("precious")
    done = run(sys.executable, "bin/_install", tmp_path, "requirements.lock")
    assert done.returncode == 1
    assert f"{tmp_path} is not a Python environment: set TRUSTAPP_VENV to a new folder." in done.stderr
    assert (tmp_path / "letter.txt").read_text() == "precious"


def test_a_place_that_cannot_be_a_folder_is_named() -> None:
    done = run(sys.executable, "bin/_install", "/dev/null/venv", "requirements.lock")
    assert (done.returncode, done.stderr) == (1, "/dev/null: File exists.\n")


def test_an_environment_that_is_there_is_not_touched(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    shutil.copyfile(BASE_DIR / "requirements.lock", venv / "requirements.lock")
    done = run(sys.executable, "bin/_install", venv, "requirements.lock")
    assert (done.returncode, done.stderr) == (0, "")
