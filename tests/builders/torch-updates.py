"""Writes tests/fixtures/optimizer/torch-updates.json: what torch's optimisers make of given gradients, in doubles.
Run with torch 1.13. Each row of gradients is one batch; `accumulate` of them are added up for one update."""
import json
import pathlib

import torch

torch.set_num_threads(1)
torch.manual_seed(0)
SHAPES = {"layer.weight": (3, 4), "layer.bias": (4,)}
RATES = [0.1, 0.1, 0.05, 0.2, 0.001, 0.1]
BETAS = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
SGD = {"kind": "sgd", "momentum": 0.9, "weightDecay": 5e-4}
CASES = {
    "descent": {"settings": {"kind": "sgd", "momentum": 0, "weightDecay": 0}},
    "descent with weight decay": {"settings": {"kind": "sgd", "momentum": 0, "weightDecay": 0.1}},
    "descent with momentum": {"settings": {"kind": "sgd", "momentum": 0.5, "weightDecay": 0}},
    "the notebook's descent": {"settings": SGD},
    "clipped descent": {"settings": SGD, "clipNorm": 2.0},
    "AdamW": {"settings": {"kind": "adamw", **BETAS, "weightDecay": 0.01}},
    "AdamW without decay": {"settings": {"kind": "adamw", "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-3, "weightDecay": 0}},
    "descent over two batches": {"settings": SGD, "accumulate": 2},
    "clipped AdamW over three batches": {
        "settings": {"kind": "adamw", **BETAS, "weightDecay": 0.01},
        "clipNorm": 1.0,
        "accumulate": 3,
    },
}


def optimizer(settings, weights):
    if settings["kind"] == "sgd":
        return torch.optim.SGD(weights, lr=1, momentum=settings["momentum"], weight_decay=settings["weightDecay"])
    betas = (settings["beta1"], settings["beta2"])
    return torch.optim.AdamW(weights, lr=1, betas=betas, eps=settings["epsilon"], weight_decay=settings["weightDecay"])


def printed(values):
    return {name: [round(number, 12) for number in value.detach().flatten().tolist()] for name, value in values.items()}


def run(settings, clipNorm=None, accumulate=1):
    weights = {name: torch.randn(*shape, dtype=torch.float64, requires_grad=True) for name, shape in SHAPES.items()}
    # The last batches' gradients are small, so that not every update is clipped; one is zero.
    sizes = [1, 1, 3, 1, 0.1, 0] if accumulate == 1 else [1, 1, 3, 1, 0.1, 0.1, 1, 1, 1, 0.1, 0.1, 0.1]
    gradients = [{name: torch.randn(*shape).double() * size for name, shape in SHAPES.items()} for size in sizes]
    before = printed(weights)
    engine = optimizer(settings, list(weights.values()))
    updates = []
    for index, batch in enumerate(gradients):
        for name, gradient in batch.items():
            share = gradient / accumulate
            weights[name].grad = share.clone() if index % accumulate == 0 else weights[name].grad + share
        if (index + 1) % accumulate:
            continue
        rate = RATES[len(updates)]
        norm = torch.nn.utils.clip_grad_norm_(list(weights.values()), clipNorm or float("inf"))
        for group in engine.param_groups:
            group["lr"] = rate
        engine.step()
        memories = {
            f"{memory}/{name}": engine.state[weight][memory]
            for name, weight in weights.items()
            for memory in ("momentum_buffer", "exp_avg", "exp_avg_sq")
            if engine.state[weight].get(memory) is not None
        }
        after = {"learningRate": rate, "norm": round(norm.item(), 12), "weights": printed(weights)}
        updates.append({**after, "memories": printed(memories)})
    optional = {} if clipNorm is None else {"clipNorm": clipNorm}
    given = {"settings": settings, **optional, "accumulate": accumulate}
    return {**given, "weights": before, "gradients": [printed(batch) for batch in gradients], "updates": updates}


file = pathlib.Path(__file__).parent.parent / "fixtures/optimizer/torch-updates.json"
answers = {name: run(**case) for name, case in CASES.items()}
file.write_text(json.dumps({"shapes": SHAPES, "cases": answers}) + "\n")
