"""What the fixtures of gradients share: torch's own gradients of a function, in doubles, as JSON."""
import json
import pathlib

import torch

FOLDER = pathlib.Path(__file__).parent.parent / "fixtures/autodiff"


def normal(*shape):
    return torch.randn(*shape, dtype=torch.float64)


def answer(function, inputs, digits):
    leaves = [each.clone().requires_grad_() for each in inputs]
    output = function(*leaves)
    seed = normal(*output.shape)
    gradients = torch.autograd.grad(output, leaves, seed)

    def tensor(values):
        return {"shape": list(values.shape), "data": [round(each, digits) for each in values.flatten().tolist()]}

    return {"inputs": [tensor(each) for each in inputs], "output": tensor(output.detach()), "seed": tensor(seed),
            "gradients": [tensor(each) for each in gradients]}


def write_answers(name, cases, digits):
    """`cases` are pairs of a function and its inputs, by what they show."""
    FOLDER.mkdir(exist_ok=True)
    answers = {each: answer(*case, digits) for each, case in cases.items()}
    (FOLDER / name).write_text(json.dumps(answers, separators=(",", ":")) + "\n")
