"""`make journey`: a guest's whole way, over HTTP against freshly started servers, every request and answer shown."""

import json
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from journey import guest
from journey.phone import Mismatch, Phone
from journey.processes import ROOT, CannotRun, Stage, free_ports, make_folder
from journey.terminal import answered, asked, detail, failed, paint, proved, say, step, table, title
from simulator.client import SimulatorControl, SimulatorRefused

OUT = ROOT / "out"


def main() -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    instance = Path(tempfile.mkdtemp(prefix="diandian-journey-"))
    began = time.monotonic()
    try:
        port, simulator_port = free_ports(2)
        with Stage(instance, port, simulator_port) as stage:
            walk(stage)
        say(f"  {paint(f'用时 {time.monotonic() - began:.0f} 秒', 'dim')}")
    except (Mismatch, CannotRun, SimulatorRefused, OSError) as error:  # of a request, of a file, of waiting in vain
        failed(str(error) if isinstance(error, CannotRun) else f"{type(error).__name__}: {error}")
        failed(f"日志 · logs: {instance / 'logs'}")
        return 1
    except KeyboardInterrupt:
        failed("已中断 · interrupted")
        shutil.rmtree(instance, ignore_errors=True)
        return 130
    shutil.rmtree(instance, ignore_errors=True)
    return 0


def walk(stage: Stage) -> None:
    """The whole way. Raises at the first thing that is not as promised."""
    title("点点碳中和 · 一位来宾的完整旅程", "a guest's whole journey")
    make_folder(OUT, "证书要放在那里 · the certificate is put there; make room for it and run make journey again")
    say("  正在启动模拟微信、数据库与应用 · starting simulated WeChat, database and app")
    stage.start_simulator(time_scale=0.01)
    stage.flask("db", "upgrade")
    stage.flask("seed-demo")
    stage.start_app()
    stage.start_jobs()
    phone, wechat = Phone(stage.url), SimulatorControl(stage.simulator_url)
    guest.log_in(phone, wechat)
    scene = guest.scan(phone)
    footprint = guest.fill_in(phone, scene)
    chosen = guest.choose(phone, footprint)
    order = guest.pay(phone, wechat, guest.place_order(phone, footprint, chosen))
    certificate, picture, file, keys = guest.receive(phone, order, OUT)
    _verify(stage, file, keys)
    me = guest.look_at_the_board(phone, order)
    stage.check()
    say()
    title("完成", "done")
    table(
        [
            (
                "证书 · certificate",
                f"{certificate['number']}  {guest.kilograms(order['mass_g'])}",
            ),
            ("图片 · picture", str(picture.relative_to(ROOT))),
            ("核验 · verified", f"{file.relative_to(ROOT)}  通过 · yes"),
            ("名次 · rank", f"{me['rank']}"),
        ]
    )
    say(f"  {paint('支付与数据均为模拟 · payment and data are simulated', 'gold')}")


def _verify(stage: Stage, file: Path, keys: Path) -> None:
    step(11, "离线核验", "Verify offline, with the published keys")
    asked(f".venv/bin/flask --app wsgi verify-certificate {file.relative_to(ROOT)} --keys {keys.relative_to(ROOT)}")
    lines = stage.flask("verify-certificate", str(file), "--keys", str(keys)).rstrip().splitlines()
    answered(lines[0])
    for line in lines[1:]:
        detail(line.strip())
    changed = file.with_name(f"{file.stem}-changed.json")
    told = json.loads(file.read_text(encoding="utf-8"))
    told["record"]["mass_g"] += 1
    changed.write_text(json.dumps(told), encoding="utf-8")
    try:
        stage.flask("verify-certificate", str(changed), "--keys", str(keys))
    except CannotRun as refused:
        if "NOT VERIFIED" not in str(refused):
            raise
        proved("多写一克，核验即不通过 · one gram more, and it is refused")
    else:
        raise Mismatch("a changed certificate was accepted")
    finally:
        changed.unlink()


if __name__ == "__main__":
    sys.exit(main())
