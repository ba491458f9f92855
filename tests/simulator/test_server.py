"""Starting, restarting, and refusing to start."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from dotenv import dotenv_values

from simulator.server import CannotStart, running
from simulator.store import Store
from tests.simulator.listener import Listener
from tests.simulator.merchant import Merchant, sdk

ROOT = Path(__file__).resolve().parents[2]


def test_it_serves_on_loopback_only(simulator: object) -> None:
    assert str(getattr(simulator, "url", "")).startswith("http://127.0.0.1:")


def test_what_it_knew_survives_a_restart(tmp_path: Path, listener: Listener) -> None:
    with running(tmp_path, time_scale=0.001) as first:
        merchant = Merchant(first, sdk(first, listener.url), listener.url)
        merchant.paid("order000001")
        merchant.order("order000002")
        first.control.wait_for("order000001")
        first.control.fault("query", "system_error")
        first.control.settings(trade_managed=False)
        first.control.advance(100)
        code, keys = first.control.login_code("林小满"), first.keys
        url = first.url
    with running(tmp_path, time_scale=0.001, port=int(url.rpartition(":")[2])) as second:
        merchant = Merchant(second, sdk(second, listener.url), listener.url)
        assert second.keys == keys
        assert [each["fault"] for each in second.control.faults()] == ["system_error"]
        second.control.clear_faults()
        assert merchant.state("order000001") == "SUCCESS"
        assert second.control.about()["settings"]["trade_managed"] is False
        assert second.world.clock.offset_s == 100
        second.control.pay("order000002")
        second.control.wait_for("order000002")
        answer = requests.get(
            second.url + "/sns/jscode2session",
            params={"appid": keys.appid, "secret": keys.app_secret, "js_code": code},
            timeout=5,
        )
        assert answer.json()["openid"] == keys.openid("林小满")


def test_a_message_that_was_not_delivered_is_sent_after_a_restart(tmp_path: Path, listener: Listener) -> None:
    listener.answers = [500]
    with running(tmp_path, time_scale=0.02) as first:
        Merchant(first, sdk(first, listener.url), listener.url).paid("order000001")
        listener.wait(1)
    before = len(listener.messages)
    listener.answers = [204]
    with running(tmp_path, time_scale=0.02) as second:
        second.control.wait_for("order000001")
    assert len(listener.messages) == before + 1
    assert listener.messages[-1].body == listener.messages[0].body


def test_a_message_on_its_way_when_the_process_was_killed_is_sent_again(tmp_path: Path, listener: Listener) -> None:
    with running(tmp_path) as first:
        Merchant(first, sdk(first, listener.url), listener.url).paid("order000001")
        first.control.wait_for("order000001")
    store = Store(tmp_path / "state.sqlite3")
    store.run("UPDATE notifications SET state = 'sending'")  # what a kill in the middle leaves behind
    store.close()
    with running(tmp_path) as second:
        second.control.wait_for("order000001")
    assert len(listener.messages) == 2


def test_two_simulators_do_not_share_a_home(tmp_path: Path) -> None:
    with running(tmp_path), pytest.raises(CannotStart, match="another simulator is running"), running(tmp_path):
        pass


def test_it_refuses_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_ENV", "production")
    with pytest.raises(CannotStart, match="production"), running():
        pass


def test_a_taken_port_is_said_clearly(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"port {port} on 127.0.0.1 is taken"), running(port=port):
            pass
    assert capsys.readouterr().err


def test_app_env_is_what_python_dotenv_and_a_shell_read(tmp_path: Path) -> None:
    with running(tmp_path) as simulator:
        path, env = tmp_path / "app.env", simulator.env
    read = dotenv_values(path)
    assert read == {name: value.strip() for name, value in env.items()}
    script = f'set -a; . "{path}"; printf %s "$WECHATPAY_PRIVATE_KEY"'
    shell = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert shell.stdout == env["WECHATPAY_PRIVATE_KEY"].strip()
    assert path.stat().st_mode & 0o077 == 0
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0


def command(home: Path, port: int, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "simulator", "--port", str(port), "--home", str(home)],
        cwd=ROOT,
        env=os.environ | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_command_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    with command(tmp_path, 0, SIMULATOR_TIME_SCALE="0.5") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = line.split()[1]
        assert requests.get(url + "/_sim/", timeout=5).json()["time_scale"] == 0.5
        assert dotenv_values(tmp_path / "app.env")["WECHAT_API_URL"] == url
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=10)
    assert process.returncode == 0, err


def test_a_simulator_that_was_killed_can_be_started_again(tmp_path: Path) -> None:
    with command(tmp_path, 0) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
        process.communicate(timeout=10)
    began = time.monotonic()
    with running(tmp_path) as simulator:
        assert simulator.control.about()["appid"] == simulator.keys.appid
    assert time.monotonic() - began < 5


def test_the_command_refuses_production_in_one_line(tmp_path: Path) -> None:
    with command(tmp_path, 0, APP_ENV="production") as process:
        out, err = process.communicate(timeout=20)
    assert process.returncode == 1
    assert out == ""
    assert err.count("\n") == 1
    assert "production" in err
