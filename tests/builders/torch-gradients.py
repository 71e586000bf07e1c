"""Writes tests/fixtures/autodiff/torch-gradients.json: what torch's autograd answers in doubles. Run with torch 1.13."""
import torch
import torch.nn.functional as F

from torch_answers import normal, write_answers

torch.set_num_threads(1)
torch.manual_seed(0)
NEGATIVE = [-1.5, -0.25, 0.0, 0.5, 2.0, 3.0, -3.0, 6.0]
PLACES = torch.tensor([2, 0, 2, 1, 2])
PER_ROW = torch.tensor([[0, 2, 2], [3, 1, 3]])
PAIRS = torch.tensor([[0, 1], [1, 2], [0, 1]])


def numbers(*values):
    return torch.tensor(values, dtype=torch.float64)


def layer_norm(x, scale, bias):
    return F.layer_norm(x, (x.shape[-1],), scale, bias, eps=1e-5)


def attention(query, key, value):
    return torch.softmax(query @ key.transpose(-1, -2) * 0.5, -1) @ value


def overlap(one, other):
    left = torch.maximum(one[:, :2], other[:, :2])
    right = torch.minimum(one[:, 2:], other[:, 2:])
    shared = (right - left).clamp(min=0).prod(-1)
    areas = [(each[:, 2] - each[:, 0]) * (each[:, 3] - each[:, 1]) for each in (one, other)]
    return shared / (areas[0] + areas[1] - shared)


def focal(x):
    chance = torch.sigmoid(x)
    return -0.25 * (1 - chance) ** 2 * torch.log(chance)


def gathered_pixels(x):
    """ONNX counts blocks first, torch channels first."""
    images, channels, rows, columns = x.shape
    deep = F.pixel_unshuffle(x, 2).reshape(images, channels, 4, rows // 2, columns // 2)
    return deep.transpose(1, 2).reshape(images, channels * 4, rows // 2, columns // 2)


CASES = {
    "linear layer of many rows": (lambda x, w, b: torch.relu(x @ w + b), [normal(2, 3, 4), normal(4, 5), normal(5)]),
    "attention": (attention, [normal(2, 3, 4), normal(2, 5, 4), normal(2, 5, 3)]),
    "layer normalisation": (layer_norm, [normal(3, 6), normal(6), normal(6)]),
    "cross entropy": (lambda x: torch.log_softmax(x, -1).gather(-1, torch.tensor([[1], [0]])), [normal(2, 3)]),
    "smooth L1": (lambda x, y: F.smooth_l1_loss(x, y, reduction="none", beta=0.5), [normal(4, 4), normal(4, 4)]),
    "overlap of boxes": (
        overlap,
        [numbers([0, 0, 2, 2], [0, 0, 1, 1], [1, 1, 4, 5]), numbers([1, 1, 3, 3], [2, 2, 3, 3], [0.5, 2, 4, 4.5])],
    ),
    "focal loss": (focal, [normal(5)]),
    "relu at its bend": (torch.relu, [numbers(*NEGATIVE)]),
    "leaky relu": (lambda x: F.leaky_relu(x, 0.25), [normal(6)]),
    "SiLU": (F.silu, [normal(6)]),
    "GELU": (F.gelu, [normal(6)]),
    "hard swish": (F.hardswish, [normal(6) * 3]),
    "hard sigmoid": (F.hardsigmoid, [normal(6) * 3]),
    "softplus": (F.softplus, [normal(6)]),
    "absolute values at zero": (torch.abs, [numbers(*NEGATIVE)]),
    "clamp at its bounds": (lambda x: x.clamp(-0.25, 2), [numbers(*NEGATIVE)]),
    "powers of zero": (torch.pow, [numbers(0, 0, 2, 3), numbers(2, 1.5, 3, 0)]),
    "maxima with ties": (lambda x: x.amax((0, 2)), [torch.randint(0, 3, (2, 3, 4)).double()]),
    "minima with ties": (lambda x: x.amin(1, keepdim=True), [torch.randint(0, 3, (3, 4)).double()]),
    "larger of equals": (torch.maximum, [numbers(1, 2, 3), numbers(1, 3, 2)]),
    "products with zeros": (lambda x: x.prod(-1), [numbers([1, 2, 3], [0, 2, 3], [0, 2, 0])]),
    "rows taken twice": (lambda x: x[:, PLACES], [normal(2, 3, 2)]),
    "elements taken twice": (lambda x: x.gather(1, PER_ROW), [normal(2, 4)]),
    "positions taken twice": (lambda x: x[PAIRS[:, 0], PAIRS[:, 1]], [normal(2, 3, 2)]),
    "strided and joined": (lambda x, y: torch.cat([x[:, 1::2], y, x[:, :1]], 1), [normal(2, 5), normal(2, 2)]),
    "padded and turned": (lambda x: F.pad(x, (1, -1, 0, 2)).transpose(0, 1).flip(0), [normal(3, 4)]),
    "repeated": (lambda x: x.repeat(2, 3) * x[:1].expand(4, 1), [normal(2, 1)]),
    "top two": (lambda x: x.topk(2, 1).values, [normal(3, 4)]),
    "running sums": (lambda x: x.cumsum(1), [normal(2, 4)]),
    "sum of three": (lambda x, y, z: x + y + z, [normal(2, 3), normal(3), normal(2, 1)]),
    "mean of three": (lambda x, y, z: (x + y + z) / 3, [normal(2, 3), normal(3), normal(2, 1)]),
    "learned slopes": (F.prelu, [normal(2, 3, 2), normal(3)]),
    "learned slope at its bend": (F.prelu, [numbers(*NEGATIVE), numbers(0.25)]),
    "ELU": (lambda x: F.elu(x, 0.5), [numbers(*NEGATIVE)]),
    "SELU": (F.selu, [numbers(*NEGATIVE)]),
    "CELU": (lambda x: F.celu(x, 0.75), [numbers(*NEGATIVE)]),
    "Mish": (F.mish, [numbers(*NEGATIVE)]),
    "lengths, one of them zero": (lambda x: x.norm(dim=1), [numbers([1, -2, 2], [0, 0, 0])]),
    "logarithms of summed exponentials": (lambda x: x.logsumexp((0, 2)), [normal(2, 3, 4)]),
    "angles": (lambda x: torch.atan(torch.sin(x) + 2 * torch.cos(x)), [normal(6)]),
    "channels shuffled into pixels": (lambda x: F.pixel_shuffle(x, 2), [normal(1, 8, 2, 3)]),
    "pixels gathered in channels": (gathered_pixels, [normal(1, 2, 4, 6)]),
}

write_answers("torch-gradients.json", CASES, digits=12)
