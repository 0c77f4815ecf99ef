"""What Keras has of each kind, by its public names, for the table in docs/keras.md."""

import inspect
import os

os.environ["KERAS_BACKEND"] = "jax"

import json

import keras

import golden

# Our word, Keras' module, the class that all of the kind come from.
KINDS = [
    ("layers", keras.layers, keras.layers.Layer),
    ("losses", keras.losses, keras.losses.Loss),
    ("metrics", keras.metrics, keras.metrics.Metric),
    ("regularizers", keras.regularizers, keras.regularizers.Regularizer),
    ("optimizers", keras.optimizers, keras.optimizers.Optimizer),
    ("schedules", keras.optimizers.schedules, keras.optimizers.schedules.LearningRateSchedule),
    ("callbacks", keras.callbacks, keras.callbacks.Callback),
    ("initializers", keras.initializers, keras.initializers.Initializer),
    ("constraints", keras.constraints, keras.constraints.Constraint),
]


def names_in(module, base):
    """Returns the public classes of a kind, each once: an alias is left out, and so is the base class."""
    classes = {}
    for name, value in sorted(vars(module).items()):
        if name.startswith("_") or not inspect.isclass(value) or not issubclass(value, base) or value is base:
            continue
        if value not in classes or name == value.__name__:
            classes[value] = name
    return sorted(classes.values())


def activations():
    """Returns the activation functions; of aliases of one function all names."""
    functions = (name for name, value in vars(keras.activations).items() if inspect.isfunction(value))
    return sorted(name for name in functions if name not in ("deserialize", "get", "serialize"))


if __name__ == "__main__":
    path = os.path.join(golden.FOLDER, "keras-names.json")
    origin = {"library": "keras", "version": keras.__version__, "script": "goldens/keras-names.py"}
    with open(path, "w", encoding="utf-8") as file:
        names = {kind: names_in(*rest) for kind, *rest in KINDS}
        json.dump({"origin": origin, "names": {**names, "activations": activations()}}, file, indent=1)
        file.write("\n")
