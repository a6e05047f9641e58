"""The house stands as it was drawn: rooms, migrations, settings, documentation, lazy imports."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command, get_commands

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("portal", "courses", "catalog", "search")
PYTHON_FILES = [
    path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts
]
DRAWERS = {"utils.py", "helpers.py", "common.py", "misc.py"}
HEAVY = (
    "openpyxl",
    "holidays",
    "babel",
    "tantivy",
    "elasticsearch",
    "elastic_transport",
    "nlpo3",
    "typst",
    "docx",
)


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the project as a process of its own."""
    # The browser tests of the same run set this for their own process only.
    inherited = {
        key: each for key, each in os.environ.items() if key != "DJANGO_ALLOW_ASYNC_UNSAFE"
    }
    return subprocess.run(  # noqa: S603
        [sys.executable, *command],
        cwd=ROOT,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_fall_downward() -> None:
    done = run("-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())")

    assert done.returncode == 0, done.stdout


@pytest.mark.django_db(databases="__all__")
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_drawer_modules_and_no_long_files() -> None:
    assert [path for path in PYTHON_FILES if path.name in DRAWERS] == []
    long = {
        path.name: n for path in PYTHON_FILES if (n := len(path.read_text().splitlines())) > 300
    }
    assert long == {}


def test_heavy_libraries_stay_unloaded_until_used() -> None:
    code = (
        "import sys, django; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    done = run("-c", code, DJANGO_SETTINGS_MODULE="portal.settings.dev")

    assert done.stdout.strip() == "[]", done.stdout + done.stderr


# --- settings ---------------------------------------------------------------------------

PRODUCTION = {
    "SECRET_KEY": "n3Vq-7fKz_2LwXc9RtYb8PmJd4HsGa6Eu1TiOo5Zk0QvWxFyNl",
    "DATABASE_URL": "sqlite:///x.sqlite3",
    "CACHE_URL": "rediscache://127.0.0.1:6379/1",
    "EMAIL_URL": "smtp://mail.example:25",
    "DEFAULT_FROM_EMAIL": "portal@office.example",
    "ALLOWED_HOSTS": "portal.office.example",
    "SITE_URL": "https://portal.office.example",
    "DATA_DIR": "/tmp/rianklai",  # noqa: S108
}


def start_production(**environment: str) -> subprocess.CompletedProcess[str]:
    everything = {**dict.fromkeys(PRODUCTION, ""), **environment}
    code = "import django; django.setup(); print('started')"
    return run("-c", code, DJANGO_SETTINGS_MODULE="portal.settings.production", **everything)


def test_production_names_every_variable_it_lacks() -> None:
    done = start_production()

    assert done.returncode != 0
    assert all(name in done.stderr for name in PRODUCTION)


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_production_refuses_to_start_without(name: str) -> None:
    done = start_production(**{**PRODUCTION, name: ""})

    assert done.returncode != 0
    assert name in done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value"), [("SECRET_KEY", "short"), ("SITE_URL", "http://portal.office.example")]
)
def test_production_refuses_weak_values(name: str, value: str) -> None:
    done = start_production(**{**PRODUCTION, name: value})

    assert name in done.stderr.strip().splitlines()[-1]


def test_production_starts_and_passes_its_own_deployment_check() -> None:
    done = run(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        DJANGO_SETTINGS_MODULE="portal.settings.production",
        **PRODUCTION,
    )

    assert done.returncode == 0, done.stderr


# --- documentation ----------------------------------------------------------------------


def readme_section(title: str) -> str:
    """The text of one section of the README."""
    text = (ROOT / "README.md").read_text()
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_environment_variable_is_in_the_readme_and_no_other() -> None:
    settings = (ROOT / "portal/settings/base.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))

    told = set(re.findall(r"^\| `([A-Z_]+)` \|", readme_section("Environment"), re.MULTILINE))

    assert told == read


def test_every_command_is_in_the_readme() -> None:
    ours = {name for name, app in get_commands().items() if app.split(".")[0] in ROOMS}
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    readme = (ROOT / "README.md").read_text()

    assert [name for name in sorted(ours) if f"`manage.py {name}" not in readme] == []
    assert [name for name in targets if f"`make {name}`" not in readme] == []


def test_every_room_is_on_the_map() -> None:
    rooms = {config.name for config in apps.get_app_configs()} & {
        path.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for path in PYTHON_FILES
        if path.name == "apps.py"
    }

    assert [room for room in sorted(rooms) if f"`{room}`" not in readme_section("The house")] == []
