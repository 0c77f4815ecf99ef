import { sizeOf, type TensorSpec } from '@descent/core';
import { elementPass, type Lowered, type Pass } from '../shader/pass.js';
import type { Lowering } from './lowering.js';

/** Rows to be sorted, the largest first; of equal ones the first comes first. */
export interface Sorting {
  readonly rows: number;
  /** Places of a row. */
  readonly count: number;
  /** Places that are wanted, from the largest on. Default: all. */
  readonly wanted?: number;
  /** WGSL: `fn order_at(row: u32, place: u32) -> i32`. */
  readonly order: string;
  /** WGSL: `fn keep(row: u32, rank: u32, place: u32, order: i32)`, which puts where the element of a rank stands. */
  readonly keep: string;
  /** Number of the first temporary value that may be taken. Default 0. */
  readonly firstTemporary?: number;
}

/** Places of a row that is sorted by counting alone. */
const shortRow = 64;

/** Places of the runs that longer rows are merged from. */
const shortRun = 16;

/** Runs that are merged into one. */
const fan = 4;

/** What is kept of a row at a level, where each run stands for `width` places. */
interface Level {
  readonly width: number;
  readonly runs: number;
  /** Places of a run that are kept. */
  readonly kept: number;
  /** The temporary values with orders and with places. */
  readonly orders: string;
  readonly places: string;
}

/**
 * Shaders that sort: runs by counting, of which some are merged into one, and so on. An element's rank among them is its own
 * plus that which it has in each of the others, found by halving. Of each run only what is wanted is kept.
 */
export function lowerSorting(sorting: Sorting): Lowered {
  const { rows, count, wanted = count, order, keep, firstTemporary = 0 } = sorting;
  const levels = levelsOf(count, wanted, firstTemporary);
  const keepAt = (level: Level | undefined): string => {
    if (!level) return keep;
    const { width, runs, kept, orders, places } = level;
    return `fn keep(row: u32, rank: u32, place: u32, order: i32) {
  let at = (row * ${runs}u + place / ${width}u) * ${kept}u + rank;
  put_${orders}(at, order);
  put_${places}(at, i32(place));
}`;
  };
  const runLength = levels[0]?.width ?? count;
  const passes: Pass[] = [
    elementPass(rows * count, `${order}\n${keepAt(levels[0])}\n${counting(count, runLength, wanted)}`),
  ];
  levels.forEach((level, i) => {
    const next = levels[i + 1];
    const code = `${keepAt(next)}\n${merging(level, count, next?.kept ?? wanted)}`;
    passes.push(elementPass(rows * level.runs * level.kept, code));
  });
  return { temporaries: temporariesOf(levels, rows), passes };
}

/** Levels before the whole row: none for a short one. */
function levelsOf(count: number, wanted: number, firstTemporary: number): Level[] {
  if (count <= shortRow) return [];
  const levels: Level[] = [];
  for (let width = shortRun; width < count; width *= fan) {
    // Each level is read by the next alone: two pairs of values take turns.
    const first = firstTemporary + 2 * (levels.length % 2);
    levels.push({
      width,
      runs: Math.ceil(count / width),
      kept: Math.min(width, wanted),
      orders: `t${first}`,
      places: `t${first + 1}`,
    });
  }
  return levels;
}

/** Values that are large enough for each level that uses them. */
function temporariesOf(levels: readonly Level[], rows: number): TensorSpec[] {
  return [0, 1].flatMap((turn): TensorSpec[] => {
    const users = levels.filter((_, i) => i % 2 === turn);
    if (users.length === 0) return [];
    const size = Math.max(...users.map(({ runs, kept }) => rows * runs * kept));
    return [
      { shape: [size], dtype: 'int32' },
      { shape: [size], dtype: 'int32' },
    ];
  });
}

/** Each place of a run counts what comes before it. */
function counting(count: number, runLength: number, wanted: number): string {
  return `fn element(i: u32) {
  let row = i / ${count}u;
  let place = i % ${count}u;
  let own = order_at(row, place);
  let first = place - place % ${runLength}u;
  var rank = 0u;
  for (var other = first; other < place; other++) { rank += select(0u, 1u, order_at(row, other) >= own); }
  let end = min(first + ${runLength}u, ${count}u);
  for (var other = place + 1u; other < end; other++) { rank += select(0u, 1u, order_at(row, other) > own); }
  if (rank < ${wanted}u) { keep(row, rank, place, own); }
}`;
}

/** Each place that was kept finds its rank in the runs that become one. */
function merging({ width, runs, kept, orders, places }: Level, count: number, wanted: number): string {
  return `fn length_of(run: u32) -> u32 { return min(${kept}u, ${count}u - run * ${width}u); }
fn element(i: u32) {
  let row = i / ${runs * kept}u;
  let run = i / ${kept}u % ${runs}u;
  var rank = i % ${kept}u;
  if (rank >= length_of(run)) { return; }
  let own = ${orders}(i);
  let first = run - run % ${fan}u;
  for (var other = first; other < min(first + ${fan}u, ${runs}u); other++) {
    if (other == run) { continue; }
    let start = (row * ${runs}u + other) * ${kept}u;
    var low = 0u;
    var high = length_of(other);
    while (low < high) {
      let middle = (low + high) / 2u;
      let order = ${orders}(start + middle);
      if (order > own || (order == own && other < run)) { low = middle + 1u; } else { high = middle; }
    }
    rank += low;
  }
  if (rank < ${wanted}u) { keep(row, rank, u32(${places}(i)), own); }
}`;
}

/** Kernels that sort. */
export const sortingKernels: Readonly<Record<string, Lowering>> = {
  TopK: {
    lower({ inputs, attrs }) {
      const { shape, dtype } = inputs[0] as TensorSpec;
      const count = shape.at(-1) as number;
      const wanted = attrs.k as number;
      const value = `x0(row * ${count}u + place)`;
      return lowerSorting({
        rows: sizeOf(shape) / count,
        count,
        wanted,
        order: `fn order_at(row: u32, place: u32) -> i32 {
  return ${dtype === 'float32' ? `order_of(${value})` : value};
}`,
        keep: `fn keep(row: u32, rank: u32, place: u32, order: i32) {
  put_y0(row * ${wanted}u + rank, ${value});
  put_y1(row * ${wanted}u + rank, i32(place));
}`,
      });
    },
  },
};
