import { groupPass, type Pass } from '../shader/pass.js';
import { type Factor, type MatrixProduct, startsOf } from './matrix-product.js';
import { extentOf, invocationsOf, type Tile, type Tiling } from './tiling.js';

/** What a workgroup holds of a factor. */
interface Side {
  readonly name: 'a' | 'b';
  readonly factor: Factor;
  /** Lines of the whole factor. */
  readonly count: number;
  /** Lines of the tile. */
  readonly lines: number;
  /** Lines of an invocation. */
  readonly own: number;
  /** Invocations beside each other along the lines, and the variable that numbers them. */
  readonly spread: number;
  readonly place: 'down' | 'across';
  /** Places of each line. */
  readonly depth: number;
}

/**
 * A product whose factors go through the memory of workgroups: each workgroup computes a tile of the result, and each of its
 * invocations a smaller tile of that in registers, step by step along the sum (Goto, van de Geijn, Anatomy of high-performance
 * matrix multiplication, 2008; Kerr et al., CUTLASS, 2017, for the levels of a GPU). While a step is computed, the factors of
 * the next are on their way: there are two places for them, and one barrier a step.
 *
 * Elements move in fours along what lies together in memory, be it the run of a line or neighbouring lines, so that no
 * transpose needs a copy. What lies beyond an edge is 0.
 */
export function workgroupTiles(product: MatrixProduct, { tile, parts }: Tiling, put: string): Pass {
  const { batch, rows, columns, runs, depth, total = runs * depth } = product;
  const extent = extentOf(tile);
  const [a, b] = sidesOf(product, tile);
  const sides = [a, b];
  const invocations = invocationsOf(tile);
  const [tilesDown, tilesAcross] = [Math.ceil(rows / extent.rows), Math.ceil(columns / extent.columns)];
  const steps = Math.ceil(total / tile.depth);
  const perPart = Math.ceil(steps / parts);
  const fours = range(tile.columns / 4);
  const sums = range(tile.rows).flatMap((r) => fours.map((c) => `sum${r}_${c}`));
  // Each invocation moves a whole number of fours.
  const moves = (line: (side: Side, n: number) => string) =>
    sides.flatMap((side) => range(foursOf(side) / invocations).map((n) => line(side, n))).join('\n    ');
  const code = `${startsOf(product)}
${sides.map((side) => fetcher(side, product)).join('\n')}
${sides.map((side) => `var<workgroup> tile_${side.name}: array<vec4f, ${2 * foursOf(side)}>;`).join('\n')}
fn group(index: u32, local: u32) {
  let i0 = index / ${tilesAcross}u % ${tilesDown}u * ${extent.rows}u;
  let j0 = index % ${tilesAcross}u * ${extent.columns}u;
  let z = index / ${tilesAcross * tilesDown}u % ${batch}u;
  let part = index / ${tilesAcross * tilesDown * batch}u;
  let down = local / ${tile.across}u;
  let across = local % ${tile.across}u;
  ${sides.map((side) => `let turn_${side.name} = ${turn(side, side.place)};`).join('\n  ')}
  let start = part * ${perPart}u;
  let end = min(${steps}u, start + ${perPart}u);
  ${sums.map((sum) => `var ${sum} = vec4f();`).join('\n  ')}
  ${moves((side, n) => `var next_${side.name}${n} = vec4f();`)}
  // Where the factors of the step before lie, those of this one come into the other place.
  var before = 0u;
  for (var step = start; step <= end; step++) {
    if (step < end) {
    ${moves((side, n) => `next_${side.name}${n} = ${fetched(side, `local + ${n * invocations}u`)};`)}
    }
    if (step > start) {
    for (var q = 0u; q < ${tile.depth / 4}u; q++) {
      ${multiplied(a, b)}
    }
    }
    let now = 1u - before;
    if (step < end) {
    ${moves((side, n) => {
      const place = kept(side, `local + ${n * invocations}u`);
      return `tile_${side.name}[now * ${foursOf(side)}u + ${place}] = next_${side.name}${n};`;
    })}
    }
    before = now;
    workgroupBarrier();
  }
  let first = (part * ${batch}u + z) * ${rows * columns}u;
  // One by one, so that what is fused with the product stands here once.
  for (var e = 0u; e < ${tile.rows * tile.columns}u; e++) {
    var four = vec4f();
    switch e / 4u {
      ${sums.map((sum, n) => `case ${n}u: { four = ${sum}; }`).join('\n      ')}
      default: {}
    }
    let i = i0 + ${lineOf(a, `(e / ${tile.columns}u)`)};
    let j = j0 + ${lineOf(b, `(e % ${tile.columns}u)`)};
    if (i < ${rows}u && j < ${columns}u) { ${put}(first + i * ${columns}u + j, four[e % 4u]); }
  }
}`;
  return groupPass(parts * batch * tilesDown * tilesAcross, invocations, code);
}

