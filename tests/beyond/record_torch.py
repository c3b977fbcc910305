"""Writes torch_steps.json: what the optimisers of PyTorch do, step by step.

It needs the environment of tests/peers/requirements.txt:

    python -m tests.beyond.record_torch
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.optim import SGD, Adam, AdamW, Optimizer
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, StepLR

RECORD = Path(__file__).with_name("torch_steps.json")
START = [[1.5, -0.25], [0.0, 3.0], [-2.0, 1e-3]]  # (3, 2)
BOWL = [[1.0, 4.0], [0.5, 0.25], [2.0, 1e-3]]  # slope of a weight: its part
SHIFT = 0.5  # of the bowl's lowest point, so that no slope is only a weight
STEPS = 12

OPTIMISERS: dict[str, tuple[Callable[..., Optimizer], dict[str, Any]]] = {
    "descent": (SGD, {"lr": 0.1}),
    "momentum": (SGD, {"lr": 0.1, "momentum": 0.9}),
    "momentum, dampened": (
        SGD,
        {"lr": 0.1, "momentum": 0.9, "dampening": 0.9},
    ),
    "momentum, decay": (
        SGD,
        {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.1},
    ),
    "Adam": (Adam, {"lr": 0.1, "betas": (0.9, 0.999), "eps": 1e-8}),
    "Adam, other numbers": (Adam, {"lr": 0.3, "betas": (0.5, 0.7), "eps": 0.1}),
    "Adam, decay": (Adam, {"lr": 0.1, "weight_decay": 0.1}),
    "AdamW": (AdamW, {"lr": 0.1, "weight_decay": 0.1}),
}
SCHEDULES: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "step": (StepLR, {"step_size": 3, "gamma": 0.5}),
    "cosine": (CosineAnnealingLR, {"T_max": STEPS}),
    "warm-up": (LinearLR, {"start_factor": 0.25, "total_iters": 5}),
}


def weights(
    make: Callable[..., Optimizer],
    numbers: dict[str, Any],
    schedule: tuple[Callable[..., Any], dict[str, Any]] | None = None,
) -> tuple[list[Any], list[float]]:
    """The weights after each step, and the step size of each."""
    w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    bowl = torch.tensor(BOWL, dtype=torch.float64)
    optimiser = make([w], **numbers)
    scheduler = schedule and schedule[0](optimiser, **schedule[1])
    after, sizes = [], []
    for _ in range(STEPS):
        sizes.append(optimiser.param_groups[0]["lr"])
        optimiser.zero_grad()
        (0.5 * bowl * (w - SHIFT) ** 2).sum().backward()
        optimiser.step()
        if scheduler:
            scheduler.step()
        after.append(w.tolist())
    return after, sizes


def record() -> dict[str, Any]:
    """All of it, with the version of PyTorch."""
    return {
        "torch": torch.__version__.partition("+")[0],
        "start": START,
        "bowl": BOWL,
        "shift": SHIFT,
        "optimisers": {
            name: {"numbers": numbers, "weights": weights(make, numbers)[0]}
            for name, (make, numbers) in OPTIMISERS.items()
        },
        "schedules": {
            name: {
                "numbers": numbers,
                "sizes": weights(SGD, {"lr": 1.0}, (make, numbers))[1],
            }
            for name, (make, numbers) in SCHEDULES.items()
        },
        "momentum, step schedule": weights(
            *OPTIMISERS["momentum"], SCHEDULES["step"]
        )[0],
    }


if __name__ == "__main__":
    RECORD.write_text(json.dumps(record()) + "\n", "utf8")
