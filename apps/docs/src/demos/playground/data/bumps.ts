import { Rng } from '@descent/core';
import { type ArrayDataset, fromArrays } from '@descent/datasets';

const centres = [
  [-4, 2.5, 1],
  [0, 2.5, -1],
  [4, 2.5, 1],
  [-4, -2.5, -1],
  [0, -2.5, 1],
  [4, -2.5, -1],
] as const;

/** The bump with the largest size at a place: ±1 at a centre, 0 from a distance of 2 on. */
function heightAt(x: number, y: number): number {
  let height = 0;
  for (const [cx, cy, sign] of centres) {
    const bump = sign * Math.max(0, Math.min(1, 1 - Math.hypot(x - cx, y - cy) / 2));
    if (Math.abs(bump) > Math.abs(height)) height = bump;
  }
  return height;
}

/**
 * Six bumps, three up and three down, at points of the square from −6 to 6.
 *
 * @param options - `noise`: the target is that of a point up to 6 · noise away along each axis
 * @see TensorFlow Playground, dataset "reg-gauss" (regressGaussian)
 */
export function makeBumps({
  count,
  noise,
  seed,
}: {
  readonly count: number;
  readonly noise: number;
  readonly seed: number;
}): ArrayDataset {
  const units = new Rng(seed).split('bumps').uniformArray(4 * count);
  const from = (place: number): number => 12 * (units[place] as number) - 6;
  const x = new Float32Array(2 * count);
  const y = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    x.set([from(4 * i), from(4 * i + 1)], 2 * i);
    y[i] = heightAt(from(4 * i) + noise * from(4 * i + 2), from(4 * i + 1) + noise * from(4 * i + 3));
  }
  return fromArrays({ x, inputShape: [2], y, targetShape: [1] });
}
