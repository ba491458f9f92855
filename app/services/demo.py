"""Sample data for a demo: made through the same doors as real data, and marked as a sample everywhere."""

from dataclasses import dataclass

from app.core import clock
from app.domain.errors import DomainError
from app.services import batches, catalogue, demo_cast, looks
from app.services.demo_cast import SampleBatch
from app.services.platform import platform


@dataclass(frozen=True, slots=True)
class Seeded:
    """Codes of everything a demo has, in the order shown; ``batches_added`` is 0 when all was there already."""

    scenes: tuple[tuple[str, str], ...]
    projects: tuple[tuple[str, str], ...]
    organisation_id: str
    batches_added: int


def seed() -> Seeded:
    """Make the sample scenes, projects and batches. May be repeated: what is there is left as it is.

    Raises ``demo_only`` outside ``APP_ENV=demo``: samples do not belong among what is sold.
    """
    if not platform().settings.is_demo:
        raise DomainError("demo_only")
    organisation_id = catalogue.make_organisation(demo_cast.ORGANISATION, sample=True)
    for project in demo_cast.PROJECTS:
        catalogue.make_project(project)
    imported = batches.import_batches(batch_csv(demo_cast.BATCHES))
    cast = demo_cast.scenes(clock.today())
    for each in reversed(cast):  # lists show the newest first
        code = catalogue.make_scene(each.scene)
        for entrance_code, entrance in each.entrances:
            catalogue.add_entrance(code, entrance, entrance_code)
        if each.look is not None and looks.look_of(code).version == 0:
            looks.choose(code, each.look)
    return Seeded(
        scenes=tuple((str(each.scene.code), each.scene.name) for each in cast),
        projects=tuple((each.code, each.name) for each in demo_cast.PROJECTS),
        organisation_id=organisation_id,
        batches_added=sum(not each.known for each in imported),
    )


def batch_csv(given: tuple[SampleBatch, ...]) -> str:
    """The batches as an operator would import them (columns: services/batches.py)."""
    projects = {each.code: each for each in demo_cast.PROJECTS}
    lines = [",".join(batches.COLUMNS)]
    for each in given:
        project = projects[each.project]
        cells = (
            project.code, project.registry, project.registry_project_id, project.methodology, f"{each.vintage}-01-01",
            f"{each.vintage}-12-31", str(each.vintage), f"{each.prefix}000001", f"{each.prefix}{each.tonnes:06d}",
            str(each.tonnes),
        )  # fmt: skip
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"
