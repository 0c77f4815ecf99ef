import {
  type Attrs,
  type Kernel,
  kernels,
  type Padding,
  type Shape,
  sizeOf,
  type TensorSpec,
  type WindowAxis,
  windowAxes,
} from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { alignedShape, around, pad, stretched } from './axes.js';
import type { Call, CallOfTfjs } from './call.js';
import { convolutionCalls } from './convolutions.js';
import { gradientsOfMaxPools } from './max-pools.js';
import type { ShaderLanguage } from './shader-language.js';
import { callsOfWasm } from './wasm-calls.js';
import { webglConvolutions } from './webgl-convolutions.js';
import { webglElementwise } from './webgl-elementwise.js';
import { webglManyAxes } from './webgl-many-axes.js';
import { webglMaxPools } from './webgl-max-pools.js';
import { webglOneHot } from './webgl-one-hot.js';
import { webglPhilox } from './webgl-philox.js';
import { webglSelect } from './webgl-select.js';
import { webglTopK } from './webgl-top-k.js';
import { webglTransforms } from './webgl-transforms.js';
import { callOfWebgpu } from './webgpu-calls.js';

/** Indices of a tuple up to which tfjs scatters by them. */
const mostIndices = 4;

/** Kernels that tfjs does not have as they are, made of those that it has. */
const callsOfTfjs: ReadonlyMap<string, CallOfTfjs> = new Map(
  Object.entries<CallOfTfjs>({
    // tfjs broadcasts neither the condition nor the branches.
    Select({ inputs, outputs: [out], run, view }) {
      const { shape } = out as TensorSpec;
      const whole = inputs.map((input) => stretched({ run, view }, input, shape));
      return run('Select', whole);
    },
    // tfjs broadcasts a batch of one alone.
    BatchMatMul({ inputs, attrs, outputs: [out], run, view }) {
      const { shape } = out as TensorSpec;
      const isPlain = inputs.every((input) => [1, sizeOf(shape.slice(0, -2))].includes(batchOf(input)));
      const operands = inputs.map((input) =>
        isPlain ? input : stretched({ run, view }, input, [...shape.slice(0, -2), ...input.shape.slice(-2)]),
      );
      return run('BatchMatMul', operands, attrs);
    },
    // tfjs knows no tuples of nothing, which pick everything.
    GatherNd({ inputs: [x, indices], outputs: [out], run, view }) {
      const [params, tuples] = [x as TensorInfo, indices as TensorInfo];
      if (tuples.shape.at(-1) === 0) return [stretched({ run, view }, params, (out as TensorSpec).shape)];
      return run('GatherNd', [params, tuples]);
    },
    // tfjs takes indices of one axis for a list of tuples of one, and knows no tuples of nothing, nor of many.
    ScatterNd({ inputs: [indices, updates], attrs, outputs: [out], run, view, upload }) {
      const [tuples, parts] = [indices as TensorInfo, updates as TensorInfo];
      const length = tuples.shape.at(-1) as number;
      const count = sizeOf(tuples.shape.slice(0, -1));
      const rest = (out as TensorSpec).shape.slice(length);
      const rows = view(parts, [count, ...rest]);
      if (length === 0) return run('Sum', [rows], { axis: [0], keepDims: false });
      const listed = view(tuples, [count, length]);
      if (length <= mostIndices) return run('ScatterNd', [listed, rows], attrs);
      const axes = (out as TensorSpec).shape.slice(0, length);
      const strides = Int32Array.from(axes, (_, axis) => sizeOf(axes.slice(axis + 1)));
      const steps = run('Multiply', [listed, upload(strides, [1, length], 'int32')]);
      const places = run('Sum', steps, { axis: [1], keepDims: true });
      const [flat] = run('ScatterNd', [...places, rows], { shape: [sizeOf(axes), ...rest] });
      return [view(flat as TensorInfo, (out as TensorSpec).shape)];
    },
    // tfjs' WebGL pads up to four axes.
    PadV2: (call) => {
      const { paddings, constantValue } = call.attrs as unknown as PadAttrs;
      const [x] = call.inputs as [TensorInfo];
      if (x.shape.length === 0) return [x];
      if (x.shape.length < 5) return call.run('PadV2', [x], call.attrs);
      return [pad(call, x, paddings, constantValue)];
    },
    // Where nothing moves: tfjs' WebGL has a shader of one axis that does not compile.
    Transpose: ({ inputs: [x], attrs, run }) => {
      const given = x as TensorInfo;
      return given.shape.length < 2 ? [given] : run('Transpose', [given], attrs);
    },
    // Of scalars there is nothing to cut.
    Slice: ({ inputs: [x], attrs, run }) =>
      x?.shape.length === 0 ? [x] : run('Slice', [x as TensorInfo], attrs),
    // tfjs has 0 for NaN.
    Sign({ inputs: [x], run }) {
      const given = x as TensorInfo;
      if (given.dtype !== 'float32') return run('Sign', [given]);
      return run('Select', [...run('IsNan', [given]), given, ...run('Sign', [given])]);
    },
    // tfjs divides whole numbers, whatever it is given.
    FloorDiv({ inputs: [a, b], attrs, run }) {
      const given = [a as TensorInfo, b as TensorInfo];
      if (given.some(({ dtype }) => dtype !== 'float32')) return run('FloorDiv', given, attrs);
      return run('Floor', run('RealDiv', given));
    },
    ArgMax: firstPlace('ArgMax'),
    ArgMin: firstPlace('ArgMin'),
    ...convolutionCalls,
    LogSoftmax: ({ inputs: [x], run }) => logSoftmax(run, x as TensorInfo),
    // −Σ t · log softmax(z), where t is not 0; of rows, as tfjs selects along few axes
    SoftmaxCrossEntropy({ inputs, outputs: [out], run, view, upload }) {
      const rows = sizeOf((out as TensorSpec).shape);
      const [logits, targets] = inputs.map((input) => view(input, [rows, input.shape.at(-1) as number])) as [
        TensorInfo,
        TensorInfo,
      ];
      const isNone = run('Equal', [targets, upload(new Float32Array(1), [], 'float32')]);
      const terms = run('Select', [...isNone, ...run('ZerosLike', [targets]), ...logSoftmax(run, logits)]);
      const sums = run('Sum', run('Multiply', [targets, ...terms]), { axis: [1], keepDims: false });
      return [view(run('Neg', sums)[0] as TensorInfo, (out as TensorSpec).shape)];
    },
    // (softmax(z) · Σ t − t) · dy
    SoftmaxCrossEntropyGrad({ inputs: [dy, z, t], run, view }) {
      const [arriving, logits, targets] = [dy as TensorInfo, z as TensorInfo, t as TensorInfo];
      const dim = logits.shape.length - 1;
      const total = run('Sum', [targets], { axis: [dim], keepDims: true });
      const expected = run('Multiply', [...run('Softmax', [logits], { dim }), ...total]);
      const error = run('Sub', [...expected, targets]);
      return run('Multiply', [...error, view(arriving, [...arriving.shape, 1])]);
    },
    // tfjs takes parameters that are the last axes of x or all of it, all of one rank.
    FusedBatchNorm({ inputs: [x, ...parameters], attrs, run, view }) {
      const { shape } = x as TensorInfo;
      const whole = parameters.map((parameter) => {
        const aligned = alignedShape(parameter.shape, shape.length);
        const first = aligned.findIndex((size) => size !== 1);
        const isLast = first < 0 || aligned.slice(first).every((size, i) => size === shape[first + i]);
        return isLast ? view(parameter, aligned) : stretched({ run, view }, parameter, shape);
      });
      const atLeastZero = run('Relu', [whole[1] as TensorInfo])[0] as TensorInfo;
      return run('FusedBatchNorm', [x as TensorInfo, ...whole.with(1, atLeastZero)], attrs);
    },
    // (x − mean) / √(variance + ε), and 1 / √
    LayerNorm({ inputs: [x], attrs: { epsilon }, run, upload }) {
      const [mean] = meanOfRows(run, x as TensorInfo);
      const [deviation] = run('Sub', [x as TensorInfo, mean as TensorInfo]);
      const [variance] = meanOfRows(run, ...run('Square', [deviation as TensorInfo]));
      const addend = upload(Float32Array.of(epsilon as number), [], 'float32');
      const [inverse] = run('Reciprocal', run('Sqrt', run('Add', [variance as TensorInfo, addend])));
      return [...run('Multiply', [deviation as TensorInfo, inverse as TensorInfo]), inverse as TensorInfo];
    },
    // (dy − mean(dy) − y · mean(dy · y)) / √
    LayerNormGrad({ inputs: [dy, y, inverse], run }) {
      const [level] = meanOfRows(run, dy as TensorInfo);
      const [tilt] = meanOfRows(run, ...run('Multiply', [dy as TensorInfo, y as TensorInfo]));
      const [centred] = run('Sub', [dy as TensorInfo, level as TensorInfo]);
      const [along] = run('Multiply', [y as TensorInfo, tilt as TensorInfo]);
      return run('Multiply', [
        ...run('Sub', [centred as TensorInfo, along as TensorInfo]),
        inverse as TensorInfo,
      ]);
    },
    AvgPoolGrad: averageGradient('AvgPoolGrad', 2),
    AvgPool3DGrad: averageGradient('AvgPool3DGrad', 3),
    ...gradientsOfMaxPools,
    ResizeBilinearGrad: resizeGradient('ResizeBilinear'),
    ResizeNearestNeighborGrad: resizeGradient('ResizeNearestNeighbor'),
    // tfjs' CPU kernel stops after the first image of a batch.
    Transform({ inputs: [images, transforms], attrs, backend, run }) {
      const [x, matrices] = [images as TensorInfo, transforms as TensorInfo];
      const batchSize = x.shape[0] as number;
      if (backend !== 'cpu') return run('Transform', [x, matrices], attrs);
      const rowOf = (info: TensorInfo, i: number): TensorInfo => {
        const begin = info.shape.map((_, axis) => (axis === 0 && info.shape[0] !== 1 ? i : 0));
        return run('Slice', [info], { begin, size: info.shape.with(0, 1) })[0] as TensorInfo;
      };
      const transformed = Array.from({ length: batchSize }, (_, i) =>
        run('Transform', [rowOf(x, i), rowOf(matrices, i)], attrs),
      );
      return run('Concat', transformed.flat(), { axis: 0 });
    },
  }),
);

