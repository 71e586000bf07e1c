"""torchvision's own speed with the full-size fasterrcnn_resnet50_fpn_v2: one detection, 2 threads.

usage: /usr/bin/python3 time-full-network.py CHECKPOINT.pth IMAGE.npy   (Debian: python3-torch python3-torchvision)
"""
import sys
import time

import numpy
import torch
from torchvision.models.detection import fasterrcnn_resnet50_fpn_v2

torch.set_num_threads(2)
model = fasterrcnn_resnet50_fpn_v2(weights=None, weights_backbone=None, num_classes=2)
model.load_state_dict(torch.load(sys.argv[1]))
model.eval()
image = torch.from_numpy(numpy.load(sys.argv[2]))
seconds = []
with torch.no_grad():
    model([image])
    for _ in range(5):
        start = time.time()
        model([image])
        seconds.append(time.time() - start)
print("detect one image: %.4f s" % sorted(seconds)[len(seconds) // 2])
