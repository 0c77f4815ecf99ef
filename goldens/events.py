"""Goldens of TensorBoard's event files: bytes that its own messages and its own record writer make.

Every file is read back by TensorBoard's event accumulator, which must see what was written.
"""

import io
import os
import tempfile

import numpy as np
import tensorboard
from tensorboard.backend.event_processing import event_accumulator
from tensorboard.compat.proto import event_pb2, histogram_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

import golden

HISTOGRAM = {
    "min": -1.5, "max": 2, "count": 7, "sum": 0.25, "sumOfSquares": 9.125,
    "limits": [-0.25, 0.75, 2], "counts": [3, 0, 4],
}  # fmt: skip
ZEROS = {"min": 0, "max": 0, "count": 5, "sum": 0, "sumOfSquares": 0, "limits": [0], "counts": [5]}
LONG = "long " * 60 + "ä€😀"
# name, wall time, step, values by tag; a step of None is the event that a file begins with
ROWS = [
    ("version", 1700000000.25, None, {}),
    ("a scalar", 1700000000.5, 3, {"epoch_loss": 0.1}),
    ("step 0, value 0", 1700000001.0, 0, {"epoch_loss": 0}),
    ("a late step", 1700000001.5, 2**53 - 1, {"batch_loss": -2.5e-7}),
    ("several values", 1700000002.0, 300, {"epoch_loss": 1e30, "epoch_accuracy": 0.875, LONG: 1}),
    ("a histogram", 1700000003.0, 128, {"dense/kernel/histogram": HISTOGRAM}),
    ("a histogram of zeros, and a scalar", 1700000004.0, 1, {"dense/bias/histogram": ZEROS, "epoch_loss": 2}),
]


def histogram(given):
    return histogram_pb2.HistogramProto(
        min=given["min"],
        max=given["max"],
        num=given["count"],
        sum=given["sum"],
        sum_squares=given["sumOfSquares"],
        bucket_limit=given["limits"],
        bucket=given["counts"],
    )


def value_of(tag, value):
    if isinstance(value, dict):
        return summary_pb2.Summary.Value(tag=tag, histo=histogram(value))
    return summary_pb2.Summary.Value(tag=tag, simple_value=value)


def record(wall_time, step, values):
    event = event_pb2.Event(wall_time=wall_time)
    if step is None:
        event.file_version = "brain.Event:2"
    else:
        event.step = step
        event.summary.value.extend(value_of(tag, value) for tag, value in values.items())
    file = io.BytesIO()
    RecordWriter(file).write(event.SerializeToString(deterministic=True))
    return file.getvalue()


def check(rows):
    """Reads the rows as one file, as TensorBoard does."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "events.out.tfevents.1700000000.golden"), "wb") as file:
            for _, wall_time, step, values in rows:
                file.write(record(wall_time, step, values))
        accumulator = event_accumulator.EventAccumulator(folder, {"scalars": 0, "histograms": 0}).Reload()
        tags = accumulator.Tags()
        seen = [(tag, event.step, event.value) for tag in tags["scalars"] for event in accumulator.Scalars(tag)]
        shapes = [(tag, event.step) for tag in tags["histograms"] for event in accumulator.Histograms(tag)]
    number_of = [(tag, step, value) for _, _, step, values in rows for tag, value in values.items()]
    scalars = [(tag, step, float(np.float32(value))) for tag, step, value in number_of if not isinstance(value, dict)]
    assert sorted(seen) == sorted(scalars), seen
    assert sorted(shapes) == sorted((tag, step) for tag, step, value in number_of if isinstance(value, dict)), shapes


def case(name, wall_time, step, values):
    tagged = [{"tag": tag, "value": value} for tag, value in values.items()]
    attrs = {"wallTime": wall_time, "step": step, "values": tagged}
    return {"name": name, "attrs": attrs, "bytes": record(wall_time, step, values).hex()}


if __name__ == "__main__":
    check(ROWS)
    origin = {"library": "tensorboard", "version": tensorboard.__version__, "script": "goldens/events.py"}
    golden.write("events", origin, [case(*row) for row in ROWS])
