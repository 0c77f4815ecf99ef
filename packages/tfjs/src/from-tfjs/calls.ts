import {
  type Attrs,
  type DType,
  type Kernel,
  kernels,
  type Padding,
  type Shape,
  sizeOf,
  type TensorSpec,
  type TypedArray,
  type WindowAxis,
  windowAxes,
} from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** One call of a kernel of Descent's, to be made by kernels of tfjs. */
export interface Call {
  readonly inputs: readonly TensorInfo[];
  readonly attrs: Attrs;
  readonly outputs: readonly TensorSpec[];
  /** Name of the tfjs backend. */
  readonly backend: string;
  /** Runs a kernel of tfjs; what it makes and the call does not return is freed. */
  run(name: string, inputs: readonly TensorInfo[], attrs?: Attrs): TensorInfo[];
  /** A tensor of values from the host. */
  upload(values: TypedArray, shape: Shape, dtype: DType): TensorInfo;
  /** The values of a tensor, at once. */
  readNow(info: TensorInfo): TypedArray;
}

/** What makes the outputs of a kernel. */
export type CallOfTfjs = (call: Call) => TensorInfo[];

/** Kernels that tfjs does not have as they are, made of those that it has. */
export const callsOfTfjs: ReadonlyMap<string, CallOfTfjs> = new Map(
  Object.entries<CallOfTfjs>({
    // tfjs broadcasts neither the condition nor the branches.
    Select({ inputs, outputs: [out], run }) {
      const { shape } = out as TensorSpec;
      const whole = inputs.map((input) => broadcast(run, input, shape));
      return run('Select', whole);
    },
    // tfjs broadcasts a batch of one alone.
    BatchMatMul({ inputs, attrs, outputs: [out], run, upload }) {
      const { shape, dtype } = out as TensorSpec;
      if (sizeOf(shape) === 0) return [upload(new Float32Array(0), shape, dtype)];
      const isPlain = inputs.every((input) => [1, sizeOf(shape.slice(0, -2))].includes(batchOf(input)));
      const operands = inputs.map((input) =>
        isPlain ? input : broadcast(run, input, [...shape.slice(0, -2), ...input.shape.slice(-2)]),
      );
      return run('BatchMatMul', operands, attrs);
    },
    // tfjs takes nothing from an empty tensor, not even nothing.
    GatherNd({ inputs, attrs, outputs: [out], run, upload }) {
      const { shape, dtype } = out as TensorSpec;
      if (sizeOf(shape) === 0) return [upload(new Float32Array(0), shape, dtype)];
      return run('GatherNd', inputs, attrs);
    },
    // tfjs takes indices of one axis for a list of tuples of one.
    ScatterNd({ inputs: [indices, updates], attrs, outputs: [out], run }) {
      const [tuples, parts] = [indices as TensorInfo, updates as TensorInfo];
      const length = tuples.shape[tuples.shape.length - 1] as number;
      const count = sizeOf(tuples.shape.slice(0, -1));
      const rest = (out as TensorSpec).shape.slice(length);
      return run(
        'ScatterNd',
        [
          { ...tuples, shape: [count, length] },
          { ...parts, shape: [count, ...rest] },
        ],
        attrs,
      );
    },
    LogSoftmax: ({ inputs: [x], run }) => logSoftmax(run, x as TensorInfo),
    // −Σ t · log softmax(z), where t is not 0
    SoftmaxCrossEntropy({ inputs: [z, t], run, upload }) {
      const [logits, targets] = [z as TensorInfo, t as TensorInfo];
      const isNone = run('Equal', [targets, upload(new Float32Array(1), [], 'float32')]);
      const terms = run('Select', [...isNone, ...run('ZerosLike', [targets]), ...logSoftmax(run, logits)]);
      const axis = [logits.shape.length - 1];
      return run('Neg', run('Sum', run('Multiply', [targets, ...terms]), { axis, keepDims: false }));
    },
    // (softmax(z) · Σ t − t) · dy
    SoftmaxCrossEntropyGrad({ inputs: [dy, z, t], outputs: [out], run, upload }) {
      const [arriving, logits, targets] = [dy as TensorInfo, z as TensorInfo, t as TensorInfo];
      const { shape } = out as TensorSpec;
      if (sizeOf(shape) === 0) return [upload(new Float32Array(0), shape, 'float32')];
      const dim = logits.shape.length - 1;
      const total = run('Sum', [targets], { axis: [dim], keepDims: true });
      const expected = run('Multiply', [...run('Softmax', [logits], { dim }), ...total]);
      const error = run('Sub', [...expected, targets]);
      return run('Multiply', [...error, { ...arriving, shape: [...arriving.shape, 1] }]);
    },
    // tfjs takes parameters that are the last axes of x or all of it, all of one rank.
    FusedBatchNorm({ inputs: [x, ...parameters], attrs, run }) {
      const { shape } = x as TensorInfo;
      const whole = parameters.map((parameter) => {
        const aligned = alignedShape(parameter.shape, shape.length);
        const first = aligned.findIndex((size) => size !== 1);
        const isLast = first < 0 || aligned.slice(first).every((size, i) => size === shape[first + i]);
        return isLast ? { ...parameter, shape: aligned } : broadcast(run, parameter, shape);
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
      const [inverse] = run('Rsqrt', run('Add', [variance as TensorInfo, addend]));
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
    // tfjs says where the largest cells are: dx is read there.
    MaxPoolGradGrad({ inputs: [dx, x], attrs, run }) {
      const all = { ...attrs, includeBatchInIndex: true };
      const [, places] = run('MaxPoolWithArgmax', [x as TensorInfo], all);
      const cells = { ...(dx as TensorInfo), shape: [sizeOf((dx as TensorInfo).shape)] };
      return run('GatherV2', [cells, places as TensorInfo], { axis: 0, batchDims: 0 });
    },
    ResizeBilinearGrad: resizeGradient('ResizeBilinear'),
    ResizeNearestNeighborGrad: resizeGradient('ResizeNearestNeighbor'),
    // tfjs' CPU kernel stops after the first image of a batch.
    Transform({ inputs: [images, transforms], attrs, outputs: [out], backend, run, upload }) {
      const [x, matrices] = [images as TensorInfo, transforms as TensorInfo];
      const batchSize = x.shape[0] as number;
      if (backend !== 'cpu') return run('Transform', [x, matrices], attrs);
      if (batchSize === 0) return [upload(new Float32Array(0), (out as TensorSpec).shape, 'float32')];
      const rowOf = (info: TensorInfo, i: number): TensorInfo => {
        const begin = info.shape.map((_, axis) => (axis === 0 && info.shape[0] !== 1 ? i : 0));
        return run('Slice', [info], { begin, size: info.shape.with(0, 1) })[0] as TensorInfo;
      };
      const transformed = Array.from({ length: batchSize }, (_, i) =>
        run('Transform', [rowOf(x, i), rowOf(matrices, i)], attrs),
      );
      return run('Concat', transformed.flat(), { axis: 0 });
    },
    // Random bits are a pure function of key and counter: drawn on the host, the same everywhere. tfjs keeps small
    // whole numbers such as the counter on the host, so that reading it waits for nothing.
    PhiloxBits({ inputs: [counter], attrs, outputs, upload, readNow }) {
      const { shape, dtype } = outputs[0] as TensorSpec;
      const values = new Int32Array(sizeOf(shape));
      const draw = { shape: [], dtype: 'int32', values: readNow(counter as TensorInfo) } as const;
      kernelOf('PhiloxBits').reference([draw], [{ shape, dtype, values }], attrs);
      return [upload(values, shape, dtype)];
    },
  }),
);

/** Why tfjs' kernel cannot make a call, if it cannot. */
export function refusal(kernelName: string, { dilations = 1, fillValue }: Attrs): string | undefined {
  const isDilated = [dilations].flat().some((dilation) => dilation !== 1);
  if (isDilated && /^(Conv2D|Conv3D|DepthwiseConv2dNative)Backprop/.test(kernelName)) {
    return `${kernelName} of TensorFlow.js takes no dilations`;
  }
  if (Array.isArray(fillValue)) return `${kernelName} of TensorFlow.js takes one fillValue for all channels`;
  return undefined;
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
  return ({ inputs: [dy], attrs, outputs: [out], run, upload }) => {
    const { shape } = out as TensorSpec;
    if (sizeOf(shape) === 0) return [upload(new Float32Array(0), shape, 'float32')];
    const [batchSize, inHeight, inWidth, channels] = shape as [number, number, number, number];
    const [, outHeight, outWidth] = (dy as TensorInfo).shape as [number, number, number];
    const product = (weights: TensorInfo, [x]: readonly TensorInfo[], as: Shape): TensorInfo[] =>
      run('BatchMatMul', [weights, { ...(x as TensorInfo), shape: [...as] }], {
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

/** Copies a tensor along its stretched axes, so that it has a shape. */
function broadcast(run: Call['run'], x: TensorInfo, shape: Shape): TensorInfo {
  const aligned = alignedShape(x.shape, shape.length);
  const reps = shape.map((size, axis) => (aligned[axis] === size ? 1 : size));
  if (reps.every((count) => count === 1)) return { ...x, shape: [...shape] };
  return run('Tile', [{ ...x, shape: aligned }], { reps })[0] as TensorInfo;
}

/** A shape with axes of size 1 in front. */
function alignedShape(shape: Shape, rank: number): number[] {
  return [...(Array(rank - shape.length).fill(1) as number[]), ...shape];
}
