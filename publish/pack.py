"""Packs the site into one file, to be read in a folder without a network.

There everything works but moving from page to page without a load, and links
to what has an address of its own: the feed, and where to report a wrong line.
"""

import re
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NAME = "backpropagation-by-hand"
DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP file can name
EARLY = re.compile(rb"<link[^>]*\bpreload\b[^>]*>")  # refused in a folder


def pack(site: Path) -> Path:
    """Write all files of the site into one; the same site, the same bytes."""
    packed = site / f"{NAME}.zip"
    new = packed.with_suffix(".new")
    files = sorted(path for path in site.rglob("*") if path.is_file())
    with ZipFile(new, "w", ZIP_DEFLATED) as archive:
        for path in files:
            name = path.relative_to(site).as_posix()
            data = path.read_bytes()
            if path.suffix == ".html":
                data = EARLY.sub(b"", data)
            archive.writestr(entry(f"{NAME}/{name}"), data)
    return new.replace(packed)


def entry(name: str) -> ZipInfo:
    """What a file is called in a ZIP file, whoever made it, and when."""
    made = ZipInfo(name, DAY)
    made.compress_type = ZIP_DEFLATED
    made.external_attr = 0o644 << 16
    return made
