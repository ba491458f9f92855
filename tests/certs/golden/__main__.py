"""Draws the golden pictures anew: python -m tests.certs.golden [DESIGN ...]. Look at them before they are committed."""

import sys

from tests.certs.golden import FOLDER, cases, drawn, small


def main() -> None:
    known = cases()
    wanted = {name for name in known if not sys.argv[1:] or name.split("-")[0] in sys.argv[1:]}
    for old in FOLDER.glob("*.webp"):
        if old.stem not in known:
            old.unlink()
    for name in sorted(wanted):
        small(drawn(*known[name])).save(FOLDER / f"{name}.webp", lossless=True, method=6)
    sys.stdout.write(f"{len(wanted)} golden pictures in {FOLDER}\n")


if __name__ == "__main__":
    main()
