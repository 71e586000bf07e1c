"""Writes tests/fixtures/autodiff/torch-spatial-gradients.json: what the autograd of torch 1.13 and torchvision 0.14
answers in doubles for operators on axes of space."""
import torch
import torch.nn.functional as F
from torchvision.ops import roi_align

from torch_answers import normal, write_answers

torch.set_num_threads(1)
torch.manual_seed(0)
# Inside, over an edge, within less than one place of it, far outside, smaller than a place, over nearly everything.
REGIONS = torch.tensor(
    [[4, 6, 20, 18], [-6, -9, 10, 8], [20, 3, 35, 30], [60, 60, 80, 90], [7, 7, 7.5, 8], [1, 0, 27, 26]],
    dtype=torch.float64,
)
IMAGES = torch.tensor([0, 1, 1, 0, 0, 1], dtype=torch.float64)


def ties(*shape):
    return torch.randint(0, 3, shape).double()


def regions(ratio, aligned):
    rows = torch.cat([IMAGES[:, None], REGIONS], 1)
    return lambda x: roi_align(x, rows, (3, 2), spatial_scale=0.25, sampling_ratio=ratio, aligned=aligned)


def norm(is_training):
    def normalise(x, scale, bias):
        mean, variance = torch.tensor([0.5, -1.0, 0.25]).double(), torch.tensor([0.5, 2.0, 1.0]).double()
        return F.batch_norm(x, mean, variance, scale, bias, training=is_training, eps=1e-5)

    return normalise


def resize(**how):
    return lambda x: F.interpolate(x, **how)


CASES = {
    "convolution": (lambda x, w, b: F.conv2d(x, w, b, padding=1), [normal(2, 3, 5, 4), normal(4, 3, 3, 3), normal(4)]),
    "strided, rows left over": (lambda x, w: F.conv2d(x, w, stride=2, padding=1), [normal(2, 2, 6, 7), normal(3, 2, 3, 3)]),
    "strided 1 × 1": (lambda x, w: F.conv2d(x, w, stride=2), [normal(2, 2, 6, 5), normal(3, 2, 1, 1)]),
    "dilated in groups": (
        lambda x, w: F.conv2d(x, w, padding=(2, 1), dilation=(2, 1), groups=2),
        [normal(2, 4, 5, 4), normal(6, 2, 3, 3)],
    ),
    "depthwise": (lambda x, w: F.conv2d(x, w, stride=2, padding=1, groups=3), [normal(2, 3, 5, 6), normal(3, 1, 3, 3)]),
    "convolution of a line": (lambda x, w: F.conv1d(x, w, stride=3, padding=2), [normal(2, 2, 7), normal(3, 2, 4)]),
    "transposed": (
        lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1),
        [normal(2, 2, 3, 4), normal(2, 3, 3, 3), normal(3)],
    ),
    "transposed in groups": (
        lambda x, w: F.conv_transpose2d(x, w, stride=2, groups=2),
        [normal(2, 4, 3, 2), normal(4, 3, 2, 2)],
    ),
    "maxima of overlapping windows with ties": (lambda x: F.max_pool2d(x, 3, 2, 1), [ties(2, 2, 7, 6)]),
    "maxima, rounded up": (lambda x: F.max_pool2d(x, 2, 2, 0, ceil_mode=True), [ties(1, 2, 5, 6)]),
    "maxima of every place": (lambda x: F.max_pool2d(x, 5, 1, 2), [ties(1, 2, 6, 6)]),
    "means without pads": (
        lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=False),
        [normal(2, 2, 5, 6)],
    ),
    "means with pads": (lambda x: F.avg_pool2d(x, 3, 2, 1), [normal(2, 2, 5, 7)]),
    "mean of a channel": (lambda x: F.adaptive_avg_pool2d(x, 1), [normal(2, 3, 4, 5)]),
    "batch norm with given statistics": (norm(False), [normal(2, 3, 4, 2), normal(3), normal(3)]),
    "batch norm in training": (norm(True), [normal(2, 3, 4, 2), normal(3), normal(3)]),
    "instance norm": (
        lambda x, scale, bias: F.instance_norm(x, weight=scale, bias=bias, eps=1e-5),
        [normal(2, 3, 4, 2), normal(3), normal(3)],
    ),
    "nearest, twice as large": (resize(scale_factor=2, mode="nearest"), [normal(2, 2, 3, 4)]),
    "nearest to a size": (resize(size=(5, 3), mode="nearest"), [normal(1, 2, 3, 4)]),
    "bilinear": (resize(size=(7, 3), mode="bilinear", align_corners=False), [normal(1, 2, 3, 5)]),
    "bilinear between corners": (resize(size=(7, 9), mode="bilinear", align_corners=True), [normal(2, 1, 3, 5)]),
    "regions": (regions(2, False), [normal(2, 2, 7, 6)]),
    "regions, half a pixel off": (regions(2, True), [normal(2, 2, 7, 6)]),
    "regions, as many samples as places": (regions(0, False), [normal(2, 2, 7, 6)]),
    "regions, half a pixel off and as many samples": (regions(0, True), [normal(2, 2, 7, 6)]),
}

write_answers("torch-spatial-gradients.json", CASES, digits=9)
