import type { DeviceTraits } from '../shader/pass.js';
import type { MatrixProduct } from './matrix-product.js';

/** How a workgroup computes a tile of a product: `down` × `across` invocations, each `rows` × `columns` elements. */
export interface Tile {
  readonly down: number;
  readonly across: number;
  /** Rows of one invocation, a multiple of four. */
  readonly rows: number;
  /** Columns of one invocation, a multiple of four. */
  readonly columns: number;
  /** Places of the sum whose factors lie in the workgroup's memory at a time, a multiple of four. */
  readonly depth: number;
}

/** A tile for a product, and the parts into which its sums are cut. */
export interface Tiling {
  readonly tile: Tile;
  readonly parts: number;
}

/**
 * What an invocation and a workgroup take, as estimated: registers of 32 bits for sums + factors of a step where a lies along
 * runs and b along lines + what is fetched for the next step + places, and memory for two steps.
 *
 * | tile                | invocations | registers         | memory | at a time on 64 Ki registers and 227 KiB |
 * | ------------------- | ----------- | ----------------- | ------ | ---------------------------------------- |
 * | 128 × 128           | 256         | 64 + 40 + 8 + 25  | 16 KiB | 1 workgroup: 8 of 64 warps               |
 * | 64 × 64             | 256         | 16 + 20 + 8 + 25  | 16 KiB | 3 workgroups: 24 of 64 warps             |
 * | 64 × 32             | 128         | 16 + 20 + 12 + 25 | 12 KiB | 6 workgroups: 24 of 64 warps             |
 * | 32 × 32             | 64          | 16 + 20 + 16 + 25 | 8 KiB  | 12 workgroups: 24 of 64 warps            |
 * | 64 × 16 and 16 × 64 | 64          | 16 + 20 + 20 + 25 | 10 KiB | 12 workgroups: 24 of 64 warps            |
 *
 * The largest has few warps, but each has 64 sums that do not wait for one another. Its invocations read 16 numbers of the
 * workgroup's memory for 64 multiplications, those of the others 8 for 16. Factors take 16 registers where both lie along
 * lines, 64 where both lie along runs. No more than 16 KiB and 256 invocations: what WebGPU promises.
 *
 * These are estimates: no tile was timed on hardware yet.
 */
const tiles: readonly Tile[] = [
  { down: 16, across: 16, rows: 8, columns: 8, depth: 8 },
  { down: 16, across: 16, rows: 4, columns: 4, depth: 16 },
  { down: 16, across: 8, rows: 4, columns: 4, depth: 16 },
  { down: 8, across: 8, rows: 4, columns: 4, depth: 16 },
  { down: 16, across: 4, rows: 4, columns: 4, depth: 16 },
  { down: 4, across: 16, rows: 4, columns: 4, depth: 16 },
];

/** Invocations that keep a large device busy: 132 multiprocessors, two warps of 32 for each of their four schedulers. */
const enough = 32768;

/** Places that a part of a sum has at least. */
const leastPart = 64;

/** Sums so short that most of a tile's depth would be zeros. */
const shortest = 8;

/** Multiplications in the time in which a number is written to memory or read from it. */
const transfer = 32;

/** Multiplications in the time that one more dispatch takes. */
const dispatch = 2 ** 26;

/** Multiplications in the time in which a tile fetches a number of a factor, and in which an invocation reads one. */
const cost = { fetch: 16, read: 1 };

export function invocationsOf({ down, across }: Tile): number {
  return down * across;
}

/** Rows, or columns, of a tile. */
export function extentOf(tile: Tile): { rows: number; columns: number } {
  return { rows: tile.down * tile.rows, columns: tile.across * tile.columns };
}

/** Bytes of a tile's factors, of this step and the next. */
export function memoryOf(tile: Tile): number {
  const { rows, columns } = extentOf(tile);
  return 2 * 4 * (rows + columns) * tile.depth;
}

/**
 * The tile and the number of parts that should take the shortest: multiplications, those beyond the edges too, slowed by what
 * each brings along and where the device is not full; and the traffic of partial sums.
 *
 * @returns undefined where tiles in registers alone do better: in software, on devices that allow none of the tiles, and for
 * the shortest of sums
 */
export function tilingOf(
  product: MatrixProduct,
  { isSoftware, workgroup }: DeviceTraits,
): Tiling | undefined {
  const { batch, rows, columns, runs, depth, total = runs * depth } = product;
  if (isSoftware || total < shortest) return undefined;
  let best: (Tiling & { readonly time: number }) | undefined;
  for (const tile of tiles) {
    if (invocationsOf(tile) > workgroup.invocations || memoryOf(tile) > workgroup.bytes) continue;
    const extent = extentOf(tile);
    const count = batch * Math.ceil(rows / extent.rows) * Math.ceil(columns / extent.columns);
    const perStep =
      1 +
      cost.fetch * (1 / extent.rows + 1 / extent.columns) +
      cost.read * (1 / tile.rows + 1 / tile.columns);
    const steps = Math.ceil(total / tile.depth);
    for (let parts = 1; parts === 1 || parts * leastPart <= total; parts *= 2) {
      const isBusy = Math.min(1, (count * parts * invocationsOf(tile)) / enough);
      const sums = (count * extent.rows * extent.columns * steps * tile.depth * perStep) / isBusy;
      const time = sums + (parts > 1 ? 2 * parts * batch * rows * columns * transfer + dispatch : 0);
      if (!best || time < best.time) {
        best = { tile, parts: Math.ceil(steps / Math.ceil(steps / parts)), time };
      }
    }
  }
  return best && { tile: best.tile, parts: best.parts };
}
