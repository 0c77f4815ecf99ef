import { checkLevel } from './check-level.js';

/**
 * Checks what is added to a variance before its root is taken.
 * @throws ValueError unless it is a finite number >= 0
 * @example checkEpsilon('layerNorm', -1) // throws: layerNorm: epsilon must be a finite number >= 0, got -1
 */
export function checkEpsilon(op: string, epsilon: number): void {
  checkLevel(op, 'epsilon', epsilon);
}
