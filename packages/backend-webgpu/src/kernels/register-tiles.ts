import { elementPass, type Pass } from '../shader/pass.js';
import { type MatrixProduct, startsOf } from './matrix-product.js';

/** Rows and columns of the tile that one invocation computes. */
const tile = { rows: 4, columns: 4 };

/** Invocations that a device should have at least, for its cores to be busy. */
const enough = 8192;

/** Parts into which the sums of a product are cut. */
export function registerParts({ batch, rows, columns, runs }: MatrixProduct): number {
  const tiles = batch * Math.ceil(rows / tile.rows) * Math.ceil(columns / tile.columns);
  return Math.max(1, Math.min(Math.ceil(runs / 4), Math.floor(enough / tiles)));
}

/** Each invocation computes a tile from registers; neighbours compute neighbouring columns. */
export function registerTiles(product: MatrixProduct, parts: number, put: string): Pass {
  const { batch, rows, columns, runs, depth, total = runs * depth, a, b } = product;
  const [tilesDown, tilesAcross] = [Math.ceil(rows / tile.rows), Math.ceil(columns / tile.columns)];
  const down = Array.from({ length: tile.rows }, (_, i) => i);
  const across = Array.from({ length: tile.columns }, (_, j) => j);
  const perPart = Math.ceil(runs / parts);
  const isRagged = total < runs * depth;
  const lines = (of: readonly number[], line: (i: number) => string) => of.map(line).join('\n    ');
  const read = (i: number) => {
    const value = `${a.read}(u32(a${i}) + k * ${a.step}u)`;
    return a.hasGaps
      ? `select(0.0, ${value.replace(`u32(a${i})`, `u32(max(a${i}, 0))`)}, a${i} >= 0)`
      : value;
  };
  const code = `${startsOf(product)}
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
    ${lines(across, (j) => `let b${j} = u32(start_b(z, min(j${j}, ${columns - 1}u), t));`)}
    let depth = ${isRagged ? `min(${depth}u, ${total}u - t * ${depth}u)` : `${depth}u`};
    for (var k = 0u; k < depth; k++) {
      let row = vec4f(${across.map((j) => `${b.read}(b${j} + k * ${b.step}u)`).join(', ')});
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
