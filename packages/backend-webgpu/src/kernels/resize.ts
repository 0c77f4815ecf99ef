import { type Attrs, type Shape, sizeOf, type TensorSpec } from '@descent/core';
import { coordinates, placeOf } from '../shader/indexing.js';
import { lowerElements } from '../shader/pass.js';
import { valueType } from '../shader/wgsl.js';
import type { CallSpec, Lowering } from './lowering.js';

/** Place i of a resized axis lies at (i · step + shift) / unit of the axis: in whole numbers, which are not rounded. */
interface ResizedAxis {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly shift: number;
  readonly unit: number;
}

type Interpolation = 'bilinear' | 'nearest';

function resizedAxes(images: Shape, attrs: Attrs, interpolation: Interpolation): ResizedAxis[] {
  const { size, alignCorners, halfPixelCenters } = attrs as unknown as {
    size: readonly number[];
    alignCorners: boolean;
    halfPixelCenters: boolean;
  };
  return size.map((to, d) => {
    const from = images[d + 1] as number;
    const [above, below] = alignCorners && to > 1 ? [from - 1, to - 1] : [from, to];
    // The nearest cell is the one that the place lies in; in the bilinear layout a cell's place is its middle.
    const shifts = { bilinear: above - below, nearest: above };
    const shift = halfPixelCenters ? shifts[interpolation] : 0;
    const rounding = alignCorners && interpolation === 'nearest' ? below : 0;
    const terms = [2 * above, shift + rounding, 2 * below] as const;
    const divisor = terms.reduce((a, b) => commonDivisor(a, Math.abs(b)));
    const [step, start, unit] = terms.map((n) => n / divisor) as [number, number, number];
    return { from, to, step, shift: start, unit };
  });
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Why an axis cannot be resized, if it cannot. */
function refusal(axes: readonly ResizedAxis[]): string | undefined {
  const long = axes.find(
    ({ from, to, step, shift, unit }) => (from + 1) * unit + (to + 1) * step + Math.abs(shift) >= 2 ** 31,
  );
  return long && `places of ${long.from} cells among ${long.to} need more than 32 bits on a GPU`;
}

/** WGSL of the cell before place `o` along axis d, `low`, and what is left, `rest`, in parts of `unit`. */
function lowAndRest({ from, step, shift, unit }: ResizedAxis, d: number): string {
  return `let n${d} = clamp(i32(o${d}) * ${step} + (${shift}), 0, ${(from - 1) * unit});
  let low${d} = u32(n${d} / ${unit});
  let rest${d} = n${d} % ${unit};`;
}

/** WGSL of the part of the way from the cell `low` to the next. */
function partOf({ unit }: ResizedAxis, d: number): string {
  return `f32(rest${d}) / f32(${unit})`;
}

function resize(interpolation: Interpolation): Lowering {
  return {
    refuses: ({ inputs, attrs }) =>
      refusal(resizedAxes((inputs[0] as TensorSpec).shape, attrs, interpolation)),
    lower({ inputs, attrs, outputs }: CallSpec) {
      const [images, out] = [inputs[0], outputs[0]] as [TensorSpec, TensorSpec];
      const axes = resizedAxes(images.shape, attrs, interpolation);
      const [, , width, channels] = images.shape as readonly [number, number, number, number];
      const corner = placeOf(images.shape, ['o0', 'low1', 'low2', 'o3']);
      const [down, across] = axes.map((axis, i) => partOf(axis, i + 1));
      const nearest = `return x0(${corner});`;
      const mixed = `let corner = ${corner};
  let above = along(corner, ${across});
  if (rest1 == 0) { return above; }
  return above + (along(corner + ${width * channels}u, ${across}) - above) * (${down});`;
      return lowerElements(
        sizeOf(out.shape),
        `fn value(i: u32) -> ${valueType(images.dtype)} {
  ${coordinates(out.shape, 'i', 'o')}
  ${axes.map((axis, d) => lowAndRest(axis, d + 1)).join('\n  ')}
  ${interpolation === 'nearest' ? nearest : mixed}
}
${interpolation === 'nearest' ? '' : alongRow(channels)}`,
      );
    },
  };
}

/** Between two pixels of a row; the second is not read where it has no part. */
function alongRow(channels: number): string {
  return `fn along(at: u32, part: f32) -> f32 {
  let left = x0(at);
  if (part == 0.0) { return left; }
  return left + (x0(at + ${channels}u) - left) * part;
}`;
}

/** [dy, images]: a pixel gathers from those places that lie on it, or less than a pixel away. */
function resizeGradient(interpolation: Interpolation): Lowering {
  return {
    refuses: ({ inputs, attrs }) =>
      refusal(resizedAxes((inputs[1] as TensorSpec).shape, attrs, interpolation)),
    lower({ inputs, attrs, outputs }: CallSpec) {
      const [dy, out] = [inputs[0], outputs[0]] as [TensorSpec, TensorSpec];
      const axes = resizedAxes(out.shape, attrs, interpolation);
      const at = placeOf(dy.shape, ['p0', 'o1', 'o2', 'p3']);
      const [down, across] = ['weight1', 'weight2'];
      const loops = axes.reduceRight(
        (inner, axis, i) => eachPlace(axis, i + 1, interpolation, inner),
        `total += x0(${at}) * ${down} * ${across};`,
      );
      return lowerElements(
        sizeOf(out.shape),
        `fn value(i: u32) -> f32 {
  ${coordinates(out.shape, 'i', 'p')}
  let o0 = p0;
  var total = 0.0;
  ${loops}
  return total;
}`,
      );
    },
  };
}

/** WGSL that runs `body` for every place `o` that cell `p` has a part in, which is `weight`. */
function eachPlace(axis: ResizedAxis, d: number, interpolation: Interpolation, body: string): string {
  const { from, to, step, shift, unit } = axis;
  // Places after the cell before (or, to the nearest, from the cell on), and before the next.
  const after = interpolation === 'nearest' ? `i32(p${d}) * ${unit} - 1` : `(i32(p${d}) - 1) * ${unit}`;
  const bounds =
    step === 0
      ? `let end${d} = ${to}u;
  for (var o${d} = 0u;`
      : `let after${d} = ${after} - (${shift});
  let next${d} = (i32(p${d}) + 1) * ${unit} - (${shift});
  let end${d} = select(u32(clamp((next${d} + ${step - 1}) / ${step}, 0, ${to})), ${to}u, p${d} == ${from - 1}u);
  for (var o${d} = select(u32(after${d} / ${step} + 1), 0u, p${d} == 0u || after${d} < 0);`;
  const share =
    interpolation === 'nearest'
      ? `if (low${d} != p${d}) { continue; }
  let weight${d} = 1.0;`
      : `if (low${d} != p${d} && (low${d} + 1u != p${d} || rest${d} == 0)) { continue; }
  let part${d} = ${partOf(axis, d)};
  let weight${d} = select(part${d}, 1.0 - part${d}, low${d} == p${d});`;
  return `${bounds} o${d} < end${d}; o${d}++) {
  ${lowAndRest(axis, d)}
  ${share}
  ${body}
  }`;
}

/** Images in other sizes. */
export const resizeKernels: Readonly<Record<string, Lowering>> = {
  ResizeBilinear: resize('bilinear'),
  ResizeBilinearGrad: resizeGradient('bilinear'),
  ResizeNearestNeighbor: resize('nearest'),
  ResizeNearestNeighborGrad: resizeGradient('nearest'),
};
