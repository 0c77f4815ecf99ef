import { type Tensor, tensor } from '@descent/core';
import { conv2d, dense, flatten, type Model, maxPool2d, sequential } from '@descent/layers';
import { type GoldenCase, goldenTensor, readGolden } from '@descent/testing';

const file = readGolden<{ readonly labels: readonly number[] }>('explain');

/** A case of `goldens/explain.json`. */
function goldenCase(name: string): GoldenCase {
  const found = file.cases.find((each) => each.name === name);
  if (!found) throw new Error(`explain.json has no case ${name}`);
  return found;
}

/** Values of a golden, by case and name. */
export function goldenValues(name: string, output: string): readonly number[] {
  const { outputs, inputs } = goldenCase(name);
  const found = outputs[output] ?? inputs[output];
  if (!found) throw new Error(`${name} has no ${output}`);
  return found.values;
}

/** An input of a golden as a tensor. */
export function goldenInput(name: string, input: string): Tensor {
  return goldenTensor(goldenCase(name).inputs[input] as GoldenCase['inputs'][string]);
}

/** The net of 2-3-2 units of `goldens/explain.py`. */
export function denseNet(): Model<readonly [2], readonly [2]> {
  const net = sequential(
    { input: [2] },
    dense(3, { activation: 'tanh' }),
    dense(2, { activation: 'sigmoid' }),
  );
  fill(net, 'dense net', ['w0', 'b0', 'w1', 'b1']);
  return net;
}

/** The net of two convolutions of `goldens/explain.py`. */
export function imageNet(): Model<readonly [7, 6, 2], readonly [3]> {
  const net = sequential(
    { input: [7, 6, 2] },
    conv2d({ filters: 4, kernelSize: 3, activation: 'relu' }),
    conv2d({
      filters: 3,
      kernelSize: [3, 2],
      padding: [
        [0, 0],
        [1, 1],
        [0, 0],
        [0, 0],
      ],
      activation: 'relu',
    }),
    maxPool2d([2, 1], { strides: 2 }),
    flatten(),
    dense(3),
  );
  fill(net, 'image net', ['w0', 'b0', 'w1', 'b1', 'w2', 'b2']);
  return net as unknown as Model<readonly [7, 6, 2], readonly [3]>;
}

/** The classes of the images of {@link imageNet}. */
export function imageLabels(): Tensor {
  return tensor(Int32Array.from(file.labels));
}

function fill(
  { parameters }: { readonly parameters: Model['parameters'] },
  name: string,
  names: readonly string[],
): void {
  names.forEach((each, i) => {
    parameters[i]?.reset(Float32Array.from(goldenValues(name, each)));
  });
}
