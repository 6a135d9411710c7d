"""The worker stands back; nobody else does."""

import subprocess
import sys
from pathlib import Path

import pytest

from trustapp.celery import StepBack, app

SCRIPT = """
import os
from pathlib import Path
from trustapp.priority import AUTOGROUP, step_back
os.nice({before})
step_back({asked})
group = AUTOGROUP.read_text().split() if AUTOGROUP.exists() else []  # empty for what the first session started
print(os.getpriority(os.PRIO_PROCESS, 0), group[-1] if group else "none")
"""


def after(*, before: int, asked: int, alone: bool) -> list[str]:
    """The value of a process and of its session's group, after it stepped back; `alone` in a session of its own."""
    script = SCRIPT.format(before=before, asked=asked)
    command = [sys.executable, "-c", script]
    folder = Path(__file__).parents[3]
    return subprocess.check_output(command, cwd=folder, text=True, start_new_session=alone).split()


@pytest.mark.parametrize(("before", "asked", "found"), [(0, 7, 7), (12, 7, 12), (0, 0, 0)])
def test_a_process_steps_back_and_never_forward(before: int, asked: int, found: int) -> None:
    own = int(after(before=0, asked=0, alone=False)[0])  # what these tests run at
    value, _ = after(before=before, asked=asked, alone=False)
    assert int(value) == max(min(own + before, 19), asked, found)


def test_whoever_leads_a_session_steps_back_with_all_of_it() -> None:
    value, group = after(before=0, asked=19, alone=True)
    assert (value, group) in (("19", "19"), ("19", "none"))  # none: a machine that does not share by sessions


def test_a_worker_steps_back() -> None:
    assert StepBack in app.steps["worker"]
    assert StepBack not in app.steps["consumer"]
