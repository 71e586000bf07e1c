"""Exports small detectors with random weights as ONNX, and torch's own gradients of their scores at some layers.

Run as: export-small-detectors.py FOLDER. Needs torch 1.13 and torchvision 0.14. For each model NAME.onnx and NAME.json:
the input, the layers by the node's name, activation and gradient of the sum of the chosen scores at each."""
import json
import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F
from torchvision.models.detection import RetinaNet
from torchvision.models.detection.backbone_utils import BackboneWithFPN
from torchvision.models.resnet import Bottleneck, ResNet
from torchvision.ops.feature_pyramid_network import LastLevelP6P7

torch.manual_seed(7)
torch.set_num_threads(1)
FOLDER = pathlib.Path(sys.argv[1])


class Conv(nn.Module):
    """Convolution, batch norm, SiLU, as Ultralytics writes them."""

    def __init__(self, c1, c2, k=1, s=1):
        super().__init__()
        self.conv = nn.Conv2d(c1, c2, k, s, k // 2, bias=False)
        self.bn = nn.BatchNorm2d(c2)

    def forward(self, x):
        return F.silu(self.bn(self.conv(x)))


class Residual(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.cv1, self.cv2 = Conv(c, c, 3), Conv(c, c, 3)

    def forward(self, x):
        return x + self.cv2(self.cv1(x))


class C2f(nn.Module):
    def __init__(self, c1, c2):
        super().__init__()
        self.c = c2 // 2
        self.cv1, self.cv2, self.m = Conv(c1, c2), Conv(3 * self.c, c2), Residual(self.c)

    def forward(self, x):
        y = list(self.cv1(x).split((self.c, self.c), 1))
        y.append(self.m(y[-1]))
        return self.cv2(torch.cat(y, 1))


class SPPF(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.cv1, self.cv2, self.pool = Conv(c, c // 2), Conv(2 * c, c), nn.MaxPool2d(5, 1, 2)

    def forward(self, x):
        x = self.cv1(x)
        y1 = self.pool(x)
        y2 = self.pool(y1)
        return self.cv2(torch.cat((x, y1, y2, self.pool(y2)), 1))


class YoloV8(nn.Module):
    """Two levels of the head of YOLOv8: box distances as a distribution (DFL), sigmoid classes."""
    REG, CLASSES = 4, 2

    def __init__(self):
        super().__init__()
        self.stem, self.down2 = Conv(3, 8, 3, 2), Conv(8, 16, 3, 2)
        self.p3, self.c3 = Conv(16, 16, 3, 2), C2f(16, 16)
        self.p4, self.c4, self.sppf = Conv(16, 32, 3, 2), C2f(32, 32), SPPF(32)
        self.neck = C2f(48, 16)
        self.box = nn.ModuleList([nn.Sequential(Conv(c, 8, 3), nn.Conv2d(8, 4 * self.REG, 1)) for c in (16, 32)])
        self.cls = nn.ModuleList([nn.Sequential(Conv(c, 8, 3), nn.Conv2d(8, self.CLASSES, 1)) for c in (16, 32)])
        self.dfl = nn.Conv2d(self.REG, 1, 1, bias=False)
        self.dfl.weight.data[:] = torch.arange(self.REG, dtype=torch.float).view(1, self.REG, 1, 1)

    def forward(self, x):
        x3 = self.c3(self.p3(self.down2(self.stem(x))))
        x4 = self.sppf(self.c4(self.p4(x3)))
        n3 = self.neck(torch.cat((F.interpolate(x4, scale_factor=2.0, mode="nearest"), x3), 1))
        outs, anchors, strides = [], [], []
        for level, (feature, stride) in enumerate(((n3, 8.0), (x4, 16.0))):
            h, w = int(feature.shape[2]), int(feature.shape[3])
            joined = torch.cat((self.box[level](feature), self.cls[level](feature)), 1)
            outs.append(joined.view(1, 4 * self.REG + self.CLASSES, h * w))
            ys, xs = torch.meshgrid(torch.arange(h) + 0.5, torch.arange(w) + 0.5, indexing="ij")
            anchors.append(torch.stack((xs.reshape(-1), ys.reshape(-1))))
            strides.append(torch.full((1, h * w), stride))
        box, cls = torch.cat(outs, 2).split((4 * self.REG, self.CLASSES), 1)
        n = box.shape[2]
        distances = self.dfl(box.view(1, 4, self.REG, n).transpose(2, 1).softmax(1)).view(1, 4, n)
        lt, rb = distances.chunk(2, 1)
        points, scale = torch.cat(anchors, 1), torch.cat(strides, 1)
        x1y1, x2y2 = points.unsqueeze(0) - lt, points.unsqueeze(0) + rb
        return torch.cat((torch.cat(((x1y1 + x2y2) / 2, x2y2 - x1y1), 1) * scale, cls.sigmoid()), 1)


class Attention(nn.Module):
    """Heads of scaled products, and what stands around them in a transformer."""

    def __init__(self, width, heads=2):
        super().__init__()
        self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))
        self.norm, self.heads = nn.LayerNorm(width), heads
        self.feed = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width), nn.LayerNorm(width))

    def forward(self, x, memory):
        def split(t):
            return t.view(t.shape[0], t.shape[1], self.heads, -1).transpose(1, 2)

        q, k, v = split(self.q(x)), split(self.k(memory)), split(self.v(memory))
        shares = (q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5).softmax(-1)
        x = self.norm(x + self.out((shares @ v).transpose(1, 2).flatten(2)))
        return x + self.feed(x)


