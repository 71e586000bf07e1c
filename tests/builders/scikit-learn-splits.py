"""Writes tests/fixtures/dataset/scikit-learn-splits.json: what train_test_split answers. Run with scikit-learn 1.2.1."""
import json
import pathlib
from fractions import Fraction
from math import ceil

from sklearn.model_selection import train_test_split

def case(count, test_size, seed):
    train, test = train_test_split(list(range(count)), test_size=test_size, random_state=seed)
    return {"count": count, "testFraction": test_size, "seed": seed, "train": train, "test": test}

def thirds(count, validation, test, seed):
    # In whole numbers: a third of 9 is 3, whereas the ceiling of 9 * (0.1 / 0.3) is 4.
    held = Fraction(str(validation)) + Fraction(str(test))
    train, rest = train_test_split(list(range(count)), test_size=ceil(held * count), random_state=seed)
    tested = ceil(Fraction(str(test)) / held * len(rest))
    validation_ids, test_ids = train_test_split(rest, test_size=tested, random_state=seed)
    return {"count": count, "validationFraction": validation, "testFraction": test, "seed": seed,
            "train": train, "validation": validation_ids, "test": test_ids}

file = pathlib.Path(__file__).parent.parent / "fixtures/dataset/scikit-learn-splits.json"
file.parent.mkdir(exist_ok=True)
inTwo = [case(*one) for one in [(2, 0.5, 0), (10, 0.3, 42), (11, 0.3, 42), (33, 0.15, 7), (100, 0.01, 1), (7, 0.85, 3)]]
inThree = [thirds(*one) for one in [(20, 0.15, 0.15, 42), (23, 0.1, 0.2, 0), (50, 0.2, 0.1, 2025), (9, 0.3, 0.3, 5)]]
file.write_text(json.dumps({"inTwo": inTwo, "inThree": inThree}) + "\n")
