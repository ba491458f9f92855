"""`flask scenes`: the poster that hangs at the door, and how the certificates of a scene look."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.answers import REFUSALS, rows, say
from app.cli.files import read_bytes, write_whole
from app.domain.display import LANGUAGES
from app.services import looks, posters
from app.services.looks import DESIGNS, Choice

group = AppGroup("scenes", help="场景 · Scenes")


@group.command("poster")
@click.argument("code")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="目录 · A folder; made if missing.")
@click.option(
    "--bleed", type=click.FloatRange(0, 10), default=0.0, help="PDF 出血，毫米（印厂常用 3）· Bleed of the PDF, mm."
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh-Hans", help="语言 · Language.")
@REFUSALS
def poster(code: str, out: Path, bleed: float, lang: str) -> None:
    """海报 · The A4 poster of a scene's or an entrance's CODE: vector PDF and 300 dpi PNG."""
    made = posters.draw_poster(code, bleed_mm=bleed, locale=lang)
    written = {out / f"{made.code}.pdf": made.pdf, out / f"{made.code}.png": made.png}
    for path, body in written.items():
        write_whole(path, body)
    say("海报已生成", "the poster is drawn")
    shown = f"{made.scene} · {made.entrance}" if made.entrance else made.scene
    says = ("小程序码 mini-program code", made.code) if made.mini_program else ("二维码 code says", made.url)
    rows([("场景 scene", shown), says, *[("文件 file", str(path)) for path in written]])


@group.command("look")
@click.argument("code")
@click.option("--design", help=f"样式 · One of: {', '.join(DESIGNS)}.")
@click.option("--colour", help="主色，如 #1F7A56 · The colour it turns to.")
@click.option(
    "--logo", type=click.Path(path_type=Path), help="标志：PNG 或 JPEG，512 KiB 以内 · A logo, at most 2000 px."
)
@click.option("--no-colour", is_flag=True, help="恢复样式原色 · Back to the design's own colour.")
@click.option("--no-logo", is_flag=True, help="不用标志 · Without a logo.")
@REFUSALS
def look(code: str, design: str | None, colour: str | None, logo: Path | None, no_colour: bool, no_logo: bool) -> None:
    """证书外观 · How certificates of the scene CODE look from now on; without options, how they look now."""
    if (colour and no_colour) or (logo and no_logo):
        raise click.UsageError("要还是不要，请二选一 · choose one: with or without")
    given = (design, colour, logo, no_colour, no_logo)
    choice = Choice(design, colour, read_bytes(logo) if logo else None, no_colour, no_logo)
    if any(given):
        chosen, new = looks.choose(code, choice)
        if new:
            say("已更换，此后签发的证书用新外观", "chosen, for certificates issued from now on")
        else:
            say("早已如此，没有改动", "it was so already, nothing changed")
    else:
        chosen = looks.look_of(code)
    rows(
        [
            ("场景 scene", chosen.code),
            ("样式 design", chosen.design),
            ("颜色 colour", chosen.colour or "—"),
            ("标志 logo", f"SHA-256 {chosen.logo_sha256}" if chosen.logo_sha256 else "—"),
            ("版本 version", str(chosen.version)),
        ]
    )
