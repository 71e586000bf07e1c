"""Grad-CAM of the compact network as pytorch-grad-cam makes it: a forward pass with hooks on the layer, one backward pass
from the sum of the scores, weights by mean gradient; torchvision's detection included. 2 threads.

usage: /usr/bin/python3 time-grad-cam.py MODELS_FOLDER IMAGE.npy [LAYER…]     (Debian: python3-torch python3-torchvision)
IMAGE.npy holds float32 [3, H, W] as the card prepares it.
"""
import sys
import time

import numpy
import torch

sys.path.insert(0, sys.argv[1])
from compact_frcnn import compact_frcnn  # noqa: E402

torch.set_num_threads(2)
model = compact_frcnn(min_size=256, max_size=256)
model.load_state_dict(torch.load(f"{sys.argv[1]}/compact-frcnn/compact-frcnn.pth"))
model.eval()
image = torch.from_numpy(numpy.load(sys.argv[2]))
kept = {}


def keep_activation(_module, _inputs, answer):
    kept["activation"] = answer
    answer.register_hook(lambda gradient: kept.update(gradient=gradient))


def map_of(layer):
    handle = getattr(model.backbone.body, layer).register_forward_hook(keep_activation)
    # The library lets the image itself ask for a gradient.
    found = model([image.clone().requires_grad_()])[0]
    model.zero_grad()
    found["scores"][found["labels"] == 1].sum().backward()
    handle.remove()
    weights = kept["gradient"].mean((2, 3), keepdim=True)
    return torch.relu((weights * kept["activation"].detach()).sum(1))


def median_seconds(work, times):
    work()
    seconds = []
    for _ in range(times):
        start = time.time()
        work()
        seconds.append(time.time() - start)
    return sorted(seconds)[times // 2]


for layer in sys.argv[3:] or ["layer1", "layer2", "layer3", "layer4"]:
    print("map of %s: %.4f s" % (layer, median_seconds(lambda: map_of(layer), 5)))
