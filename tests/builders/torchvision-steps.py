"""Steps of training the compact checkpoint as torchvision takes them; prints the losses of each.

usage: OPENBLAS_CORETYPE=Haswell /usr/bin/python3 torchvision-steps.py MODELS FOLDER [--plain] [--keep]
       (Debian: python3-torch python3-torchvision)

FOLDER holds images.f32, float32 [2, 3, 256, 256], and case.json with boxes and settings as in expected-training.json.
--plain leaves oneDNN out. --keep writes weights-k.pth, what the network holds before step k (buffers too), and from the
second step on momentum-k.pth; those of the step after the last tell what the last one did.

Two threads and OpenBLAS's kernels for Haswell are what expected-training.json was made with: on a processor with
AVX-512 they give its figures to the last bit. Of 93 runs with other threads, other kernels, or images that were
normalised in another order, 3 came within a hundredth of each of its losses at the fifth step.
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
torch.backends.mkldnn.enabled = "--plain" not in sys.argv
case = json.loads((folder / "case.json").read_text())
settings = case["settings"]
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
           for boxes in case["boxes"]]


def keep(step):
    if "--keep" not in sys.argv:
        return
    torch.save(model.state_dict(), folder / f"weights-{step}.pth")
    if step > 1:
        remembered = {name: optimizer.state[parameter]["momentum_buffer"]
                      for name, parameter in model.named_parameters()}
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
