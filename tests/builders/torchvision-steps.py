"""The steps of expected-training.json as torchvision takes them, with all that it holds before and after each of them.

usage: OPENBLAS_CORETYPE=Haswell /usr/bin/python3 torchvision-steps.py MODELS FOLDER
       (Debian: python3-torch python3-torchvision)

FOLDER holds images.f32, float32 [2, 3, 256, 256]. There it writes weights-k.pth, what the network holds before step k
(buffers too), and from the second step on momentum-k.pth; those of the step after the last tell what the last one did.
It prints the losses of each step.

Two threads and OpenBLAS's kernels for Haswell are what the file was made with: on a processor with AVX-512 that gives
its figures to the last bit. One, three, four or six threads give another course from the third to fifth step on.
"""
import json
import pathlib
import sys

import numpy
import torch

models, folder = map(pathlib.Path, sys.argv[1:3])
sys.path.insert(0, str(models))
from compact_frcnn import compact_frcnn  # noqa: E402

torch.set_num_threads(2)
expected = json.loads((models / "compact-frcnn/expected-training.json").read_text())
settings = expected["settings"]
everything = 10 ** 6
model = compact_frcnn(min_size=256, max_size=256, rpn_batch_size_per_image=everything, rpn_positive_fraction=0.5,
                      box_batch_size_per_image=everything, box_positive_fraction=0.5,
                      rpn_pre_nms_top_n_train=settings["rpnPreNmsTopN"],
                      rpn_post_nms_top_n_train=settings["rpnPostNmsTopN"])
model.load_state_dict(torch.load(models / "compact-frcnn/compact-frcnn.pth"))
model.train()
optimizer = torch.optim.SGD(model.parameters(), lr=settings["lr"], momentum=settings["momentum"],
                            weight_decay=settings["weightDecay"])
images = torch.from_numpy(numpy.fromfile(folder / "images.f32", numpy.float32).reshape(-1, 3, 256, 256))
targets = [{"boxes": torch.tensor(boxes), "labels": torch.ones(len(boxes), dtype=torch.int64)}
           for boxes in expected["boxes"]]


def keep(step):
    torch.save(model.state_dict(), folder / f"weights-{step}.pth")
    if step > 1:
        remembered = {name: optimizer.state[parameter]["momentum_buffer"] for name, parameter in model.named_parameters()}
        torch.save(remembered, folder / f"momentum-{step}.pth")


losses_per_step = []
for step in range(1, settings["steps"] + 1):
    keep(step)
    optimizer.zero_grad()
    losses = model(list(images), targets)
    sum(losses.values()).backward()
    optimizer.step()
    losses_per_step.append({name: float(loss) for name, loss in losses.items()})
keep(settings["steps"] + 1)
print(json.dumps(losses_per_step))
