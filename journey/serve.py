"""`make run`: the whole product on one machine, until Ctrl-C. What a guest does with it is __main__.py."""

import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from journey import preview
from journey.processes import ROOT, CannotRun, Stage, answers, free_ports, port_is_free
from journey.terminal import failed, paint, say, table, title

_PORTS = {"PORT": 8000, "SIMULATOR_PORT": 9000}


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell gives a background job an ignored SIGINT
        signal.signal(number, _interrupt)
    try:
        port, simulator_port = wanted_ports(os.environ)
        instance = Path(os.environ.get("INSTANCE_PATH") or ROOT / "instance").absolute()
        with Stage(instance, port, simulator_port) as stage:
            building = _begin_preview(stage)
            _open(stage)
            _show(stage, preview_comes=building)
            while True:
                stage.check()
                if building:
                    building = not _told(stage)
                time.sleep(0.5)
    except KeyboardInterrupt:
        say()
        say("  已全部停止 · everything has stopped")
        return 0
    except (CannotRun, OSError) as error:
        failed(str(error))
        return 1


def wanted_ports(env: Mapping[str, str]) -> tuple[int, int]:
    """(the app's, the simulator's). Raises CannotRun for a port that is taken, is no port, or is wanted twice."""
    ports: list[int] = []
    for name, usual in _PORTS.items():
        text = env.get(name) or str(usual)
        if not text.isdecimal() or not 1 <= int(text) <= 65_535:
            raise CannotRun(f"{name}={text} 不是端口号 · is not a port; choose a number from 1 to 65535")
        port = int(text)
        if port in ports:
            raise CannotRun(f"端口 {port} 用了两次 · PORT and SIMULATOR_PORT are the same; choose another")
        ports.append(port)
    taken = [port for port in ports if not port_is_free(port)]
    if taken:
        named = zip(_PORTS, ports, free_ports(len(ports)), strict=True)
        instead = " ".join(f"{name}={free if port in taken else port}" for name, port, free in named)
        which = "、".join(map(str, taken))
        raise CannotRun(
            f"端口 {which} 已被占用，什么都没有启动 · port {which} is taken, nothing was started.\n"
            f"    make run {instead}"
        )
    return ports[0], ports[1]


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _open(stage: Stage) -> None:
    title("点点碳中和", "starting")
    for words, act in (
        ("模拟微信 · simulated WeChat", stage.start_simulator),
        ("数据库 · database", lambda: stage.flask("db", "upgrade")),
        ("示例数据 · sample data", lambda: stage.flask("seed-demo")),
        ("应用 · app", stage.start_app),
        ("后台任务 · jobs", stage.start_jobs),
    ):
        act()
        say(f"  {paint('●', 'leaf')} {words}")


def _begin_preview(stage: Stage) -> bool:
    """Starts building the phone, beside everything else; False, with the reason said, where it cannot be built."""
    if lack := preview.missing():
        title("手机预览", "the phone preview is left out")
        for line in lack.splitlines():
            say(f"  {line}")
        return False
    stage.start_aside("preview", preview.command(stage.instance / "preview"))
    return True


def _told(stage: Stage) -> bool:
    """Whether the phone's build has ended; its end is said once."""
    code = stage.ended("preview")
    if code is None:
        return False
    if code == 0:
        say(f"  {paint('●', 'leaf')} 手机预览已就绪 · the phone is ready: {paint(f'{stage.url}/preview/', 'bold')}")
    else:
        failed("手机预览没有建成，其余一切照常 · the phone preview was not built, all else runs")
        say(stage.last_words("preview"))
    return True


def _show(stage: Stage, *, preview_comes: bool) -> None:
    title("点点碳中和", "running")
    pages = [
        ("首页 · home", f"{stage.url}/"),
        ("示例场景 · a scene", f"{stage.url}/s/FORUM1"),
        ("接口文档 · API docs", f"{stage.url}/api/docs"),
        ("模拟微信 · WeChat", f"{stage.simulator_url}/"),
    ]
    phone = answers(f"{stage.url}/preview/")
    if phone or preview_comes:
        later = "" if phone else "   （正在准备 · being built）"
        pages.insert(1, ("手机预览 · phone", f"{stage.url}/preview/{later}"))
    table(pages)
    say()
    say("  " + paint("第一张证书 · your first certificate", "bold"))
    if phone or preview_comes:
        say("  打开手机预览，进入场景 FORUM1，填写行程，支付（模拟，不会动用真钱），领取证书。")
        say("  Open the phone, enter scene FORUM1, fill in a journey, pay (simulated), receive the certificate.")
    say("  另开一个窗口运行 make journey：从扫码到证书，每一步的请求与回答都打印出来。")
    say("  In another window, make journey walks the whole way and prints every request and answer.")
    say()
    table([("数据 · data", str(stage.instance)), ("日志 · logs", str(stage.logs))])
    say()
    say("  " + paint("支付由模拟器完成，所有数据均为示例 · payments are simulated, everything is a sample", "gold"))
    say("  按 Ctrl-C 停止 · Ctrl-C stops everything")
    say()


if __name__ == "__main__":
    sys.exit(main())
