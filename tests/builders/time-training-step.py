"""CPU seconds of a training step of the compact network by torchvision: batch 2 of 256 x 256, all layers, one thread.

One thread, since several that wait for each other spin, and count what they wait.

usage: python3 time-training-step.py <folder of models>   (Debian: python3-torch python3-torchvision)
"""
import os
import sys
import time

sys.path.insert(0, sys.argv[1])
import torch
from compact_frcnn import compact_frcnn

TIMES = 5

torch.set_num_threads(1)
torch.manual_seed(0)
model = compact_frcnn(min_size=256, max_size=256)
model.load_state_dict(torch.load(os.path.join(sys.argv[1], "compact-frcnn", "compact-frcnn.pth")))
model.train()
optimizer = torch.optim.SGD(model.parameters(), lr=1e-6, momentum=0.9, weight_decay=5e-4)
images = [torch.randn(3, 256, 256) for _ in range(2)]
targets = [{"boxes": torch.tensor([[60.0, 60.0, 140.0, 170.0]]), "labels": torch.ones(1, dtype=torch.int64)}] * 2


def step():
    optimizer.zero_grad()
    sum(model(images, targets).values()).backward()
    optimizer.step()


step()
seconds = []
for _ in range(TIMES):
    start = time.process_time()
    step()
    seconds.append(time.process_time() - start)
print("training step: %.4f s of CPU" % sorted(seconds)[TIMES // 2])
