"""python -m formulas docs: one line for each display that fails."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from formulas.report import check_all, said, totals, write


def main(arguments: list[str]) -> int:
    """Check pages and folders of pages; 1 if anything fails."""
    parser = ArgumentParser("python -m formulas", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("docs")])
    parser.add_argument("--json", type=Path, help="write the report here")
    options = parser.parse_args(arguments)
    for path in options.paths:
        if not path.exists():
            parser.error(f"no file or folder {path}")
    pages = [page for path in options.paths for page in check_all(path)]
    faults = [fault for page in pages for fault in page.faults]
    for fault in faults:
        print(fault)
    many = "failure" if len(faults) == 1 else "failures"
    print(f"{said(totals(pages)) or 'no display'}; {len(faults)} {many}")
    if options.json:
        write(pages, options.json)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
