"""What a page loads stays light, and the vendored scripts are the ones we named."""

import gzip
import hashlib
import re
from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"


def weight(pattern: str) -> int:
    """Bytes of the files, gzipped one by one."""
    return sum(len(gzip.compress(path.read_bytes())) for path in STATIC.glob(pattern))


def test_all_css_is_ten_kilobytes_at_most() -> None:
    assert 0 < weight("css/*.css") <= 10_000


def test_all_scripts_leave_room_for_a_dashboard_of_130_kilobytes() -> None:
    assert 0 < weight("vendor/*.js") + weight("js/*.js") <= 100_000


def test_vendored_scripts_are_those_the_readme_names() -> None:
    readme = (STATIC / "vendor" / "README.md").read_text()
    named = dict(re.findall(r"^\| `(\S+\.js)` .*`([0-9a-f]{64})` \|$", readme, re.M))
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in STATIC.glob("vendor/*.js")}
    assert found == named


def test_no_script_asks_for_a_source_map_that_is_not_here() -> None:
    assert not [path.name for path in STATIC.glob("**/*.js") if "sourceMappingURL=" in path.read_text()]
