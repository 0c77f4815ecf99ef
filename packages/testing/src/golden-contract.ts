import * as core from '@descent/core';
import { type Backend, scope, type Tensor, useBackend, vjp } from '@descent/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, taken } from './agreement.js';
import { expectClose, type Tolerance } from './close.js';
import { type GoldenCase, type GoldenTensor, goldenTensor, readGolden } from './golden.js';

/** The op of a case, as a function of its inputs and attributes. */
type GoldenOp = (attrs: Attrs, ...inputs: Tensor[]) => Tensor;

/** The attributes that the cases of these files carry. */
interface Attrs {
  readonly axis: number | readonly number[];
  readonly window: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly pad: core.Padding;
  readonly alpha: number;
  readonly threshold: number;
  readonly level: number;
  readonly value: number;
  readonly b: number;
  readonly approximate: boolean;
  readonly epsilon: number;
  readonly size: readonly [number, number];
  readonly alignCorners?: boolean;
  readonly halfPixelCenters?: boolean;
}

/** The goldens of ops. */
export const goldenFiles = [
  'conv2d',
  'depthwise-conv2d',
  'volumes',
  'pooling',
  'softmax',
  'activations',
  'more-activations',
  'reductions',
  'normalization',
  'resizing',
] as const;

const along =
  (f: (x: Tensor, axis: never) => Tensor): GoldenOp =>
  ({ axis }, x) =>
    f(x, axis as never);
const plain =
  (f: (x: Tensor) => Tensor): GoldenOp =>
  (_attrs, x) =>
    f(x);

const ops: Readonly<Record<string, GoldenOp>> = {
  conv2d: ({ strides, pad, dilations }, x, w) => core.conv2d(x, w, { strides, padding: pad, dilations }),
  depthwiseConv2d: ({ strides, pad, dilations }, x, w) =>
    core.depthwiseConv2d(x, w, { strides, padding: pad, dilations }),
  maxPool2d: ({ window, strides, pad }, x) => core.maxPool2d(x, window, { strides, padding: pad }),
  averagePool2d: ({ window, strides, pad }, x) => core.averagePool2d(x, window, { strides, padding: pad }),
  conv1d: ({ strides, pad, dilations }, x, w) =>
    core.conv1d(x, w, { strides: strides[0], padding: pad, dilations: dilations[0] }),
  conv3d: ({ strides, pad, dilations }, x, w) =>
    core.conv3d(x, w, { strides: strides as never, padding: pad, dilations: dilations as never }),
  maxPool3d: ({ window, strides, pad }, x) =>
    core.maxPool3d(x, window as never, { strides: strides as never, padding: pad }),
  averagePool3d: ({ window, strides, pad }, x) =>
    core.averagePool3d(x, window as never, { strides: strides as never, padding: pad }),
  batchNorm: ({ epsilon }, x, mean, variance, offset, scale) =>
    core.batchNorm(x, mean as Tensor, variance as Tensor, { offset, scale, epsilon }),
  batchNormInTraining({ epsilon }, x, offset, scale) {
    const axes = x.shape.slice(0, -1).map((_, axis) => axis);
    const { mean, variance } = core.moments(x, axes) as core.Moments<core.Shape>;
    return core.batchNorm(x, mean, variance, { offset, scale, epsilon });
  },
  layerNorm: ({ epsilon }, x, offset, scale) => core.layerNorm(x, { offset, scale, epsilon }),
  resizeBilinear: ({ size, ...layout }, x) => core.resizeBilinear(x, size, layout),
  resizeNearestNeighbor: ({ size, ...layout }, x) => core.resizeNearestNeighbor(x, size, layout),
  softmax: along(core.softmax),
  logSoftmax: along(core.logSoftmax),
  logSumExp: along(core.logSumExp),
  sum: along(core.sum),
  mean: along(core.mean),
  variance: along(core.variance),
  prod: along(core.prod),
  max: along(core.max),
  min: along(core.min),
  relu: plain(core.relu),
  relu6: plain(core.relu6),
  leakyRelu: ({ alpha }, x) => core.leakyRelu(x, alpha),
  elu: plain(core.elu),
  selu: plain(core.selu),
  gelu: ({ approximate }, x) => core.gelu(x, { approximate }),
  softplus: plain(core.softplus),
  celu: ({ alpha }, x) => core.celu(x, alpha),
  hardSigmoid: plain(core.hardSigmoid),
  hardSilu: plain(core.hardSilu),
  hardShrink: ({ threshold }, x) => core.hardShrink(x, threshold),
  hardTanh: plain(core.hardTanh),
  logSigmoid: plain(core.logSigmoid),
  mish: plain(core.mish),
  softShrink: ({ threshold }, x) => core.softShrink(x, threshold),
  softsign: plain(core.softsign),
  sparsePlus: plain(core.sparsePlus),
  sparseSigmoid: plain(core.sparseSigmoid),
  squareplus: ({ b }, x) => core.squareplus(x, b),
  tanhShrink: plain(core.tanhShrink),
  threshold: ({ level, value }, x) => core.threshold(x, level, value),
  glu: along(core.glu),
  sparsemax: along(core.sparsemax),
  sigmoid: plain(core.sigmoid),
  tanh: plain(core.tanh),
  swish: plain(core.swish),
  erf: plain(core.erf),
};

