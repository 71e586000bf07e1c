"""Writes tests/fixtures/dataset/numpy-histograms.json: what numpy.histogram answers. Run with NumPy 1.24."""
import json
import pathlib

import numpy

def case(values, bins):
    counts, edges = numpy.histogram(values, bins)
    return {"values": list(map(float, values)), "bins": bins, "counts": counts.tolist(), "edges": edges.tolist()}

random = numpy.random.RandomState(11)
# Values on the edges themselves, where a product rounds to the wrong side; one value alone; a spread of one ulp.
cases = [
    case(numpy.linspace(0.1, 0.7, 51), 50),
    case(numpy.arange(0, 1.01, 0.1), 10),
    case(numpy.linspace(2320, 371184, 51), 50),
    case([5.0, 5.0], 4),
    case([0.0], 3),
    case(random.random_sample(60) ** 3 * 4, 50),
    case(numpy.round(random.random_sample(80) * 20) / 20, 20),
    case([1.0, 1.0 + 2**-40], 5),
]
file = pathlib.Path(__file__).parent.parent / "fixtures/dataset/numpy-histograms.json"
file.write_text(json.dumps(cases) + "\n")
