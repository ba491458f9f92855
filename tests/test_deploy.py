"""What a deployer is given fits the code: names of settings, limits, and a gunicorn that really serves it."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from dotenv import dotenv_values

from app import ROOT
from app.core.settings import UnsafeSettings, load_settings
from journey.processes import Stage, free_ports

DEPLOY = ROOT / "deploy"
EXAMPLE = dotenv_values(ROOT / ".env.example")
#: Where the app writes; set by the units and the image, not by a person.
PLACES = {"INSTANCE_PATH"}


def _read_by_the_code() -> set[str]:
    source = (ROOT / "app/core/settings.py").read_text(encoding="utf-8")
    source += (ROOT / "gunicorn.conf.py").read_text(encoding="utf-8")
    return set(re.findall(r"""["']([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+|PORT)["']""", source)) - {"SIMULATOR_URL"}


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(EXAMPLE) == _read_by_the_code()


def test_the_example_as_it_stands_is_refused_for_its_blanks_only(tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings) as refused:
        load_settings({name: value or "" for name, value in EXAMPLE.items()}, tmp_path)
    optional = {"DATABASE_URL", "REDIS_URL", "STORAGE_URL", "WECHAT_TEMPLATE_CERTIFICATE", "WECHAT_TEMPLATE_RETIRED"}
    blank = {name for name, value in EXAMPLE.items() if not value} - optional
    assert {problem.split()[0] for problem in refused.value.problems} == blank


def test_the_deployment_files_set_only_what_exists() -> None:
    known = set(EXAMPLE) | PLACES
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    block = compose.partition("environment: &environment\n")[2].partition("  volumes:")[0]
    named = set(re.findall(r"^    ([A-Z_]+):", block, re.MULTILINE))
    assert named
    assert named <= known
    for unit in DEPLOY.glob("*.service"):
        assert set(re.findall(r"^Environment=(\w+)=", unit.read_text(encoding="utf-8"), re.MULTILINE)) <= known


def test_the_image_holds_everything_the_app_needs_to_start() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    assert names == {"requirements.txt", "wsgi.py", "gunicorn.conf.py", "app", "migrations"}
    allowed = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    assert all(f"!{name}" in allowed for name in names)


def test_the_proxy_lets_in_no_more_than_the_app_and_replaces_forwarded_headers() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert "client_max_body_size 256k;" in nginx
    assert "X-Forwarded-For $remote_addr;" in nginx
    assert "$proxy_add_x_forwarded_for" not in nginx


def test_the_proxy_starts_what_belongs_outside_of_servers_stands_there() -> None:
    """nginx refuses its whole configuration otherwise; the file is included in its http block."""
    nginx = re.sub(r"#.*|'[^']*'", "", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    depth, found = 0, dict[str, int]()
    for word in re.findall(r"[{}]|[a-z_]+|[^\s{}a-z_]+", nginx):
        depth += (word == "{") - (word == "}")
        found.setdefault(word, depth)
    assert depth == 0
    assert found["upstream"] == found["log_format"] == 0
    assert found["access_log"] == found["client_max_body_size"] == 1


@pytest.mark.parametrize(
    "secret",
    [".env", "deploy/.env", "deploy/keys/merchant.pem", "deploy/certificates/privkey.pem", "record-signing-key.pem"],
)
def test_what_a_deployer_puts_here_is_kept_out_of_git(secret: str) -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    assert subprocess.run([git, "check-ignore", "-q", secret], cwd=ROOT, check=False).returncode == 0


@pytest.mark.slow
def test_gunicorn_serves_and_stops_at_once_and_believes_nobodys_headers(tmp_path: Path) -> None:
    port, simulator_port = free_ports(2)
    with Stage(tmp_path, port, simulator_port) as stage:
        stage.flask("db", "upgrade")
        stage.start_app()
        answer = requests.get(f"{stage.url}/healthz", headers={"X-Forwarded-Proto": "https"}, timeout=10)
        assert answer.json() == {"status": "alive"}
        assert "Strict-Transport-Security" not in answer.headers
        began = time.monotonic()
    assert time.monotonic() - began < 12


@pytest.mark.slow
def test_production_without_settings_says_all_of_it_and_exits(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "INSTANCE_PATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "run"], cwd=ROOT, env=env, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "SECRET_KEY is missing" in done.stderr
    assert "WECHATPAY_MCHID is missing" in done.stderr
    assert "Traceback" not in done.stderr
