"""The project's own rules for semgrep: each finds what it is for, lets the rest be, and excuses nobody needlessly."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps

from foundation.tenancy.models import TenantModel
from trustapp.embedded.environment import BASE_DIR

RULES = BASE_DIR / "tests" / "security" / "rules"
# For each rule: a file's name, what must be found in it, what must not.
SAMPLES: dict[str, tuple[str, str, str]] = {
    "table-without-a-business": (
        "room/models.py",
        "class Bun(models.Model):\n    pass",
        "class Bun(TenantModel):\n    pass\n\nclass Business(models.Model):\n    pass",
    ),
    "tenant-rows-outside-actions-and-queries": (
        "room/views/bread.py",
        "with acting_for(b):\n    Customer.objects.first()",
        "Business.objects.first()",
    ),
    "tenant-model-without-acting-for": (
        "room/queries.py",
        "def newest(limit: int):\n    return Customer.objects.all()[:limit]",
        "def newest(*, business: HasId, limit: int = 3):\n    return Customer.objects.all()[:limit]\n\n"
        "def oldest(whose):\n    with acting_for(whose):\n        return Customer.objects.first()",
    ),
    "around-the-manager": ("room/queries.py", "Customer._base_manager.all()", "Customer.objects.all()"),
    "cursor-outside-named-places": (
        "room/queries.py",
        "with connection.cursor() as cursor:\n    cursor.execute(S)",
        "run_for(business, S, {})",
    ),
    "statement-put-together-while-running": (
        "room/queries.py",
        'cursor.execute(f"SELECT {name}")',
        'cursor.execute("SELECT %s", [name])',
    ),
    "text-declared-safe": ("room/look.py", "mark_safe(words)", 'format_html("<b>{}</b>", words)'),
    "template-text-declared-safe": ("templates/a.html", "{{ words|safe }}", "{{ words }}"),
    "script-or-style-within-a-page": (
        "templates/a.html",
        '<p style="color: red">',
        '<script defer src="/a.js"></script><style nonce="{{ n }}"></style><p class="style">on="x"',
    ),
    "address-taken-from-the-request": (
        "room/letters.py",
        'url = request.build_absolute_uri("/")',
        "url = settings.BASE_URL",
    ),
    "led-where-the-request-says": (
        "room/views.py",
        'def leave(request):\n    return redirect(request.GET["next"])',
        'def leave(request):\n    return redirect("home", slug=request.GET["slug"])',
    ),
    "outgoing-request": ("room/hooks.py", "import urllib.request", "from urllib.parse import quote"),
    "csrf-switched-off": (
        "room/views.py",
        "@csrf_exempt\ndef take(request):\n    pass",
        "def take(request):\n    pass",
    ),
    "form-of-all-fields": (
        "room/forms.py",
        'class F(ModelForm):\n    class Meta:\n        fields = "__all__"',
        'class F(ModelForm):\n    class Meta:\n        fields = ("name",)',
    ),
    "code-from-text": ("room/words.py", "eval(words)", "json.loads(words)"),
}


def rules() -> dict[str, dict[str, Any]]:
    """Every rule by its id."""
    return {rule["id"]: rule for file in RULES.glob("*.yml") for rule in yaml.safe_load(file.read_text())["rules"]}


def scan(*targets: Path | str, at: Path) -> list[tuple[str, str]]:
    """What is found: rule and file. Raises AssertionError where a rule cannot be read."""
    command = [sys.executable, BASE_DIR / "bin" / "_scan", "--json", *targets]
    done = subprocess.run(command, cwd=at, capture_output=True, text=True)
    said = json.loads(done.stdout)
    assert said["errors"] == []
    return [(found["check_id"].rpartition(".")[2], found["path"]) for found in said["results"]]


def lay(folder: Path, place: int) -> list[tuple[str, str]]:
    """What is found when each rule's sample of one kind lies in a folder of its own."""
    found = []
    for rule, sample in SAMPLES.items():
        file = folder / rule / sample[0]
        file.parent.mkdir(parents=True)
        file.write_text(sample[place] + "\n")
    found = scan("--no-git-ignore", ".", at=folder)
    return [(rule, path) for rule, path in found if Path(path).parts[0] == rule]


def test_every_rule_has_its_samples() -> None:
    assert set(rules()) == set(SAMPLES)


def test_every_rule_finds_what_it_is_for(tmp_path: Path) -> None:
    assert {rule for rule, _ in lay(tmp_path, 1)} == set(SAMPLES)


def test_no_rule_finds_what_is_right(tmp_path: Path) -> None:
    assert lay(tmp_path, 2) == []


def test_the_rules_know_every_table_of_a_business() -> None:
    tables = {model.__name__ for model in apps.get_models() if issubclass(model, TenantModel)}
    for name in ("tenant-rows-outside-actions-and-queries", "tenant-model-without-acting-for"):
        known = rules()[name]["patterns"][1]["metavariable-regex"]["regex"]
        assert set(known.strip("^$()").split("|")) == tables


def test_whoever_is_excused_from_a_rule_needs_it(tmp_path: Path) -> None:
    strict, excused = [], set()
    for name, rule in rules().items():
        paths = dict(rule.get("paths", {}))
        excused |= {(name, path) for path in paths.pop("exclude", [])}
        strict.append({**rule, "paths": paths} if paths else {key: rule[key] for key in rule if key != "paths"})
    (tmp_path / "strict.yml").write_text(yaml.safe_dump({"rules": strict}))
    found = scan("--config", tmp_path / "strict.yml", ".", at=BASE_DIR)
    needless = [
        (name, path) for name, path in excused if not any(name == rule and at.startswith(path) for rule, at in found)
    ]
    assert needless == []


def test_the_project_keeps_its_rules() -> None:
    assert scan(".", at=BASE_DIR) == []
