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
    "fast_on_mkl": "ours on MKL",
    "products": "products alone",
    "plain": "plain",
    "two_layers": "two layers",
    "formulas": "formulas alone",
    "in_numba": "Numba",
}
HEADS = ("network", "examples", "precision", "threads")
TINY = ("two_layers", "formulas", "in_numba")  # run in the smallest network
SHOWN = [v for v in NAMES if v not in ("products", *TINY)]
THREADS = {"1": "one thread", "2": "two threads"}
FLOORS = (
    ("one instruction", "floor_rate"),
    ("large product, MKL", "torch_rate"),
    ("large product, OpenBLAS", "numpy_rate"),
    ("products alone", "products"),
    ("ours on MKL", "fast_on_mkl"),
)
TRAINED = {
    "fast": "ours, with arrays kept",
    "plain": "ours, as the pages show it",
    "torch_eager": "PyTorch",
    "jax_step": "JAX, a compiled step",
    "jax_epoch": "JAX, a compiled epoch",
    "sklearn_sgd": "scikit-learn, descent",
    "sklearn_adam": "scikit-learn, Adam",
}
PAGE = RECORD.parents[1] / "docs" / "beyond" / "speed.md"
PACKAGES = (
    "numpy",
    "torch",
    "jax",
    "autograd",
    "scikit-learn",
    "tinygrad",
    "numba",
    "mkl",
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
    return markdown(lines)


def markdown(lines: list[list[str]]) -> str:
    """A Markdown table of these cells; the second line says how they stand."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def beside(rows: list[dict[str, Any]], dtype: str, threads: str) -> str:
    """A Markdown table: as table, with a line for each of those on the page."""
    chosen = [v for v in rows if v["row"].endswith(f"/{dtype}/{threads}")]
    networks = [", ".join(v["row"].split("/")[:2]) for v in chosen]
    lines = [[f"{dtype}, {THREADS[threads]}", *networks]]
    lines.append(["---"] + ["--:"] * len(chosen))
    for name in SHOWN:
        ratios = [v["peers"][name]["ratio"][1] for v in chosen]
        lines.append([NAMES[name], *[f"{v:.3g}" for v in ratios]])
    return markdown(lines)


def on_the_page(record: dict[str, Any]) -> list[str]:
    """All tables of the chapter that show the record."""
    rows = ordered(record)
    kinds = [(v, w) for w in THREADS for v in ("float32", "float64")]
    shown = [beside(rows, *kind) for kind in kinds]
    return [*shown, floors(rows), digits(record["digits"]["peers"])]


def floors(rows: list[dict[str, Any]]) -> str:
    """A Markdown table of one thread: what bounds our time, as its shares."""
    heads = [", ".join(HEADS[:-1]), *[v for v, _ in FLOORS]]
    lines = [heads, ["---"] + ["--:"] * len(FLOORS)]
    for row in rows:
        *cells, threads = row["row"].split("/")
        if threads == "1" and row["limit"]:
            shares = row["limit"] | {
                name: found["ratio"] for name, found in row["peers"].items()
            }
            found = [f"{shares[v][1]:.2f}" for _, v in FLOORS]
            lines.append([", ".join(cells), *found])
    return markdown(lines)


def digits(peers: dict[str, Any]) -> str:
    """A Markdown table: training to the goal, over ours when warm."""
    lines = [["training", "first time", "again"], ["---", "--:", "--:"]]
    for name, label in TRAINED.items():
        found = [peers[name][v][1] for v in ("cold", "warm")]
        lines.append([label, *[f"{v:.2g}" for v in found]])
    return markdown(lines)


def on_page(text: str, found: str) -> str:
    """The text of the chapter, with a table in the place of the old one."""
    start = text.index(found[: found.index("\n")])
    return text[:start] + found + text[text.index("\n\n", start) :]


def ordered(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a record: by operations, precision and threads."""

    def size(row: dict[str, Any]) -> tuple[int, str, str]:
        widths, n, dtype, threads = row["row"].split("/")
        sizes = [int(m) for m in widths.split("-")]
        return int(n) * sum(m * p for m, p in pairwise(sizes)), dtype, threads

    return sorted(record["rows"].values(), key=size)


if __name__ == "__main__":  # bring the tables of the chapter up to date
    new = PAGE.read_text("utf8")
    for found in on_the_page(read()):
        new = on_page(new, found)
    PAGE.write_text(new, "utf8")