/** Kernels that tfjs' WebGL has, but not as they should be. */
const callsOfWebgl: ReadonlyMap<string, CallOfTfjs> = new Map(
  Object.entries<CallOfTfjs>({
    // tfjs has 1 for 0 / 0, where all is −∞.
    Softmax(call) {
      const [x] = call.inputs as [TensorInfo];
      const axis = [x.shape.length - 1];
      const largest = call.run('Max', [x], { reductionIndices: axis, keepDims: true });
      const shares = call.run('Exp', call.run('Sub', [x, ...largest]));
      const sum = call.run('Sum', shares, { axis, keepDims: true });
      return (webglElementwise.RealDiv as CallOfTfjs)({ ...call, inputs: [...shares, ...sum] });
    },
    OneHot: webglOneHot,
    PhiloxBits: webglPhilox,
    Select: webglSelect,
    ...webglConvolutions,
    ...webglElementwise,
    ...webglManyAxes,
    ...webglMaxPools,
    ...webglTopK,
    ...webglTransforms,
  }),
);

/**
 * What makes a kernel's outputs on a backend of tfjs, unless it has the kernel as it is.
 * @param shaders - the language of the shaders of our own that it runs
 */
export function callOfTfjs(
  kernelName: string,
  backend: string,
  shaders: ShaderLanguage,
): CallOfTfjs | undefined {
  if (shaders === 'wgsl') return callOfWebgpu(kernelName, callsOfTfjs.get(kernelName));
  if (shaders === 'glsl' && callsOfWebgl.has(kernelName)) return callsOfWebgl.get(kernelName);
  if (backend === 'wasm' && Object.hasOwn(callsOfWasm, kernelName)) return callsOfWasm[kernelName];
  return callsOfTfjs.get(kernelName);
}

