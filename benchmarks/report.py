"""The record of the benchmark, and its table."""

import json
import os
import platform
from datetime import date
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

RECORD = Path(__file__).with_name("record.json")
NAMES = {
    "torch_eager": "PyTorch",
    "torch_compile": "`torch.compile`",
    "torch_func": "`torch.func`",
    "jax_jit": "JAX",
    "hips_autograd": "autograd",
    "scikit_learn": "scikit-learn",
    "tinygrad_jit": "tinygrad",
    "products": "products alone",
    "plain": "plain",
    "two_layers": "two layers",
    "in_numba": "Numba",
}
HEADS = ("network", "examples", "precision", "threads")
SHOWN = tuple(NAMES)[:9]  # on the page: the peers, the products, the plain one
PAGE = RECORD.parents[1] / "docs" / "beyond" / "speed.md"
PACKAGES = (
    "numpy",
    "torch",
    "jax",
    "autograd",
    "scikit-learn",
    "tinygrad",
    "numba",
)


def read() -> dict[str, Any]:
    """The record."""
    return json.loads(RECORD.read_text("utf8")) if RECORD.exists() else {}


def processor() -> str:
    """The name of the processor, and its cores."""
    name = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                name = line.split(":")[1].strip()
                break
    return f"{name}, {os.cpu_count()} cores"


def write(part: str, name: str, found: Any) -> None:
    """Put a result into a part of the record, with machine and versions."""
    record = read()
    record["machine"] = processor()
    record["python"] = platform.python_version()
    record["versions"] = {v: version(v).split("+")[0] for v in PACKAGES}
    record["date"] = date.today().isoformat()
    record.setdefault(part, {})[name] = found
    text = json.dumps(record, indent=1, sort_keys=True)
    RECORD.write_text(text + "\n", "utf8")


def table(rows: list[dict[str, Any]], names: tuple[str, ...]) -> str:
    """A Markdown table: how many times our time each of them takes."""
    heads = [*HEADS, *[NAMES[v] for v in names], "share of the limit"]
    lines = [heads, ["---"] * len(HEADS) + ["--:"] * (len(names) + 1)]
    for row in rows:
        cells = row["row"].split("/")
        for name in names:
            found = row["peers"].get(name)
            cells.append(f"{found['ratio'][1]:.3g}" if found else "")
        limit = row["limit"].get("numpy_rate")
        cells.append(f"{limit[1]:.2f}" if limit else "")
        lines.append(cells)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def on_page(text: str, found: str) -> str:
    """The text of the chapter, with another table in the place of its own."""
    start = text.index(f"| {' | '.join(HEADS)} |")
    return text[:start] + found + text[text.index("\n\n", start) :]


def ordered(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a record: by operations, precision and threads."""

    def size(row: dict[str, Any]) -> tuple[int, str, str]:
        widths, n, dtype, threads = row["row"].split("/")
        sizes = [int(m) for m in widths.split("-")]
        return int(n) * sum(m * p for m, p in pairwise(sizes)), dtype, threads

    return sorted(record["rows"].values(), key=size)


if __name__ == "__main__":  # bring the table of the chapter up to date
    new = on_page(PAGE.read_text("utf8"), table(ordered(read()), SHOWN))
    PAGE.write_text(new, "utf8")
