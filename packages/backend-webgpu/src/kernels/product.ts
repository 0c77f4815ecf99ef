import {
  type Attrs,
  type Padding,
  type Shape,
  sizeOf,
  type TensorSpec,
  type WindowAxis,
  windowAxes,
} from '@descent/core';
import { broadcastIndex } from '../shader/indexing.js';
import { type DeviceTraits, elementPass, type Lowered, lowerElements } from '../shader/pass.js';
import { lowerProduct } from './lower-product.js';
import type { CallSpec, Lowering } from './lowering.js';
import type { Factor, MatrixProduct } from './matrix-product.js';

/** Places of a run of a matrix product: the shortest into which a long sum is cut. */
const runLength = 64;

function lowerMatmul({ inputs, attrs, outputs }: CallSpec, traits: DeviceTraits): Lowered {
  const [a, b] = inputs as [TensorSpec, TensorSpec];
  const { shape } = outputs[0] as TensorSpec;
  const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
  const [rows, columns] = shape.slice(-2) as [number, number];
  const matrices = shape.slice(0, -2);
  const inner = a.shape.at(transposeA ? -2 : -1) as number;
  if (inner === 0) return lowerElements(sizeOf(shape), 'fn value(i: u32) -> f32 { return 0.0; }');
  const [rowA, stepA] = transposeA ? [1, rows] : [inner, 1];
  const [stepB, columnB] = transposeB ? [1, inner] : [columns, 1];
  const factor = (
    read: string,
    { shape }: TensorSpec,
    lines: number,
    line: number,
    step: number,
  ): Factor => ({
    read,
    start: `return i32((${matrixIndex(shape, matrices)}) * ${lines * inner}u + i * ${line}u + t * ${runLength * step}u);`,
    step,
    along: step === 1 ? 'run' : 'lines',
    isInFours: (step === 1 ? inner : lines) % 4 === 0,
  });
  return lowerProduct(
    {
      batch: sizeOf(matrices),
      rows,
      columns,
      runs: Math.ceil(inner / runLength),
      depth: Math.min(inner, runLength),
      total: inner,
      a: factor('x0', a, rows, rowA, stepA),
      b: factor('x1', b, columns, columnB, stepB),
    },
    traits,
  );
}

/** The matrix of an operand that belongs to matrix z of the result. */
function matrixIndex(operand: Shape, matrices: Shape): string {
  return broadcastIndex(operand.slice(0, -2), matrices, 'z');
}

/** A convolution's sizes, for images and volumes alike. */
interface Convolution {
  readonly batch: number;
  readonly axes: readonly WindowAxis[];
  readonly inChannels: number;
  readonly outChannels: number;
  readonly taps: number;
}

function convolutionOf(kernel: string, input: Shape, filter: Shape, attrs: Attrs): Convolution {
  const count = filter.length - 2;
  const axes = windowAxes(
    kernel,
    input,
    {
      window: filter.slice(0, count),
      strides: attrs.strides as number[],
      dilations: attrs.dilations as number[],
      pad: attrs.pad as Padding,
    },
    count as 2 | 3,
  );
  return {
    batch: input[0] as number,
    axes,
    inChannels: filter[count] as number,
    outChannels: filter[count + 1] as number,
    taps: sizeOf(filter.slice(0, count)),
  };
}

function lowerConvolution({ inputs, attrs, outputs }: CallSpec, traits: DeviceTraits): Lowered {
  const [x, filter] = inputs as [TensorSpec, TensorSpec];
  const g = convolutionOf('convolution', x.shape, filter.shape, attrs);
  const { axes, inChannels, outChannels, taps } = g;
  const { shape } = outputs[0] as TensorSpec;
  const outSizes = axes.map(({ out }) => out);
  const pixels: Factor = {
    read: 'x0',
    start: `${pixelParts(outSizes, 'i', 'o')}
  ${pixelParts(
    axes.map(({ window }) => window),
    't',
    'f',
    false,
  )}
  var at = i32(i / ${sizeOf(outSizes)}u);
  ${axes
    .map(({ size, stride, dilation, before, after }, d) => {
      return `let p${d} = i32(o${d}) * ${stride} + i32(f${d}) * ${dilation} - ${before};
  ${before + after > 0 ? `if (p${d} < 0 || p${d} >= ${size}) { return -1; }` : ''}
  at = at * ${size} + p${d};`;
    })
    .join('\n  ')}
  return at * ${inChannels};`,
    step: 1,
    hasGaps: axes.some(({ before, after }) => before + after > 0),
    along: 'run',
    isInFours: inChannels % 4 === 0,
  };
  const rows = sizeOf(shape.slice(0, -1));
  const b = byOutChannel('x1', inChannels, outChannels);
  return lowerProduct(
    { batch: 1, rows, columns: outChannels, runs: taps, depth: inChannels, a: pixels, b },
    traits,
  );
}

/** A factor whose runs are `depth` rows of as many elements as there are out channels. */
function byOutChannel(read: string, depth: number, outChannels: number): Factor {
  return {
    read,
    start: `return i32(t * ${depth * outChannels}u + i);`,
    step: outChannels,
    along: 'lines',
    isInFours: outChannels % 4 === 0,
  };
}

/** WGSL statements that take a pixel apart into places along axes, the batch being left out. */
function pixelParts(sizes: readonly number[], index: string, prefix: string, hasBatch = true): string {
  let stride = sizeOf(sizes);
  return sizes
    .map((size, d) => {
      stride /= size;
      const above = stride === 1 ? index : `${index} / ${stride}u`;
      return `let ${prefix}${d} = ${d === 0 && !hasBatch ? above : `${above} % ${size}u`};`;
    })
    .join(' ');
}