/** Float32 sums of numbers near 1 that cancel leave about this much. */
const tolerance: Tolerance = { absolute: 1e-6, relative: 1e-5 };

/**
 * The contract of ops against outside libraries: values and gradients of the goldens, on one backend.
 * @example goldenContract('cpu', { backend: () => cpu() })
 */
export function goldenContract(
  name: string,
  options: { readonly backend: () => Backend | Promise<Backend> },
): void {
  describe(`${name}: ops equal outside libraries`, () => {
    let previous: Backend;
    let backend: Backend;
    beforeAll(async () => {
      previous = core.currentBackend();
      backend = await useBackend(options.backend());
    });
    afterAll(async () => {
      await useBackend(previous);
      backend.dispose();
    });
    for (const file of goldenFiles) {
      const { origin, cases } = readGolden(file);
      describe(`${file}: ${origin.library} ${origin.version}`, () => {
        it.each(cases.map((row) => [row.name, row] as const))('%s', (_name, row) => {
          checkGolden(row, row.op ?? file);
        });
      });
    }
  });
}

/** Output and gradients of one case on the backend in use. */
export function goldenOutcome({ inputs, attrs = {} }: GoldenCase, op: string): Promise<Outcome> {
  const { dy, ...given } = inputs;
  return taken(
    scope(() => {
      const f = (...args: Tensor[]) => opOf(op)(attrs as unknown as Attrs, ...args);
      using run = vjp(f, ...Object.values(given).map((input) => goldenTensor(input)));
      const arriving = dy ? goldenTensor(dy) : core.onesLike(run.value);
      const pulled = run.pullback(arriving) as Tensor[];
      const named = Object.keys(given).map((input, i) => [`d${input}`, pulled[i] as Tensor]);
      return { y: run.value, ...Object.fromEntries(named) };
    }),
  );
}

/** Checks outputs and gradients of one case on the backend in use. */
export function checkGolden({ inputs, outputs, gradients = {}, attrs = {} }: GoldenCase, op: string): void {
  const { dy, ...given } = inputs;
  const y = outputs.y as GoldenTensor;
  scope(() => {
    const f = (...args: Tensor[]) => opOf(op)(attrs as unknown as Attrs, ...args);
    using run = vjp(f, ...Object.values(given).map((input) => goldenTensor(input)));
    expect(run.value.shape).toEqual(y.shape);
    expectClose(run.value.dataSync(), y.values, tolerance);
    const arriving = dy ? goldenTensor(dy) : core.onesLike(run.value);
    const pulled = run.pullback(arriving) as Tensor[];
    expect(Object.keys(gradients)).toEqual(Object.keys(given).map((input) => `d${input}`));
    for (const [i, expected] of Object.values(gradients).entries()) {
      expect(pulled[i]?.shape).toEqual(expected.shape);
      expectClose((pulled[i] as Tensor).dataSync(), expected.values, tolerance);
    }
  });
}

function opOf(name: string): GoldenOp {
  const op = ops[name];
  if (!op) throw new Error(`no op ${name} in golden-contract.ts`);
  return op;
}
