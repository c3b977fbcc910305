"""What is written in C: the floor, and the way from NumPy to MKL."""

import subprocess
import tempfile
from functools import cache
from importlib.metadata import files
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = tempfile.TemporaryDirectory()


@cache
def built(name: str, *inputs: str) -> str:
    """A library made of benchmarks/NAME.c, with `cc`, for this processor.

    Raises:
        CalledProcessError: the compiler refuses it.
    """
    path = f"{FOLDER.name}/{name}.so"
    options = ["-O3", "-march=native", "-shared", "-fPIC", "-o", path]
    source = str(HERE / f"{name}.c")
    subprocess.run(["cc", source, *inputs, *options], check=True)
    return path


def mkl() -> str:
    """The library that hands the products of NumPy to MKL, to be preloaded.

    Raises:
        StopIteration: MKL is there, but not its single dynamic library.
    """
    library = next(
        str(Path(str(file.locate())).resolve())
        for file in files("mkl") or []
        if file.name.startswith("libmkl_rt.so")
    )
    return built("mkl", library, f"-Wl,-rpath,{Path(library).parent}")
