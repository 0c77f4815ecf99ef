import { cpu } from '@descent/backend-cpu';
import {
  compile,
  currentBackend,
  scope,
  type Tensor,
  tensor,
  useBackend,
  variableGradients,
} from '@descent/core';
import { conv2d, dense, flatten, maxPool2d, sequential } from '@descent/layers';
import { crossEntropyFromLogits } from '@descent/losses';
import { expectClose, readGolden } from '@descent/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adam } from './index.js';

interface Stream {
  readonly shape: readonly number[];
  readonly seed: number;
  readonly scale: number;
  readonly firstValues: { readonly values: readonly number[] };
}

interface W3Case {
  readonly attrs: object;
  readonly inputs: { readonly images: Stream; readonly parameters: Readonly<Record<string, Stream>> };
  readonly outputs: {
    readonly losses: readonly number[];
    readonly firstLogitsOfImage0: { readonly values: readonly number[] };
  };
}

/** The goldens' generator: xorshift32, one stream per tensor. */
function stream(
  { seed, scale, shape, firstValues }: Stream,
  fix: (u: number) => number = (u) => u,
): Float32Array {
  let s = (seed * 7919 + 13) >>> 0;
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    return fix(((s >>> 0) / 2 ** 32 - 0.5) * 2 * scale);
  });
  expectClose(values.subarray(0, firstValues.values.length), firstValues.values);
  return values;
}

const golden = readGolden('w3');
const reference = currentBackend();

beforeAll(() => useBackend(cpu()));
afterAll(() => useBackend(reference));

it(`the first six losses of the W3 net equal ${golden.origin.library} ${golden.origin.version} to 4 digits`, () => {
  const row = golden.cases[0] as unknown as W3Case;
  using model = sequential(
    { input: [28, 28, 1] },
    conv2d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
    maxPool2d(2),
    conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),
    maxPool2d(2),
    flatten(),
    dense(128, { activation: 'relu' }),
    dense(10),
  );
  Object.values(row.inputs.parameters).forEach((parameter, i) => {
    scope(() => model.parameters[i]?.assign(tensor(stream(parameter), parameter.shape)));
  });
  const optimizer = adam(row.attrs);
  using step = compile((x: Tensor, y: Tensor) => {
    const { value, gradients } = variableGradients(
      () => crossEntropyFromLogits(model.call(x), y),
      model.parameters,
    );
    optimizer.update(model.parameters, gradients);
    return value;
  });
  scope(() => {
    const x = tensor(stream(row.inputs.images, Math.abs), row.inputs.images.shape);
    const y = tensor(Int32Array.from({ length: 64 }, (_, i) => (i * 7) % 10));
    expectClose(model.call(x).dataSync().subarray(0, 10), row.outputs.firstLogitsOfImage0.values, {
      absolute: 2e-6,
    });
    const losses = row.outputs.losses.map(() => step(x as Tensor, y as Tensor).item());
    expectClose(losses, row.outputs.losses, { absolute: 0, relative: 5e-5 });
  });
  optimizer.dispose();
  expect(model.parameters.reduce((sum, p) => sum + p.shape.reduce((a, b) => a * b, 1), 0)).toBe(421_642);
});
