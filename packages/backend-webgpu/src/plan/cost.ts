import type { ProgramValue } from '@descent/core';
import { bytesOf } from '../device/gpu-buffer.js';
import type { Group } from './group.js';
import type { Partition } from './partition.js';

/** Bytes that move to and from memory in about the time that a dispatch takes by itself, on a card of 0.3 TB/s or more. */
const bytesOfDispatch = 2 ** 20;

/**
 * What groups cost, in bytes: each buffer that one reads counts once, and so does each that it writes; then the dispatch
 * itself. Arithmetic of pointwise calls is free: it hides behind memory.
 */
export function costOf(partition: Partition, groups: readonly Group[]): number {
  return groups.reduce(
    (sum, group) => sum + bytesOfDispatch + bytesOfAll([...group.reads, ...partition.outputsOf(group)]),
    0,
  );
}

/** Bytes of values together. */
export function bytesOfAll(values: readonly ProgramValue[]): number {
  return values.reduce((sum, { shape }) => sum + bytesOf(shape), 0);
}