/** Why tfjs' kernel cannot make a call, if it cannot. */
export function refusal(
  kernelName: string,
  shaders: ShaderLanguage,
  { fillValue }: Attrs,
): string | undefined {
  if (shaders !== 'none' || !Array.isArray(fillValue)) return undefined;
  return `${kernelName} of TensorFlow.js takes one fillValue for all channels`;
}

interface PadAttrs {
  readonly paddings: readonly (readonly [number, number])[];
  readonly constantValue: number;
}

/** The place of the first largest or least value: tfjs passes NaN over, which comes first; and selects along few axes. */
function firstPlace(kernelName: string): CallOfTfjs {
  return ({ inputs: [x], attrs, outputs: [out], run, view, upload }) => {
    const given = x as TensorInfo;
    if (given.dtype !== 'float32') return run(kernelName, [given], attrs);
    const seen = view(given, around(given, attrs.axis as number));
    const places = run(kernelName, [seen], { ...attrs, axis: 1 });
    const isNan = run('Cast', run('IsNan', [seen]), { dtype: 'float32' });
    const first = run('ArgMax', isNan, { axis: 1 });
    const count = run('Max', isNan, { reductionIndices: [1], keepDims: false });
    const isAny = run('Greater', [...count, upload(new Float32Array(1), [], 'float32')]);
    const [chosen] = run('Select', [...isAny, ...first, ...places]);
    return [view(chosen as TensorInfo, (out as TensorSpec).shape)];
  };
}

