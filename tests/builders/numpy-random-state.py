"""Writes tests/fixtures/random/numpy-random-state.json: what numpy.random.RandomState draws. Run with NumPy 1.24."""
import json
import pathlib

import numpy

def draws(seed):
    def fresh():
        return numpy.random.RandomState(seed)
    words = fresh()
    bounded = fresh()
    bounds = [1, 2, 3, 10, 1000, 2**20 + 1, 2**31 + 1, 2**32 - 1, 2**32]
    return {
        "seed": seed,
        "uint32": [int(words.randint(0, 2**32, dtype=numpy.uint32)) for _ in range(1300)][::100],
        "random": fresh().random_sample(4).tolist(),
        "bounds": bounds,
        "below": [int(bounded.randint(0, bound)) for bound in bounds],
        "permutation": fresh().permutation(20).tolist(),
    }

file = pathlib.Path(__file__).parent.parent / "fixtures/random/numpy-random-state.json"
file.write_text(json.dumps([draws(seed) for seed in (0, 1, 42, 2025, 2**31, 2**32 - 1)], indent=1) + "\n")