class MiniDetr(nn.Module):
    """DETR's way from features to queries, small: class logits with a last "no object", boxes as shares."""

    def __init__(self, width=16, queries=6, classes=2):
        super().__init__()
        self.stem, self.body = Conv(3, 8, 3, 4), Conv(8, width, 3, 4)
        self.encoder, self.decoder = Attention(width), Attention(width)
        self.queries = nn.Parameter(torch.randn(1, queries, width))
        self.cls, self.box = nn.Linear(width, classes + 1), nn.Linear(width, 4)

    def forward(self, x):
        memory = self.body(self.stem(x)).flatten(2).transpose(1, 2)
        seen = self.decoder(self.queries, self.encoder(memory, memory))
        return self.cls(seen), self.box(seen).sigmoid()


def small_retinanet():
    """torchvision's RetinaNet, narrow."""
    body = ResNet(Bottleneck, [1, 1, 1, 1], width_per_group=8)
    c = body.inplanes // 8
    backbone = BackboneWithFPN(body, {"layer2": "0", "layer3": "1", "layer4": "2"}, [2 * c, 4 * c, 8 * c], 32,
                               extra_blocks=LastLevelP6P7(32, 32))
    net = RetinaNet(backbone, num_classes=2, min_size=64, max_size=64, image_mean=[0, 0, 0], image_std=[1, 1, 1])
    nn.init.normal_(net.head.classification_head.cls_logits.weight, std=0.05)
    nn.init.constant_(net.head.classification_head.cls_logits.bias, -2)
    return net


class RawRetinaNet(nn.Module):
    """The joined answers of its heads."""

    def __init__(self):
        super().__init__()
        self.net = small_retinanet()

    def forward(self, image):
        out = self.net.head(list(self.net.backbone(image).values()))
        return out["cls_logits"], out["bbox_regression"]


class WholeRetinaNet(RawRetinaNet):
    """Boxes that are chosen inside the graph."""

    def forward(self, image):
        found = self.net([image[0]])[0]
        return found["boxes"], found["labels"], found["scores"]


def shake(model):
    """Statistics as after training, so that no layer is the identity."""
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.2)
            module.running_var.uniform_(0.5, 1.5)
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.normal_(0, 0.2)
    return model.eval()


def watch(model, modules, score, image):
    """Activation and gradient of the score at each of the modules."""
    seen = {}

    def keep(name):
        def hook(module, inputs, output):
            seen[name] = output
            output.retain_grad()
            # torch 1.13's batch norm in evaluation goes wrong on gradients that are transposed views.
            output.register_hook(lambda gradient: gradient.contiguous())
        return hook

    hooks = [module.register_forward_hook(keep(name)) for name, module in modules.items()]
    value = score(model(image))
    value.backward()
    for hook in hooks:
        hook.remove()
    return value.item(), {name: (t.detach(), t.grad) for name, t in seen.items()}


def flat(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().reshape(-1).tolist()}


def write(name, model, modules, score, outputs, size, opset):
    image = torch.randn(1, 3, size, size)
    value, seen = watch(model, modules, score, image)
    torch.onnx.export(model, image, str(FOLDER / f"{name}.onnx"), opset_version=opset, input_names=["images"],
                      output_names=outputs, do_constant_folding=True)
    layers = {layer: {"activation": flat(a), "gradient": flat(g)} for layer, (a, g) in seen.items()}
    (FOLDER / f"{name}.json").write_text(json.dumps({"image": flat(image), "score": value, "layers": layers}))


yolo = shake(YoloV8())
write("yolo", yolo, {"/p3/conv/Conv": yolo.p3, "/c3/cv2/conv/Conv": yolo.c3.cv2, "/sppf/cv1/conv/Conv": yolo.sppf.cv1,
                     "/sppf/cv2/conv/Conv": yolo.sppf.cv2, "/neck/cv2/conv/Conv": yolo.neck.cv2},
      lambda out: out[0, 4, 10] + out[0, 5, 70] + out[0, 4, 72], ["output0"], 64, 12)
detr = shake(MiniDetr())
write("detr", detr, {"/stem/conv/Conv": detr.stem, "/body/conv/Conv": detr.body},
      lambda out: out[0].softmax(-1)[0, [1, 4], [0, 1]].sum(), ["logits", "boxes"], 64, 14)
for name, model, outputs, score in (
    ("retinanet", RawRetinaNet(), ["cls_logits", "bbox_regression"],
     lambda out: out[0].sigmoid()[0, [5, 300, 700], [1, 0, 1]].sum()),
    ("retinanet-whole", WholeRetinaNet(), ["boxes", "labels", "scores"], lambda out: out[2][[0, 2, 5]].sum()),
):
    shake(model)
    modules = {f"/backbone/body/layer{n}/layer{n}.0/conv3/Conv": getattr(model.net.backbone.body, f"layer{n}") for n in (2, 3, 4)}
    prefix = "/net" if name == "retinanet-whole" else ""
    write(name, model, {prefix + layer: module for layer, module in modules.items()}, score, outputs, 64, 13)
