"""Many ranks train as one does, and a training that is killed goes on.

Only with PEERS=1, in the environment of ranks/requirements.txt.
"""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from zipfile import BadZipFile

import autograd
import autograd.numpy as anp
import mpi4py
import numpy as np
import pytest

mpi4py.rc.initialize = False  # the ranks are processes of mpirun
from ranks.train import ALPHA, EXAMPLES, STEPS, WIDTHS, batch, start  # noqa: E402
from snippets.beyond.scaling_out import flat, load  # noqa: E402

ROOT = Path(__file__).parents[2]
MPIRUN = Path(sys.executable).with_name("mpirun")
MOMENTS = {"step": 15, "half": 15, "written": 15, "replaced": 20}  # kept steps


def mpirun(ranks: int, *program: str) -> subprocess.CompletedProcess[str]:
    """Run a program on so many ranks, as any user and on any machine."""
    return subprocess.run(
        [
            *[str(MPIRUN), "--allow-run-as-root", "--oversubscribe"],
            *["-n", str(ranks), sys.executable, "-m", "mpi4py", "-m", *program],
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def trained(ranks: int, checkpoint: Path, steps: int = STEPS) -> np.ndarray:
    """The weights after a training that ends, and that does so many steps."""
    out = checkpoint.with_suffix(".npy")
    program = ("tests.peers.on_ranks", "weights", str(checkpoint), str(out))
    done = mpirun(ranks, *program)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == f"{steps} steps\n"
    return np.load(out)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """The weights of two ranks that nobody kills."""
    return trained(2, tmp_path_factory.mktemp("undisturbed") / "weights.npz")


@pytest.mark.parametrize("name", ["mpi4py", "openmpi"])
def test_the_package_is_the_one_that_is_pinned(name: str) -> None:
    """The page's numbers come from these."""
    pins = (ROOT / "ranks" / "requirements.txt").read_text("utf8").split()
    assert f"{name}=={version(name)}" in pins


@pytest.mark.parametrize("ranks", [1, 2, 3, 5])
def test_shares_equal_the_whole(ranks: int) -> None:
    """On each of the ranks, in both ways, with fewer examples than ranks."""
    done = mpirun(ranks, "tests.peers.on_ranks", "compare")
    assert done.returncode == 0, done.stdout + done.stderr
    agree = {f"rank {i} of {ranks} agrees" for i in range(ranks)}
    assert {*done.stdout.splitlines()} == agree


def by_autograd() -> np.ndarray:
    """The weights after the same steps in one process, without our slopes."""

    def cost(parameters: list[np.ndarray], s: int) -> float:
        a, t = batch(s)
        half = len(parameters) // 2
        for i in range(half):
            z = anp.dot(parameters[i], a) + parameters[half + i]
            a = anp.tanh(z) if i < half - 1 else z
        return anp.sum((a - t) ** 2) / (2 * EXAMPLES)

    parameters = [v for part in start(WIDTHS) for v in part.values()]
    for s in range(STEPS):
        slopes = autograd.grad(cost)(parameters, s)
        pairs = zip(parameters, slopes, strict=True)
        parameters = [v - ALPHA * slope for v, slope in pairs]
    return np.concatenate([v.ravel() for v in parameters])


@pytest.mark.parametrize("ranks", [1, 2, 3])
def test_the_weights_are_those_of_one_process(
    ranks: int, tmp_path: Path
) -> None:
    """After all steps, to 1e-12, with shares of 16, 17 and 17 as well."""
    assert EXAMPLES % 3
    before = flat(*start(WIDTHS))
    ours = trained(ranks, tmp_path / "weights.npz")
    assert np.abs(ours - before).max() > 0.1
    np.testing.assert_allclose(ours, by_autograd(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_training_goes_on(
    moment: str, undisturbed: np.ndarray, tmp_path: Path
) -> None:
    """The kill ends all ranks; a new start ends with the same weights.

    The same bit for bit, for the batch of a step depends on the step alone,
    and two ranks add in one order.
    """
    path = tmp_path / "weights.npz"
    killed = mpirun(2, "tests.peers.on_ranks", "killed", moment, str(path))
    assert killed.returncode != 0
    assert "signal 9" in killed.stdout + killed.stderr
    assert load(str(path))[0] == MOMENTS[moment]
    part = Path(f"{path}.part")
    assert part.exists() == (moment in ("half", "written"))
    if moment == "half":
        with pytest.raises(BadZipFile):
            load(str(part))
    again = trained(2, path, STEPS - MOMENTS[moment])
    np.testing.assert_array_equal(again, undisturbed)
    assert load(str(path))[0] == STEPS
    assert not part.exists()


def test_an_error_on_one_rank_ends_all(tmp_path: Path) -> None:
    """As here, where rank 0 cannot write: the other one does not wait."""
    done = mpirun(2, "ranks.train", str(tmp_path / "no such folder" / "w.npz"))
    assert done.returncode != 0
    assert "FileNotFoundError" in done.stderr


def test_it_runs_as_the_page_says(tmp_path: Path) -> None:
    """mpirun -n 2, and a second time from the checkpoint of the last step."""
    for _ in range(2):
        done = mpirun(2, "ranks.train", str(tmp_path / "weights.npz"))
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"{STEPS} steps, mean square 0.1")
