import {
  type Attrs,
  type Padding,
  type Shape,
  sizeOf,
  type TensorSpec,
  type WindowAxis,
  windowAxes,
} from '@descent/core';
import { coordinates, placeOf } from '../shader/indexing.js';
import { elementPass, type Lowered, lowerElements } from '../shader/pass.js';
import type { CallSpec, Lowering } from './lowering.js';

/** A depthwise convolution's sizes. */
interface Depthwise {
  /** [batch, height, width, channels] */
  readonly input: Shape;
  /** [height, width, channels, multiplier] */
  readonly filter: Shape;
  /** [batch, outHeight, outWidth, channels · multiplier] */
  readonly output: Shape;
  readonly axes: readonly [WindowAxis, WindowAxis];
}

function depthwiseOf(input: Shape, filter: Shape, attrs: Attrs): Depthwise {
  const { strides, dilations, pad } = attrs as {
    strides: readonly number[];
    dilations: readonly number[];
    pad: Padding;
  };
  const options = { window: filter.slice(0, 2), strides, dilations, pad };
  const axes = windowAxes('depthwiseConv2d', input, options, 2) as unknown as [WindowAxis, WindowAxis];
  const [channels, multiplier] = filter.slice(2) as [number, number];
  const output = [input[0] as number, axes[0].out, axes[1].out, channels * multiplier];
  return { input, filter, output, axes };
}

/** Outputs of a row that one invocation computes, so that it reads once what their windows share. */
const tile = 4;

/**
 * Each output from the taps of its window: the convolution itself, and, with the taps in reverse, its input gradient where
 * the stride is 1 and each channel has one filter.
 */
function lowerTaps({ input, filter, output, axes }: Depthwise, isReversed = false): Lowered {
  const [down, across] = axes;
  const outChannels = output[3] as number;
  const tiles = Math.ceil(across.out / tile);
  const [, height, width, channels] = input as [number, number, number, number];
  const columns = Array.from({ length: tile }, (_, j) => j);
  const taps = Array.from({ length: across.window }, (_, k) => k);
  const reach = (j: number, k: number) => j * across.stride + k * across.dilation;
  const reaches = [...new Set(columns.flatMap((j) => taps.map((k) => reach(j, k))))].sort((a, b) => a - b);
  const last = (across.out - 1) * across.stride + reach(0, across.window - 1) - across.before;
  const hasGaps = across.before > 0 || last >= width;
  const added = (j: number, k: number) => {
    const q = reach(j, k);
    const sum = `fma(x_${q}, w${k}, sum${j})`;
    // What lies outside is not multiplied: a weight may be NaN or infinite.
    return hasGaps ? `select(sum${j}, ${sum}, corner + ${q}u < ${width}u)` : sum;
  };
  const row = isReversed ? `${down.window - 1}u - k1` : 'k1';
  const column = (k: number) => (isReversed ? across.window - 1 - k : k);
  const lines = (of: readonly number[], line: (i: number) => string) => of.map(line).join('\n  ');
  return {
    passes: [
      elementPass(
        (output[0] as number) * down.out * tiles * outChannels,
        `fn element(i: u32) {
  ${coordinates([output[0] as number, down.out, tiles, outChannels], 'i', 'o')}
  let channel = o3 / ${filter[3]}u;
  let first = o2 * ${tile}u;
  let corner = first * ${across.stride}u ${shifted(across)};
  ${lines(columns, (j) => `var sum${j} = 0.0;`)}
  for (var k1 = 0u; k1 < ${down.window}u; k1++) {
    let y = o1 * ${down.stride}u + k1 * ${down.dilation}u ${shifted(down)};
    if (y >= ${height}u) { continue; }
    let line = (o0 * ${height}u + y) * ${width}u;
    ${lines(reaches, (q) => `let x_${q} = cell(line, corner + ${q}u, channel);`)}
    ${lines(taps, (k) => {
      const weight = `let w${k} = x1(((${row}) * ${across.window}u + ${column(k)}u) * ${outChannels}u + o3);`;
      return [weight, ...columns.map((j) => `sum${j} = ${added(j, k)};`)].join(' ');
    })}
  }
  let at = ((o0 * ${down.out}u + o1) * ${across.out}u + first) * ${outChannels}u + o3;
  ${lines(columns, (j) => `if (first + ${j}u < ${across.out}u) { put_y0(at + ${j * outChannels}u, sum${j}); }`)}
}
fn cell(line: u32, x: u32, channel: u32) -> f32 {
  return x0((line + min(x, ${width - 1}u)) * ${channels}u + channel);
}`,
      ),
    ],
  };
}

/** WGSL of the padding before; what lies there wraps around to beyond the last place. */
function shifted({ before }: WindowAxis): string {
  return before === 0 ? '' : before > 0 ? `- ${before}u` : `+ ${-before}u`;
}

function lowerForward({ inputs, attrs }: CallSpec): Lowered {
  const [x, filter] = inputs as [TensorSpec, TensorSpec];
  const sizes = depthwiseOf(x.shape, filter.shape, attrs);
  // A tile's windows lie on nothing.
  if (sizeOf(x.shape) === 0) return lowerElements(sizeOf(sizes.output), zeros);
  return lowerTaps(sizes);
}

