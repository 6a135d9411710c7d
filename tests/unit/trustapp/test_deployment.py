"""The files that run Trustapp elsewhere agree with the settings."""

import re
from typing import Any

import pytest
import yaml

from trustapp.embedded.environment import BASE_DIR

READ_IN_SETTINGS = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')
READ_ELSEWHERE = re.compile(r'os\.environ(?:\.get\(|\[)"([A-Z_]+)"')
OURS = ("web", "worker", "scheduler", "migrate")


def names_in_settings() -> set[str]:
    """Every name that the settings read from the environment."""
    return set(READ_IN_SETTINGS.findall((BASE_DIR / "trustapp" / "settings.py").read_text()))


@pytest.fixture
def services() -> dict[str, Any]:
    """What docker-compose.yml starts."""
    loaded = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())
    return dict(loaded["services"])


def test_every_name_read_from_the_environment_is_in_the_example() -> None:
    serving = set(READ_ELSEWHERE.findall((BASE_DIR / "trustapp" / "serving.py").read_text()))
    listed = set(re.findall(r"(?m)^#([A-Z_]+)=", (BASE_DIR / ".env.example").read_text()))
    assert names_in_settings() | serving <= listed


def test_the_example_copied_as_it_is_changes_nothing() -> None:
    lines = (BASE_DIR / ".env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


@pytest.mark.parametrize("name", OURS)
def test_compose_names_only_what_the_settings_read(services: dict[str, Any], name: str) -> None:
    assert set(services[name]["environment"]) <= names_in_settings()


def test_only_the_migration_knows_the_owner_of_the_tables(services: dict[str, Any]) -> None:
    assert [name for name in OURS if "MIGRATE_DATABASE_URL" in services[name]["environment"]] == ["migrate"]
    assert all("trustapp_app" in services[name]["environment"]["DATABASE_URL"] for name in OURS)


def test_what_stays_up_has_a_health_check(services: dict[str, Any]) -> None:
    staying = {name for name, service in services.items() if service["restart"] != "no"}
    assert {name for name in staying if "healthcheck" not in services[name]} == set()


def test_only_the_backup_sees_behind_the_walls(services: dict[str, Any]) -> None:
    knowing = [name for name in services if "BACKUP_DATABASE_URL" in services[name].get("environment", {})]
    assert knowing == ["backup"]
