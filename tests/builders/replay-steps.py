"""Steps of training as torchvision takes them from weights that it is given: losses, and how far its gradients are from
those that were found. Weights come as .pth files, which are loaded strictly.

usage: /usr/bin/python3 replay-steps.py MODELS FOLDER FIRST LAST   (Debian: python3-torch python3-torchvision)

FOLDER holds images.f32, float32 [2, 3, 256, 256], and for each step k weights-k.pth before it and momentum-k.pth, what
the optimiser remembers before it; those of LAST + 1 tell what the last step did.
"""
import json
import pathlib
import sys

import numpy
import torch

models, folder = map(pathlib.Path, sys.argv[1:3])
first, last = map(int, sys.argv[3:5])
sys.path.insert(0, str(models))
from compact_frcnn import compact_frcnn  # noqa: E402

torch.set_num_threads(1)
expected = json.loads((models / "compact-frcnn/expected-training.json").read_text())
settings = expected["settings"]
everything = 10 ** 6
model = compact_frcnn(min_size=256, max_size=256, rpn_batch_size_per_image=everything, rpn_positive_fraction=0.5,
                      box_batch_size_per_image=everything, box_positive_fraction=0.5,
                      rpn_pre_nms_top_n_train=settings["rpnPreNmsTopN"],
                      rpn_post_nms_top_n_train=settings["rpnPostNmsTopN"])
images = torch.from_numpy(numpy.fromfile(folder / "images.f32", numpy.float32).reshape(-1, 3, 256, 256))
targets = [{"boxes": torch.tensor(boxes), "labels": torch.ones(len(boxes), dtype=torch.int64)}
           for boxes in expected["boxes"]]


def read(name, step):
    return torch.load(folder / f"{name}-{step}.pth")


def replay(step):
    before = read("weights", step)
    model.load_state_dict(before, strict=True)
    model.train()
    model.zero_grad()
    losses = model(list(images), targets)
    sum(losses.values()).backward()
    remembered, after, weights = read("momentum", step), read("momentum", step + 1), read("weights", step + 1)
    gradients = {}
    for name, parameter in model.named_parameters():
        found = after[f"momentum_buffer.{name}"].double() - settings["weightDecay"] * before[name].double()
        kept = remembered.get(f"momentum_buffer.{name}")
        if kept is not None:
            found -= settings["momentum"] * kept.double()
        gradient = parameter.grad.double()
        gradients[name] = float((found - gradient).norm() / gradient.norm())
    buffers = {name: float((weights[name] - buffer).double().norm() / buffer.double().norm())
               for name, buffer in model.named_buffers() if "running" in name}
    return {"step": step, "losses": {name: float(loss) for name, loss in losses.items()}, "gradients": gradients,
            "statistics": buffers}


print(json.dumps([replay(step) for step in range(first, last + 1)]))
