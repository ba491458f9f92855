"""`flask scenes poster`: what is printed and hung at the door."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.answers import REFUSALS, rows, say
from app.cli.files import write_whole
from app.services import posters

group = AppGroup("scenes", help="场景 · Scenes")


@group.command("poster")
@click.argument("code")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="目录 · A folder; made if missing.")
@click.option(
    "--bleed", type=click.FloatRange(0, 10), default=0.0, help="PDF 出血，毫米（印厂常用 3）· Bleed of the PDF, mm."
)
@click.option("--lang", type=click.Choice(["zh-Hans", "en"]), default="zh-Hans", help="语言 · Language.")
@REFUSALS
def poster(code: str, out: Path, bleed: float, lang: str) -> None:
    """海报 · The A4 poster of a scene's or an entrance's CODE: vector PDF and 300 dpi PNG."""
    made = posters.draw_poster(code, bleed_mm=bleed, locale=lang)
    written = {out / f"{made.code}.pdf": made.pdf, out / f"{made.code}.png": made.png}
    for path, body in written.items():
        write_whole(path, body)
    say("海报已生成", "the poster is drawn")
    shown = f"{made.scene} · {made.entrance}" if made.entrance else made.scene
    rows([("场景 scene", shown), ("二维码 code says", made.url), *[("文件 file", str(path)) for path in written]])
