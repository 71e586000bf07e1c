"""torch's own speed of the two gradients of convolutions, on one thread.

usage: /usr/bin/python3 time-convolution-gradients.py SHAPES   (Debian: python3-torch)
SHAPES is JSON, a list of {images, channels, filters, kernel, stride, size, group}. Prints JSON: of each,
the shortest of five runs in CPU seconds.
"""
import json
import sys
import time

import torch

torch.set_num_threads(1)


def shortest(run):
    run()
    seconds = []
    for _ in range(5):
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    return min(seconds)


def measure(shape):
    stride, pad, group = shape["stride"], shape["kernel"] // 2, shape["group"]
    image = torch.randn(shape["images"], shape["channels"], shape["size"], shape["size"])
    weight = torch.randn(shape["filters"], shape["channels"] // group, shape["kernel"], shape["kernel"])
    gradient = torch.randn_like(torch.conv2d(image, weight, stride=stride, padding=pad, groups=group))

    def run(of_image, of_weight):
        torch.ops.aten.convolution_backward(
            gradient, image, weight, [0], [stride] * 2, [pad] * 2, [1, 1], False, [0, 0], group,
            [of_image, of_weight, False])

    return {"image": shortest(lambda: run(True, False)), "weight": shortest(lambda: run(False, True))}


print(json.dumps([measure(shape) for shape in json.loads(sys.argv[1])]))
