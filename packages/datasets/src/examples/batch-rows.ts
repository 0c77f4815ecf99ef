import type { Batch, BatchPart } from '../dataset.js';

/** The examples from `from` to before `to`; they share the batch's memory. */
export function sliceBatch({ x, y, weights }: Batch, from: number, to: number): Batch {
  const rows = { x: rowsOf(x, from, to), y: rowsOf(y, from, to), size: to - from };
  return weights ? { ...rows, weights: rowsOf(weights, from, to) } : rows;
}

/** All examples in one batch with arrays of its own; where some have weights, the others weigh 1. Takes at least one batch. */
export function joinBatches(batches: readonly Batch[]): Batch {
  const size = batches.reduce((sum, batch) => sum + batch.size, 0);
  const joined = {
    x: joinParts(batches.map(({ x }) => x)),
    y: joinParts(batches.map(({ y }) => y)),
    size,
  };
  if (!batches.some(({ weights }) => weights)) return joined;
  return { ...joined, weights: joinParts(batches.map(({ weights, size }) => weights ?? ones(size))) };
}

function rowsOf({ values, shape: [count = 0, ...shape] }: BatchPart, from: number, to: number): BatchPart {
  const size = count === 0 ? 0 : values.length / count;
  return { values: values.subarray(from * size, to * size), shape: [to - from, ...shape] };
}

function joinParts(parts: readonly BatchPart[]): BatchPart {
  const [{ values, shape }] = parts as readonly [BatchPart, ...BatchPart[]];
  const length = parts.reduce((sum, part) => sum + part.values.length, 0);
  const out = values instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
  let at = 0;
  let count = 0;
  for (const part of parts) {
    out.set(part.values, at);
    at += part.values.length;
    count += part.shape[0] as number;
  }
  return { values: out, shape: [count, ...shape.slice(1)] };
}

function ones(size: number): BatchPart {
  return { values: new Float32Array(size).fill(1), shape: [size] };
}
