/** What a training with Keras is told. */
export interface TrainPyOptions {
  /** Shape of one example. */
  readonly input: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
}

/**
 * A program for Keras 3 that goes on with the training in `model.keras`, from the optimizer's state in it. It divides each
 * batch among all devices of a machine, or of several: Keras says in which variables each process finds the others.
 * @see https://keras.io/api/distribution/
 */
export function trainPy({ input, epochs, batchSize }: TrainPyOptions): string {
  return `import os

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np

if "KERAS_DISTRIBUTION_JOB_ADDRESSES" in os.environ:
    keras.distribution.initialize()
devices = keras.distribution.list_devices()
if len(devices) > 1:
    keras.distribution.set_distribution(keras.distribution.DataParallel(devices=devices))


def data(name):
    x = np.fromfile(f"{name}-x.f32", "<f4").reshape(-1, ${input.join(', ')})
    return x, np.fromfile(f"{name}-y.i32", "<i4")


model = keras.models.load_model("model.keras")
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
# The optimizer keeps what it remembers.
model.compile(model.optimizer, loss, metrics=["accuracy"])
model.fit(*data("train"), epochs=${epochs}, batch_size=${batchSize}, verbose=0)
accuracy = model.evaluate(*data("test"), batch_size=500, verbose=0, return_dict=True)["accuracy"]
steps = int(model.optimizer.iterations)
print(f"Keras {keras.__version__}: {steps} steps, accuracy {accuracy:.4f}, on {len(devices)} device(s)")
model.save("trained.keras")
`;
}
