import { type DescentError, divisorError, indexError } from '@descent/core';

/** Which number a shader notes for a fault, by op, and the error for it. */
const errors: Readonly<Record<string, (value: number, place: number, limit: number) => DescentError>> = {
  gather: (index, place, size) => indexError('gather', index, place, size),
  gatherNd: (index, place, size) => indexError('gatherNd', index, place, size),
  scatterNd: (index, place, size) => indexError('scatterNd', index, place, size),
  unsortedSegmentSum: (index, place, size) => indexError('unsortedSegmentSum', index, place, size),
  floorDiv: () => divisorError('floorDiv'),
  mod: () => divisorError('mod'),
};

const ops = Object.keys(errors);

/** What a shader notes of a fault, in words: its number, 0 for none; the value, its place, the limit. */
export const wordsOfFault = 4;

/**
 * WGSL that notes a fault, which the next read of any value reports: a shader cannot throw.
 * @param op - one of those that the CPU refuses some values of
 * @param value - WGSL, i32
 * @param place - WGSL, u32
 * @example noteFault('gather', 'index', 'k', 3) // 'fault(1u, index, k, 3u);'
 */
export function noteFault(op: string, value: string, place: string, limit: number): string {
  return `fault(${ops.indexOf(op) + 1}u, ${value}, ${place}, ${limit}u);`;
}

/** The error for what a shader noted, the one that the CPU throws at the call; undefined where it noted nothing. */
export function faultOf(words: Int32Array): DescentError | undefined {
  const [number, value, place, limit] = words as unknown as [number, number, number, number];
  const op = ops[number - 1];
  if (op === undefined) return undefined;
  const error = errors[op]?.(value, place, limit);
  if (error) error.message += '\n  noticed when a value was read';
  return error;
}