/** dx[b, p, c] = Σ over taps and out channels of dy at (p + before − f · dilation) / stride, where that is whole. */
function lowerInputGradient({ inputs, attrs, outputs }: CallSpec, traits: DeviceTraits): Lowered {
  const [, filter] = inputs as [TensorSpec, TensorSpec];
  const { shape } = outputs[0] as TensorSpec;
  const { axes, inChannels, outChannels, taps } = convolutionOf('convolution', shape, filter.shape, attrs);
  const inSizes = axes.map(({ size }) => size);
  const pixels: Factor = {
    read: 'x0',
    start: `${pixelParts(inSizes, 'i', 'p')}
  ${pixelParts(
    axes.map(({ window }) => window),
    't',
    'f',
    false,
  )}
  var at = i32(i / ${sizeOf(inSizes)}u);
  ${axes
    .map(({ out, stride, dilation, before }, d) => {
      const reach = `let s${d} = i32(p${d}) + ${before} - i32(f${d}) * ${dilation};`;
      const whole = stride === 1 ? '' : ` || s${d} % ${stride} != 0`;
      return `${reach}
  if (s${d} < 0${whole} || s${d} / ${stride} >= ${out}) { return -1; }
  at = at * ${out} + s${d} / ${stride};`;
    })
    .join('\n  ')}
  return at * ${outChannels};`,
    step: 1,
    hasGaps: true,
    along: 'run',
    isInFours: outChannels % 4 === 0,
  };
  const b: Factor = {
    read: 'x1',
    start: `return i32((t * ${inChannels}u + i) * ${outChannels}u);`,
    step: 1,
    along: 'run',
    isInFours: outChannels % 4 === 0,
  };
  const rows = sizeOf(shape.slice(0, -1));
  return lowerProduct(
    { batch: 1, rows, columns: inChannels, runs: taps, depth: outChannels, a: pixels, b },
    traits,
  );
}

/** dw[f, c, o] = Σ over pixels of x, padded, at o · stride + f · dilation, times dy. Runs are rows of dy. */
function lowerFilterGradient({ inputs, attrs, outputs }: CallSpec, traits: DeviceTraits): Lowered {
  const [x] = inputs as [TensorSpec];
  const { shape } = outputs[0] as TensorSpec;
  const g = convolutionOf('convolution', x.shape, shape, attrs);
  const { batch, axes, inChannels, outChannels, taps } = g;
  const inner = axes.at(-1) as WindowAxis;
  const isPadded = axes.some(({ before, after }) => before + after > 0);
  // Wide enough for every window, and no wider.
  const sizes = axes.map(
    ({ out, stride, window, dilation }) => (out - 1) * stride + (window - 1) * dilation + 1,
  );
  const before: Lowered = isPadded ? paddedCopy(x.shape, axes, sizes) : { passes: [] };
  const from = isPadded ? sizes : axes.map(({ size }) => size);
  const outer = axes.slice(0, -1);
  const outerOut = outer.map(({ out }) => out);
  const step = inner.stride * inChannels;
  const taken: Factor = {
    read: isPadded ? 't0' : 'x0',
    start: `let tap = i / ${inChannels}u;
  ${pixelParts(
    axes.map(({ window }) => window),
    'tap',
    'f',
    false,
  )}
  ${pixelParts(outerOut, 't', 'o')}
  var at = t / ${sizeOf(outerOut)}u;
  ${axes
    .map(({ stride, dilation }, d) => {
      const start = d < outer.length ? `o${d} * ${stride}u + ` : '';
      return `at = at * ${from[d]}u + ${start}f${d} * ${dilation}u;`;
    })
    .join('\n  ')}
  return i32(at * ${inChannels}u + i % ${inChannels}u);`,
    step,
    along: step === 1 ? 'run' : 'lines',
    isInFours: inChannels % 4 === 0,
  };
  const product: MatrixProduct = {
    batch: 1,
    rows: taps * inChannels,
    columns: outChannels,
    runs: batch * sizeOf(outerOut),
    depth: inner.out,
    a: taken,
    b: byOutChannel('x1', inner.out, outChannels),
  };
  return lowerProduct(product, traits, before);
}

/** Copies an image into zeros, so that no window leaves it. */
function paddedCopy(input: Shape, axes: readonly WindowAxis[], sizes: readonly number[]): Lowered {
  const channels = input.at(-1) as number;
  const shape = [input[0] as number, ...sizes, channels];
  const code = `fn element(i: u32) {
  let pixel = i / ${channels}u;
  ${pixelParts(sizes, 'pixel', 'o')}
  var at = i32(pixel / ${sizeOf(sizes)}u);
  var isInside = true;
  ${axes
    .map(
      ({ size, before }, d) => `let p${d} = i32(o${d}) - ${before};
  isInside = isInside && p${d} >= 0 && p${d} < ${size};
  at = at * ${size} + p${d};`,
    )
    .join('\n  ')}
  var value = 0.0;
  if (isInside) { value = x0(u32(at) * ${channels}u + i % ${channels}u); }
  put_t0(i, value);
}`;
  return { temporaries: [{ shape, dtype: 'float32' }], passes: [elementPass(sizeOf(shape), code)] };
}

/** Products of matrices, and convolutions as such. */
export const productKernels: Readonly<Record<string, Lowering>> = {
  BatchMatMul: { lower: lowerMatmul },
  Conv2D: { lower: lowerConvolution },
  Conv2DBackpropFilter: { lower: lowerFilterGradient },
  Conv2DBackpropInput: { lower: lowerInputGradient },
  Conv3D: { lower: lowerConvolution },
  Conv3DBackpropFilterV2: { lower: lowerFilterGradient },
  Conv3DBackpropInputV2: { lower: lowerInputGradient },
};
