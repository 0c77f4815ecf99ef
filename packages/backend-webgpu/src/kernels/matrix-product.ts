import type { TensorSpec } from '@descent/core';
import { elementPass, type Lowered, type Pass } from '../shader/pass.js';

/**
 * A product of matrices whose elements lie anywhere in their buffers: c[z, i, j] = Σ a[z, i, t, k] · b[z, t, k, j] over runs t
 * and places k of a run. Matrix products have one run; convolutions one for each tap of the filter.
 */
export interface MatrixProduct {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly runs: number;
  /** Places of a run. */
  readonly depth: number;
  /** Places of all runs together, where the last run is shorter. Default: runs · depth. */
  readonly total?: number;
  /** WGSL: `fn start_a(z: u32, i: u32, t: u32) -> i32`, the first place of a row's run in a. */
  readonly startA: string;
  /** Whether `start_a` is −1 for runs in which all of a is 0. Default false. */
  readonly hasGaps?: boolean;
  /** Elements of a from one place of a run to the next. */
  readonly stepA: number;
  /** WGSL: `fn start_b(z: u32, t: u32, j: u32) -> u32`. */
  readonly startB: string;
  readonly stepB: number;
  /** The functions that read a and b; default `x0` and `x1`. */
  readonly a?: string;
  readonly b?: string;
}

/** Rows and columns of the tile that one invocation computes. */
const tile = { rows: 4, columns: 4 };

/** Invocations that a device should have at least, for its cores to be busy. */
const enough = 8192;

/** Shaders of a product: where the result is small and the sum long, the sum is cut, and its parts added up at the end. */
export function lowerProduct(product: MatrixProduct, before: Lowered = { passes: [] }): Lowered {
  const { batch, rows, columns, runs } = product;
  const tiles = batch * Math.ceil(rows / tile.rows) * Math.ceil(columns / tile.columns);
  const parts = Math.min(Math.ceil(runs / 4), Math.max(1, Math.floor(enough / tiles)));
  const temporaries = before.temporaries ?? [];
  if (parts <= 1) {
    return { temporaries, passes: [...before.passes, tilePass(product, 1, 'put_y0')] };
  }
  const size = batch * rows * columns;
  const partial: TensorSpec = { shape: [parts, size], dtype: 'float32' };
  const name = `t${temporaries.length}`;
  const sum = elementPass(
    size,
    `fn element(i: u32) {
  var total = 0.0;
  for (var part = 0u; part < ${parts}u; part++) { total += ${name}(part * ${size}u + i); }
  put_y0(i, total);
}`,
  );
  return {
    temporaries: [...temporaries, partial],
    passes: [...before.passes, tilePass(product, parts, `put_${name}`), sum],
  };
}

/** Each invocation computes a tile from registers; neighbours compute neighbouring columns. */
function tilePass(product: MatrixProduct, parts: number, put: string): Pass {
  const { batch, rows, columns, runs, depth, total = runs * depth, startA, stepA, startB, stepB } = product;
  const { a = 'x0', b = 'x1', hasGaps = false } = product;
  const [tilesDown, tilesAcross] = [Math.ceil(rows / tile.rows), Math.ceil(columns / tile.columns)];
  const down = Array.from({ length: tile.rows }, (_, i) => i);
  const across = Array.from({ length: tile.columns }, (_, j) => j);
  const perPart = Math.ceil(runs / parts);
  const isRagged = total < runs * depth;
  const lines = (of: readonly number[], line: (i: number) => string) => of.map(line).join('\n    ');
  const read = (i: number) => {
    const value = `${a}(u32(a${i}) + k * ${stepA}u)`;
    return hasGaps ? `select(0.0, ${value.replace(`u32(a${i})`, `u32(max(a${i}, 0))`)}, a${i} >= 0)` : value;
  };
  const code = `${startA}
${startB}
fn element(index: u32) {
  let across = index % ${tilesAcross}u;
  let down = index / ${tilesAcross}u % ${tilesDown}u;
  let z = index / ${tilesAcross * tilesDown}u % ${batch}u;
  let part = index / ${tilesAcross * tilesDown * batch}u;
  ${lines(down, (i) => `let i${i} = down + ${i * tilesDown}u;`)}
  ${lines(across, (j) => `let j${j} = across + ${j * tilesAcross}u;`)}
  ${lines(down, (i) => `var sum${i} = vec4f();`)}
  for (var t = part * ${perPart}u; t < min(${runs}u, (part + 1u) * ${perPart}u); t++) {
    ${lines(down, (i) => `let a${i} = start_a(z, min(i${i}, ${rows - 1}u), t);`)}
    ${lines(across, (j) => `let b${j} = start_b(z, t, min(j${j}, ${columns - 1}u));`)}
    let depth = ${isRagged ? `min(${depth}u, ${total}u - t * ${depth}u)` : `${depth}u`};
    for (var k = 0u; k < depth; k++) {
      let row = vec4f(${across.map((j) => `${b}(b${j} + k * ${stepB}u)`).join(', ')});
      ${lines(down, (i) => `sum${i} = fma(vec4f(${read(i)}), row, sum${i});`)}
    }
  }
  let first = (part * ${batch}u + z) * ${rows * columns}u;
  ${lines(down, (i) =>
    across
      .map((j) => {
        const guard = `i${i} < ${rows}u && j${j} < ${columns}u`;
        return `if (${guard}) { ${put}(first + i${i} * ${columns}u + j${j}, sum${i}[${j}]); }`;
      })
      .join('\n    '),
  )}
}`;
  return elementPass(parts * batch * tilesDown * tilesAcross, code);
}
