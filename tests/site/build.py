"""Builds the site twice: as an author sees it, and as it is published."""

import shutil
import sys
from pathlib import Path

from publish.__main__ import build, finish

if __name__ == "__main__":
    served, published = map(Path, sys.argv[1:])
    formulas = build(served)
    shutil.copytree(served, published)
    finish(published, formulas)