function sidesOf({ a, b, rows, columns }: MatrixProduct, tile: Tile): [Side, Side] {
  const extent = extentOf(tile);
  const { depth } = tile;
  return [
    {
      name: 'a',
      factor: a,
      count: rows,
      lines: extent.rows,
      own: tile.rows,
      spread: tile.down,
      place: 'down',
      depth,
    },
    {
      name: 'b',
      factor: b,
      count: columns,
      lines: extent.columns,
      own: tile.columns,
      spread: tile.across,
      place: 'across',
      depth,
    },
  ];
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

/** Fours of a side that a workgroup holds for a step. */
function foursOf({ lines, depth }: Side): number {
  return (lines * depth) / 4;
}

/** The function that gives four neighbours of a factor, from a line and a place that lie inside a tile. */
function fetcher({ name, factor, count }: Side, product: MatrixProduct): string {
  const { runs, depth, total = runs * depth } = product;
  const { read, step, along, isInFours, hasGaps } = factor;
  const place = runs === 1 ? 'k' : `k % ${depth}u`;
  const body = (type: string, load: (at: string) => string) => `-> ${type} {
  if (i >= ${count}u || k >= ${total}u) { return ${type}(); }
  let start = start_${name}(z, i, ${runs === 1 ? '0u' : `k / ${depth}u`});
  ${hasGaps ? `if (start < 0) { return ${type}(); }` : ''}
  return ${load(`(u32(start) + ${place} * ${step}u)`)};
}`;
  if (isInFours) {
    return `fn four_${name}(z: u32, i: u32, k: u32) ${body('vec4f', (at) => `four_${read}(${at} / 4u)`)}`;
  }
  const each = range(4).map((n) => (along === 'run' ? `i, k + ${n}u` : `i + ${n}u, k`));
  return `fn one_${name}(z: u32, i: u32, k: u32) ${body('f32', (at) => `${read}(${at})`)}
fn four_${name}(z: u32, i: u32, k: u32) -> vec4f {
  return vec4f(${each.map((at) => `one_${name}(z, ${at})`).join(', ')});
}`;
}

/** WGSL of four `f` of a side, in this step, from the device's memory. Neighbouring invocations fetch neighbours. */
function fetched({ name, factor, lines, depth }: Side, f: string): string {
  const first = name === 'a' ? 'i0' : 'j0';
  const [line, k] =
    factor.along === 'run'
      ? [`(${f}) / ${depth / 4}u`, `(${f}) % ${depth / 4}u * 4u`]
      : [`(${f}) % ${lines / 4}u * 4u`, `(${f}) / ${lines / 4}u`];
  return `four_${name}(z, ${first} + ${line}, step * ${depth}u + ${k})`;
}

/** WGSL of where four `f` of a side is kept: run after run, or place after place. */
function kept(side: Side, f: string): string {
  if (side.factor.along === 'lines') return f;
  const perLine = side.depth / 4;
  const line = `(${f}) / ${perLine}u`;
  return `${line} * ${perLine}u + (((${f}) % ${perLine}u) ^ (${turn(side, `(${line} % ${side.spread}u)`)}))`;
}

/**
 * WGSL of how the fours of a line are turned: what neighbouring invocations read at the same time, the same place of
 * neighbouring lines, then lies in different banks of memory, of which there are 32 of one word.
 */
function turn({ depth }: Side, place: string): string {
  const perLine = depth / 4;
  return `${place} / ${8 / perLine}u % ${perLine}u`;
}

/** WGSL of line `n` of an invocation, counted from the tile's first. */
function lineOf({ factor, spread, place }: Side, n: string): string {
  return factor.along === 'run'
    ? `${n} * ${spread}u + ${place}`
    : `${n} / 4u * ${4 * spread}u + ${place} * 4u + ${n} % 4u`;
}

/** WGSL that adds four places' products to the sums. */
function multiplied(a: Side, b: Side): string {
  // What lies along runs is loaded for all four places at once.
  const load = (side: Side, k?: number): string[] => {
    const { name, factor, spread, place, depth, lines, own } = side;
    const half = `before * ${foursOf(side)}u`;
    const isRun = factor.along === 'run';
    if (isRun !== (k === undefined)) return [];
    return isRun
      ? range(own).map(
          (n) =>
            `let ${name}${n} = tile_${name}[${half} + (${n * spread}u + ${place}) * ${depth / 4}u + (q ^ turn_${name})];`,
        )
      : range(own / 4).map(
          (n) =>
            `let ${name}${n} = tile_${name}[${half} + (q * 4u + ${k}u) * ${lines / 4}u + ${n * spread}u + ${place}];`,
        );
  };
  const places = range(4).map((k) => {
    const row = (c: number) =>
      b.factor.along === 'run'
        ? `vec4f(${range(4)
            .map((n) => `b${4 * c + n}[${k}]`)
            .join(', ')})`
        : `b${c}`;
    const factor = (r: number) =>
      a.factor.along === 'run' ? `a${r}[${k}]` : `a${Math.floor(r / 4)}[${r % 4}]`;
    const columns = range(b.own / 4);
    const sums = columns.flatMap((c) => [
      `let row${c} = ${row(c)};`,
      ...range(a.own).map((r) => `sum${r}_${c} = fma(vec4f(${factor(r)}), row${c}, sum${r}_${c});`),
    ]);
    return `{ ${[...load(a, k), ...load(b, k), ...sums].join('\n      ')} }`;
  });
  return [...load(a), ...load(b), ...places].join('\n      ');
}
