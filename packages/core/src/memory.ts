import { describeValue } from './describe-value.js';
import { MemoryError, ValueError } from './errors.js';
import type { Storage } from './storage.js';

const defaultLimit = 512 * 2 ** 20;

let limit = defaultLimit;
let unscopedBytes = 0;
const bytesByOp = new Map<string, number>();

/**
 * Sets how many bytes of tensors may live outside every {@link scope} before a {@link MemoryError} is thrown.
 *
 * @param bytes - a number > 0; `Infinity` switches the check off. Default 512 MiB.
 * @throws ValueError for anything else
 * @example setMemoryLimit(2 * 2 ** 30) // 2 GiB
 */
export function setMemoryLimit(bytes: number = defaultLimit): void {
  if (typeof bytes !== 'number' || !(bytes > 0)) {
    throw new ValueError(`setMemoryLimit: bytes must be a number > 0, got ${describeValue(bytes)}`);
  }
  limit = bytes;
}

/** Bytes of tensors that may live outside every scope. */
export function memoryLimit(): number {
  return limit;
}

/**
 * Called before an op allocates outside every scope.
 * @throws MemoryError E_MEMORY when the limit would be passed
 */
export function checkBudget(op: string, bytes: number): void {
  if (unscopedBytes + bytes <= limit) return;
  const makers = [...bytesByOp]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([name, held]) => `${name} ${showBytes(held)}`)
    .join(', ');
  throw new MemoryError(
    `${op}: ${showBytes(bytes)} more would pass the limit of ${showBytes(limit)}: ${showBytes(unscopedBytes)} live outside every scope${makers === '' ? '' : `, made by ${makers}`}`,
    {
      fix: 'wrap the work in scope(() => …), dispose, or raise setMemoryLimit(bytes)',
    },
  );
}

/** Counts a storage as living outside every scope, until it is freed. */
export function countUnscoped(storage: Storage): void {
  if (storage.onFree) return;
  const { bytes, madeBy } = storage;
  addBytes(madeBy, bytes);
  storage.onFree = () => addBytes(madeBy, -bytes);
}

function addBytes(op: string, bytes: number): void {
  unscopedBytes += bytes;
  const held = (bytesByOp.get(op) ?? 0) + bytes;
  if (held === 0) bytesByOp.delete(op);
  else bytesByOp.set(op, held);
}

/**
 * Bytes as a person reads them: `12.5 MiB`.
 * @example showBytes(13_107_200) // '12.5 MiB'
 */
export function showBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${units[unit]}`;
}
