import { ValueError } from '@descent/core';
import type { Snapshot } from './snapshot.js';
import { symmetricEigen } from './symmetric-eigen.js';

/** The plane in which a path runs most. */
export interface PrincipalDirections {
  /** Two orthogonal directions of length 1, over all parameters. */
  readonly directions: readonly [Snapshot, Snapshot];
  /** Where the snapshots lie in that plane, from the origin. */
  readonly path: readonly (readonly [number, number])[];
  /** Share of the path's squared distances from the origin that lies along each direction. */
  readonly explained: readonly [number, number];
}

/**
 * Principal components of a path as seen from `origin`: of the matrix whose rows are the snapshots minus the origin, as
 * Li et al. take it. A direction in which nothing moved is zeros.
 * @throws ValueError when nothing moved at all
 */
export function principalDirections(snapshots: readonly Snapshot[], origin: Snapshot): PrincipalDirections {
  const rows = snapshots.map((each) => each.map((values, k) => minus(values, origin[k] as Float32Array)));
  const gram = rows.map((a) => rows.map((b) => dot(a, b)));
  const { values, vectors } = symmetricEigen(gram);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  if (!(total > 0)) {
    throw new ValueError('lossSurface: the trajectory does not move, or holds NaN', {
      fix: 'give the snapshots of a run: trackTrajectory()',
    });
  }
  const along = (index: number): Float64Array[] => {
    const [value = 0, vector = []] = [values[index], vectors[index]];
    const scale = value > 1e-12 * total ? 1 / Math.sqrt(value) : 0;
    return origin.map((part, k) => {
      const sum = new Float64Array(part.length);
      rows.forEach((row, i) => {
        const share = scale * (vector[i] as number);
        row[k]?.forEach((each, j) => {
          sum[j] = (sum[j] as number) + share * each;
        });
      });
      return sum;
    });
  };
  const [first, second] = [along(0), along(1)];
  return {
    directions: [first.map((part) => Float32Array.from(part)), second.map((part) => Float32Array.from(part))],
    path: rows.map((row) => [dot(row, first), dot(row, second)]),
    explained: [Math.max(0, values[0] ?? 0) / total, Math.max(0, values[1] ?? 0) / total],
  };
}

function minus(a: Float32Array, b: Float32Array): Float64Array {
  return Float64Array.from(a, (value, i) => value - (b[i] as number));
}

function dot(a: readonly Float64Array[], b: readonly Float64Array[]): number {
  let sum = 0;
  a.forEach((part, k) => {
    const other = b[k] as Float64Array;
    for (let i = 0; i < part.length; i++) sum += (part[i] as number) * (other[i] as number);
  });
  return sum;
}