function batchOf({ shape }: TensorInfo): number {
  return sizeOf(shape.slice(0, -2));
}

/** The kernel of Descent's with a name. */
function kernelOf(name: string): Kernel {
  return kernels.find((kernel) => kernel.name === name) as Kernel;
}

/**
 * The gradient of a resizing kernel, as products with the weights of rows and of columns: tfjs' own gradients know no
 * half pixels, and that of the nearest pixel mixes up the images of a batch.
 */
function resizeGradient(name: string): CallOfTfjs {
  return ({ inputs: [dy], attrs, outputs: [out], run, upload, view }) => {
    const { shape } = out as TensorSpec;
    const [batchSize, inHeight, inWidth, channels] = shape as [number, number, number, number];
    const [, outHeight, outWidth] = (dy as TensorInfo).shape as [number, number, number];
    const product = (weights: TensorInfo, [x]: readonly TensorInfo[], as: Shape): TensorInfo[] =>
      run('BatchMatMul', [weights, view(x as TensorInfo, as)], {
        transposeA: true,
        transposeB: false,
      });
    const weightsOf = (from: number, to: number): TensorInfo => {
      const unit = Float32Array.from({ length: from * from }, (_, i) => (i % (from + 1) === 0 ? 1 : 0));
      const given = { shape: [1, from, 1, from], dtype: 'float32', values: unit } as const;
      const made = {
        shape: [1, to, 1, from],
        dtype: 'float32',
        values: new Float32Array(to * from),
      } as const;
      kernelOf(name).reference([given], [made], { ...attrs, size: [to, 1] });
      return upload(made.values, [1, to, from], 'float32');
    };
    const rows = product(
      weightsOf(inHeight, outHeight),
      [dy as TensorInfo],
      [batchSize, outHeight, outWidth * channels],
    );
    return product(weightsOf(inWidth, outWidth), rows, [batchSize * inHeight, outWidth, channels]);
  };
}

/** x − max(x) − log Σ exp(x − max(x)) along the last axis. */
function logSoftmax(run: Call['run'], x: TensorInfo): TensorInfo[] {
  const axis = [x.shape.length - 1];
  const largest = run('Max', [x], { reductionIndices: axis, keepDims: true });
  const centred = run('Sub', [x, ...largest]);
  const sum = run('Sum', run('Exp', centred), { axis, keepDims: true });
  return run('Sub', [...centred, ...run('Log', sum)]);
}

/** The mean along the last axis, which is kept. */
function meanOfRows(run: Call['run'], ...[x]: readonly TensorInfo[]): TensorInfo[] {
  const info = x as TensorInfo;
  return run('Mean', [info], { axis: [info.shape.length - 1], keepDims: true });
}

/** tfjs hands out a window's gradient as if no cell lay on padding, where its own average leaves those out. */
function averageGradient(kernelName: string, axisCount: 2 | 3): CallOfTfjs {
  return ({ inputs: [dy, x], attrs, run, upload }) => {
    const { filterSize, strides, pad } = attrs as {
      filterSize: readonly number[];
      strides: readonly number[];
      pad: Padding;
    };
    const options = { window: filterSize, strides, dilations: 1, pad };
    const axes = windowAxes(kernelName, (x as TensorInfo).shape, options, axisCount);
    const shares = Float32Array.from(axes.reduce(timesShares, [1]));
    const shape = [1, ...axes.map(({ out }) => out), 1];
    const [scaled] = run('Multiply', [dy as TensorInfo, upload(shares, shape, 'float32')]);
    return run(kernelName, [scaled as TensorInfo, x as TensorInfo], attrs);
  };
}

/** For each window the cells of a whole one over those that lie on the image, for one more axis. */
function timesShares(outer: readonly number[], { size, out, window, stride, before }: WindowAxis): number[] {
  const shares = Array.from({ length: out }, (_, i) => {
    const start = i * stride - before;
    return window / Math.max(0, Math.min(size, start + window) - Math.max(0, start));
  });
  return outer.flatMap((share) => shares.map((another) => share * another));
}
