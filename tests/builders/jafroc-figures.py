"""Writes tests/fixtures/evaluation/jafroc.json: the area under scikit-learn's ROC of lesions against normal images, a
lesion rated by the detection that found it (greedy, falling score, of equal overlaps the first), −1 standing for
unmarked. Run with scikit-learn 1.2.1."""
import json
import pathlib

from sklearn.metrics import roc_auc_score

folder = pathlib.Path(__file__).parent.parent / "fixtures/evaluation"

def iou(a, b):
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0
    shared = width * height
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)

def jafroc(file, threshold):
    ratings, truth = [], []
    for image in file["images"]:
        boxes = [box for box in file["groundTruth"] if box["image"] == image["id"]]
        marks = sorted((mark for mark in file["predictions"] if mark["image"] == image["id"]), key=lambda mark: -mark["score"])
        if not boxes:
            ratings.append(max((mark["score"] for mark in marks), default=-1))
            truth.append(0)
            continue
        found = [-1] * len(boxes)
        for mark in marks:
            free = [(iou(mark["box"], box["box"]), -index) for index, box in enumerate(boxes)
                    if found[index] < 0 and box.get("label") == mark.get("label")]
            overlap, place = max(free, default=(0, 0))
            if overlap >= threshold:
                found[-place] = mark["score"]
        ratings += found
        truth += [1] * len(boxes)
    return roc_auc_score(truth, ratings)

def answers(name, pick):
    file = pick(json.loads((folder / name).read_text()))
    return [{"detections": name, "iouThreshold": threshold, "jafroc": jafroc(file, threshold)} for threshold in (0.3, 0.5, 0.75)]

found = answers("detections-7.json", lambda file: file) + answers("tide-labelled.json", lambda file: file["detections"])
(folder / "jafroc.json").write_text(json.dumps(found, indent=1) + "\n")
