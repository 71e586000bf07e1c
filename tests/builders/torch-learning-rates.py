"""Writes tests/fixtures/training/learning-rates.json: the learning rate of each step as torch's schedulers give it in
torchvision's reference loop (references/detection/train.py and engine.py). Run with torch 1.13."""
import json
import pathlib
import warnings

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, StepLR

warnings.simplefilter("ignore")
STEP = {"kind": "step", "everyEpochs": 3, "factor": 0.1}
PLANS = {
    "the notebook's": {"learningRate": 0.005, "schedule": STEP, "isWarmedUp": True, "epochs": 8, "stepsPerEpoch": 40},
    "without warm-up": {"learningRate": 0.02, "schedule": STEP, "isWarmedUp": False, "epochs": 7, "stepsPerEpoch": 2},
    "two steps an epoch": {"learningRate": 0.1, "schedule": STEP, "isWarmedUp": True, "epochs": 4, "stepsPerEpoch": 2},
    "long epochs": {
        "learningRate": 0.01,
        "schedule": {"kind": "constant"},
        "isWarmedUp": True,
        "epochs": 2,
        "stepsPerEpoch": 1500,
    },
    "cosine": {
        "learningRate": 0.001,
        "schedule": {"kind": "cosine", "least": 0},
        "isWarmedUp": True,
        "epochs": 10,
        "stepsPerEpoch": 5,
    },
    "cosine that ends above zero": {
        "learningRate": 0.1,
        "schedule": {"kind": "cosine", "least": 0.01},
        "isWarmedUp": False,
        "epochs": 5,
        "stepsPerEpoch": 1,
    },
}


def scheduler(optimizer, schedule, epochs):
    if schedule["kind"] == "step":
        return StepLR(optimizer, step_size=schedule["everyEpochs"], gamma=schedule["factor"])
    if schedule["kind"] == "cosine":
        return CosineAnnealingLR(optimizer, T_max=epochs, eta_min=schedule["least"])
    return None


def rates(plan):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=plan["learningRate"])
    by_epoch = scheduler(optimizer, plan["schedule"], plan["epochs"])
    for epoch in range(plan["epochs"]):
        by_step = None
        if epoch == 0 and plan["isWarmedUp"]:
            warm_up_steps = min(1000, plan["stepsPerEpoch"] - 1)
            by_step = LinearLR(optimizer, start_factor=1.0 / 1000, total_iters=warm_up_steps)
        for step in range(plan["stepsPerEpoch"]):
            # Every step of a short epoch, a few of a long one.
            if plan["stepsPerEpoch"] <= 40 or step % 97 == 0 or 998 <= step <= 1002:
                yield {"epoch": epoch, "step": step, "rate": optimizer.param_groups[0]["lr"]}
            optimizer.step()
            if by_step:
                by_step.step()
        if by_epoch:
            by_epoch.step()


file = pathlib.Path(__file__).parent.parent / "fixtures/training/learning-rates.json"
file.parent.mkdir(exist_ok=True)
answers = {name: {"plan": plan, "rates": list(rates(plan))} for name, plan in PLANS.items()}
file.write_text(json.dumps(answers) + "\n")
