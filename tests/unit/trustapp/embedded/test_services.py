"""The embedded database and broker, as commands meet them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.trustapp.commands import ended, environment, own_var, python, query, running, until
from trustapp.embedded.environment import BASE_DIR

STARTED = "SELECT pg_postmaster_start_time()::text"


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A folder that the tests below share, so the database is made once."""
    with own_var() as folder:
        yield folder


def waiting_command(var: Path) -> subprocess.Popen[str]:
    """A command that has its services and goes on until its input ends; it prints when the server started."""
    return subprocess.Popen(
        [sys.executable, "-m", "trustapp.embedded", "-c", query(STARTED) + "import sys\nsys.stdout.flush()\ninput()\n"],
        cwd=BASE_DIR,
        env=environment(var),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def postmaster(var: Path) -> int:
    """The number of the server's process."""
    return int((var / "postgres" / "data" / "postmaster.pid").read_text().split("\n", 1)[0])


def test_the_app_works_as_a_role_that_walls_hold(var: Path) -> None:
    asked = "SELECT rolname || rolsuper || rolbypassrls FROM pg_roles WHERE rolname = current_user"
    assert python(var, query(asked, role="DATABASE_URL")) == "trustapp_appfalsefalse"


def test_the_broker_takes_and_gives_messages(var: Path) -> None:
    code = (
        "import os, kombu\n"
        "with kombu.Connection(os.environ['CELERY_BROKER_URL']) as c:\n"
        "    queue = c.SimpleQueue('test'); queue.put('hello'); print(queue.get(timeout=5).payload)\n"
    )
    assert python(var, code) == "hello"


def test_data_and_key_stay_from_one_command_to_the_next(var: Path) -> None:
    key = "import os; print(os.environ['SECRET_KEY'])"
    python(var, query("CREATE TABLE kept AS SELECT 7 AS n"))
    assert python(var, query("DELETE FROM kept RETURNING n")) == "7"
    assert len(python(var, key)) > 50
    assert python(var, key) == python(var, key)
    assert (var / "secret_key").stat().st_mode & 0o077 == 0


def test_commands_share_a_server_and_the_last_one_stops_it(var: Path) -> None:
    with waiting_command(var) as first:
        assert first.stdout is not None
        started = first.stdout.readline().strip()
        assert python(var, query(STARTED)) == started
        assert running(var, "postgres")
        first.communicate("\n")
    until(lambda: not running(var, "postgres") and not running(var, "broker"))
    assert not (var / "postgres" / "data" / "postmaster.pid").exists()


def test_a_killed_command_leaves_no_server_behind(var: Path) -> None:
    with waiting_command(var) as command:
        assert command.stdout is not None
        command.stdout.readline()
        server = postmaster(var)
        command.kill()
    until(lambda: ended(server) and not running(var, "postgres"))


def test_a_server_killed_with_its_keeper_recovers(var: Path) -> None:
    with waiting_command(var) as command:
        assert command.stdout is not None
        command.stdout.readline()
        python(var, query("CREATE TABLE survivor AS SELECT 8 AS n"))
        server = postmaster(var)
        keeper = int(Path(f"/proc/{server}/stat").read_text().rpartition(") ")[2].split()[1])
        os.kill(keeper, signal.SIGKILL)
        os.kill(server, signal.SIGKILL)
        until(lambda: not running(var, "postgres"))
        assert python(var, query("SELECT n FROM survivor")) == "8"
        command.communicate("\n")


def test_a_number_left_in_postmaster_pid_that_is_another_program_by_now_is_no_obstacle(var: Path) -> None:
    python(var, query("SELECT 1"))
    until(lambda: not running(var, "postgres"))
    (var / "postgres" / "data" / "postmaster.pid").write_text(f"{os.getppid()}\n")
    assert python(var, query("SELECT 1")) == "1"


def test_a_closed_folder_and_a_start_killed_half_way_are_no_obstacle() -> None:
    with own_var(mode=0o700) as var:
        python(var, "")
        until(lambda: not running(var, "postgres"))
        data = (var / "postgres" / "data").resolve()
        data.rename(data.with_name("data.new"))
        assert python(var, query("SELECT 1")) == "1"
