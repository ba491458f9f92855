"""Developer script: draws the template pictures beside it, once. A request only lays words on them.

python -m app.certs.art.build [NAME ...]; a template needs the design that uses it (designs/__init__.py)
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image

from app.certs.art import classic, company, festive, indexing

HERE = Path(__file__).parent
#: Every template by its file's name: RGB, 1080 x 1620 or, for cards, 1000 x 800.
TEMPLATES: Mapping[str, Callable[[], Image.Image]] = {
    "classic": classic.picture,
    "classic_card": classic.card,
    "company": company.picture,
    "company_card": company.card,
    "festive": festive.picture,
    "festive_card": festive.card,
}


def main() -> None:
    for name in sys.argv[1:] or TEMPLATES:
        target = HERE / f"{name}.png"
        TEMPLATES[name]().save(target, optimize=True)
        for written in (target, indexing.write(name)):
            print(f"{written.name}: {written.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
