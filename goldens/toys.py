"""Goldens of toy sets from scikit-learn: make_moons without noise, whose points are fixed."""

import sklearn
from sklearn.datasets import make_moons

import golden


def case(count):
    points, labels = make_moons(count, shuffle=False, noise=None)
    return {
        "name": "%d moons" % count,
        "attrs": {"count": count},
        "inputs": {},
        "outputs": {"x": golden.result(points), "y": golden.tensor(labels)},
    }


if __name__ == "__main__":
    golden.write(
        "toys",
        {"library": "scikit-learn", "version": sklearn.__version__, "script": "goldens/toys.py"},
        [case(count) for count in (2, 7, 10, 25)],
        note="computed in float64, rounded to 7 digits",
    )
