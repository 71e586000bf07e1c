"""pycocotools' own speed: evaluate, accumulate and summarize on a file of detections as Overread exports it, reading not
counted.

usage: python3 time-coco.py DETECTIONS.json   (pip install pycocotools)
"""
import contextlib
import io
import json
import sys
import time

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

with open(sys.argv[1]) as source:
    file = json.load(source)
labels = sorted({row["label"] for row in file["groundTruth"] + file["predictions"]})
number = {image["id"]: index + 1 for index, image in enumerate(file["images"])}


def entry(row):
    x1, y1, x2, y2 = row["box"]
    box = [x1, y1, x2 - x1, y2 - y1]
    return {"image_id": number[row["image"]], "category_id": labels.index(row["label"]) + 1, "bbox": box}


def reference(index, row):
    box = entry(row)
    return {**box, "id": index + 1, "area": box["bbox"][2] * box["bbox"][3], "iscrowd": 0}


truth = COCO()
truth.dataset = {
    "images": [{"id": value} for value in number.values()],
    "categories": [{"id": index + 1} for index in range(len(labels))],
    "annotations": [reference(index, row) for index, row in enumerate(file["groundTruth"])],
}
with contextlib.redirect_stdout(io.StringIO()):
    truth.createIndex()
    found = truth.loadRes([{**entry(row), "score": row["score"]} for row in file["predictions"]])
    start = time.perf_counter()
    judge = COCOeval(truth, found, "bbox")
    judge.evaluate()
    judge.accumulate()
    judge.summarize()
print(f"twelve figures: {time.perf_counter() - start:.2f} s")
