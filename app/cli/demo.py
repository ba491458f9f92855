"""`flask seed-demo`: sample data for a demo, repeatable."""

import click
from flask.cli import with_appcontext

from app.cli.answers import REFUSALS, rows, say
from app.services import demo


@click.command("seed-demo")
@with_appcontext
@REFUSALS
def seed_demo() -> None:
    """生成示例数据 · Make the sample scenes, projects and credits. May be repeated."""
    made = demo.seed()
    say("示例数据已就绪" if made.batches_added else "示例数据早已就绪，没有改动", "sample data is ready")
    click.echo()
    rows([(code, name) for code, name in made.scenes], "场景 scenes")
    rows([(code, name) for code, name in made.projects], "项目 projects")