const zeros = 'fn value(i: u32) -> f32 { return 0.0; }';

/** [dy, filter]: dx[p] = Σ over taps, and filters of the channel, of dy at (p + before − k · dilation) / stride, where that is whole. */
function lowerInputGradient({ inputs, attrs, outputs }: CallSpec): Lowered {
  const { shape } = outputs[0] as TensorSpec;
  const { filter, output, axes } = depthwiseOf(shape, (inputs[1] as TensorSpec).shape, attrs);
  const multiplier = filter[3] as number;
  if (sizeOf(output) === 0) return lowerElements(sizeOf(shape), zeros);
  if (multiplier === 1 && axes.every(({ stride }) => stride === 1)) {
    const reversed = axes.map((axis) => ({
      ...axis,
      size: axis.out,
      out: axis.size,
      before: (axis.window - 1) * axis.dilation - axis.before,
    })) as unknown as Depthwise['axes'];
    return lowerTaps({ input: output, filter, output: shape, axes: reversed }, true);
  }
  const window = placeOf(output, ['p0', 'o1', 'o2', 'o3']);
  const tap = placeOf([...filter.slice(0, 2), output[3] as number], ['k1', 'k2', 'o3']);
  const body = `for (var o3 = p3 * ${multiplier}u; o3 < (p3 + 1u) * ${multiplier}u; o3++) {
    total = fma(x0(${window}), x1(${tap}), total);
  }`;
  const loops = axes.reduceRight((inner, { window, out, stride, dilation, before }, i) => {
    const d = i + 1;
    // Before the first window the reach wraps around to beyond the last.
    return `for (var k${d} = 0u; k${d} < ${window}u; k${d}++) {
  let reach${d} = p${d} + ${before}u - k${d} * ${dilation}u;
  let o${d} = reach${d} / ${stride}u;
  if (p${d} + ${before}u < k${d} * ${dilation}u || o${d} >= ${out}u${stride > 1 ? ` || reach${d} % ${stride}u != 0u` : ''}) { continue; }
  ${inner}
  }`;
  }, body);
  return lowerElements(
    sizeOf(shape),
    `fn value(i: u32) -> f32 {
  ${coordinates(shape, 'i', 'p')}
  var total = 0.0;
  ${loops}
  return total;
}`,
  );
}

/** [x, dy]: few long sums over images, rows and columns, so the rows are shared out to √length parts, added up at the end. */
function lowerFilterGradient({ inputs, attrs, outputs }: CallSpec): Lowered {
  const [x] = inputs as [TensorSpec];
  const { shape } = outputs[0] as TensorSpec;
  const { input, filter, output, axes } = depthwiseOf(x.shape, shape, attrs);
  const [batch, outHeight, outWidth, outChannels] = output as [number, number, number, number];
  const rows = batch * outHeight;
  const size = sizeOf(shape);
  if (rows * outWidth === 0) return lowerElements(size, zeros);
  const parts = Math.min(rows, Math.ceil(Math.sqrt(rows * outWidth)));
  const [down, across] = axes;
  const partial = elementPass(
    parts * size,
    `fn element(index: u32) {
  let i = index % ${size}u;
  let part = index / ${size}u;
  ${coordinates([...filter.slice(0, 2), outChannels], 'i', 'k')}
  let o3 = k2;
  let c = o3 / ${filter[3]}u;
  var total = 0.0;
  for (var row = part; row < ${rows}u; row += ${parts}u) {
    let o0 = row / ${outHeight}u;
    let o1 = row % ${outHeight}u;
    let p1 = o1 * ${down.stride}u + k0 * ${down.dilation}u - ${down.before}u;
    if (p1 >= ${down.size}u) { continue; }
    for (var o2 = 0u; o2 < ${outWidth}u; o2++) {
      let p2 = o2 * ${across.stride}u + k1 * ${across.dilation}u - ${across.before}u;
      if (p2 >= ${across.size}u) { continue; }
      total = fma(x0(${placeOf(input, ['o0', 'p1', 'p2', 'c'])}), x1(${placeOf(output, ['o0', 'o1', 'o2', 'o3'])}), total);
    }
  }
  put_t0(index, total);
}`,
  );
  const whole = elementPass(
    size,
    `fn element(i: u32) {
  var total = 0.0;
  for (var part = 0u; part < ${parts}u; part++) { total += t0(part * ${size}u + i); }
  put_y0(i, total);
}`,
  );
  return { temporaries: [{ shape: [parts, size], dtype: 'float32' }], passes: [partial, whole] };
}

/** Convolutions of each channel by itself, and their gradients. */
export const depthwiseKernels: Readonly<Record<string, Lowering>> = {
  DepthwiseConv2dNative: { lower: lowerForward },
  DepthwiseConv2dNativeBackpropFilter: { lower: lowerFilterGradient },
  DepthwiseConv2dNativeBackpropInput: { lower: lowerInputGradient },
};
