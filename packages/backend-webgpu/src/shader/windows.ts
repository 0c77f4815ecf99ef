import { type Shape, sizeOf, type WindowAxis } from '@descent/core';
import { coordinates, placeOf } from './indexing.js';

/** Taps of the largest window whose cells are written out one by one. */
const mostWritten = 16;

/** The windows of a batch of images or volumes, [batch, …axes, channels], without dilations. */
export interface Windows {
  readonly axes: readonly WindowAxis[];
  /** Shape of what the windows lie on. */
  readonly input: Shape;
  /** Shape of what has an element for each window. */
  readonly output: Shape;
}

/** WGSL names of a window's coordinates: image, places along the axes, channel. */
function windowNames({ output }: Windows): string[] {
  return output.map((_, d) => `o${d}`);
}

/** Whether each cell of the input is in one window. */
export function isTiling({ axes }: Windows): boolean {
  return axes.every(
    ({ size, out, window, stride, before, after }) =>
      stride === window && out * window === size && before + after === 0,
  );
}

/** WGSL statements that take window `index` apart: `o0` is its image, `o1`, … where it lies, the last its channel. */
export function windowAt({ output }: Windows, index: string): string {
  return coordinates(output, index, 'o');
}

/** WGSL statements that take cell `index` of the input apart: `p0`, `p1`, … */
export function cellAt({ input }: Windows, index: string): string {
  return coordinates(input, index, 'p');
}

/** WGSL of the first place along axis d that window `o…` has on the input, and of the place after its last. */
function reach({ size, stride, window, before, after }: WindowAxis, d: number): readonly [string, string] {
  const start = `o${d} * ${stride}u`;
  if (before + after === 0) return [start, `${start} + ${window}u`];
  const inside = (place: string) => `clamp(${place}, ${before}u, ${before + size}u) - ${before}u`;
  return [inside(start), inside(`${start} + ${window}u`)];
}

/** WGSL of the number of cells that window `o…` has on the input. */
export function cellCount({ axes }: Windows): string {
  return axes
    .map((axis, i) => {
      const [from, to] = reach(axis, i + 1);
      return axis.before + axis.after === 0 ? `${axis.window}u` : `(${to} - (${from}))`;
    })
    .join(' * ');
}

/** WGSL that runs `body` for every `cell`, a place of the input, in window `o…`, in order. */
export function eachCell(windows: Windows, body: string): string {
  const { axes, input } = windows;
  const isPadded = axes.some(({ before, after }) => before + after > 0);
  const taps = sizeOf(axes.map(({ window }) => window));
  const channel = `o${axes.length + 1}`;
  if (!isPadded && taps <= mostWritten) {
    const corner = placeOf(input, [
      'o0',
      ...axes.map(({ stride }, i) => `(o${i + 1} * ${stride}u)`),
      channel,
    ]);
    const written = offsets(windows).map((offset) => `{ let cell = corner + ${offset}u; ${body} }`);
    return [`let corner = ${corner};`, ...written].join('\n  ');
  }
  const cell = `let cell = ${placeOf(input, ['o0', ...axes.map((_, i) => `q${i + 1}`), channel])};`;
  return axes.reduceRight((inner, axis, i) => {
    const [from, to] = reach(axis, i + 1);
    const q = `q${i + 1}`;
    return `let end${i + 1} = ${to};
  for (var ${q} = ${from}; ${q} < end${i + 1}; ${q}++) {
  ${inner}
  }`;
  }, `${cell} ${body}`);
}

/** Places of a window's cells, counted from its first. */
function offsets({ axes, input }: Windows): number[] {
  return axes
    .reduce<number[]>(
      (rows, { window, size }) =>
        rows.flatMap((row) => Array.from({ length: window }, (_, k) => row * size + k)),
      [0],
    )
    .map((pixel) => pixel * (input.at(-1) as number));
}

/** WGSL that runs `body` for every `window`, a place of the output with coordinates `o…`, that contains cell `p…`, in order. */
export function eachWindow(windows: Windows, body: string): string {
  const { axes, output } = windows;
  const channel = axes.length + 1;
  const place = `let window = ${placeOf(output, windowNames(windows))};`;
  const loops = axes.reduceRight((inner, { out, stride, window, before }, i) => {
    const d = i + 1;
    // Those from ⌈(p + before − window + 1) / stride⌉ to ⌊(p + before) / stride⌋.
    return `let end${d} = min((p${d} + ${before}u) / ${stride}u + 1u, ${out}u);
  for (var o${d} = select(0u, (p${d} + ${before}u - ${window}u) / ${stride}u + 1u, p${d} + ${before}u >= ${window}u); o${d} < end${d}; o${d}++) {
  ${inner}
  }`;
  }, `${place} ${body}`);
  return `let o0 = p0; let o${channel} = p${channel};\n  ${loops}`;
}
