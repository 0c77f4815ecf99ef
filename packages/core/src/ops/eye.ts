import { checkShape, checkWhole } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { fromHost } from './tensor.js';

/**
 * The identity matrix [n, n].
 *
 * @throws ValueError unless n is a whole number ≥ 1, ShapeError E_SIZE when it is too large
 * @example eye(2).arraySync() // [[1, 0], [0, 1]]
 */
export function eye<const N extends number>(n: N): Tensor<readonly [N, N]> {
  checkWhole('eye', 'n', n);
  checkShape('eye', [n, n]);
  const values = new Float32Array(n * n);
  for (let i = 0; i < n; i++) values[i * (n + 1)] = 1;
  return fromHost('eye', values, [n, n], 'float32') as Tensor<readonly [N, N]>;
}
