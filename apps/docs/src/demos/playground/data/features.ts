import type { State } from '../state/state.js';

/** What the net may be given of a point, in Playground's order. */
export const features = {
  x: { label: 'X₁', spoken: 'X1', of: (x: number, _y: number) => x },
  y: { label: 'X₂', spoken: 'X2', of: (_x: number, y: number) => y },
  xSquared: { label: 'X₁²', spoken: 'X1 squared', of: (x: number, _y: number) => x * x },
  ySquared: { label: 'X₂²', spoken: 'X2 squared', of: (_x: number, y: number) => y * y },
  xTimesY: { label: 'X₁X₂', spoken: 'X1 times X2', of: (x: number, y: number) => x * y },
  sinX: { label: 'sin X₁', spoken: 'sine of X1', of: (x: number, _y: number) => Math.sin(x) },
  sinY: { label: 'sin X₂', spoken: 'sine of X2', of: (_x: number, y: number) => Math.sin(y) },
} as const;

export type FeatureName = keyof typeof features;
export const featureNames = Object.keys(features) as FeatureName[];

/** The features that are on. */
export function featuresOn(state: State): FeatureName[] {
  return featureNames.filter((name) => state[name]);
}

/** Row by row, the features of points. */
export function featuresOf(names: readonly FeatureName[], places: Float32Array): Float32Array {
  const count = places.length / 2;
  const values = new Float32Array(count * names.length);
  for (let i = 0; i < count; i++) {
    names.forEach((name, k) => {
      values[i * names.length + k] = features[name].of(places[2 * i] as number, places[2 * i + 1] as number);
    });
  }
  return values;
}

/** Mean and deviation of each feature. */
export interface Moments {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

/** Of features, row by row. A feature that does not vary has the deviation 1. */
export function momentsOf(values: Float32Array, width: number): Moments {
  const count = values.length / width;
  const columns = Array.from({ length: width }, (_, k) =>
    Array.from({ length: count }, (_, i) => values[i * width + k] as number),
  );
  const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / (count || 1);
  const means = columns.map(mean);
  const deviations = columns.map((column, k) =>
    Math.sqrt(mean(column.map((value) => (value - (means[k] as number)) ** 2))),
  );
  return { means, deviations: deviations.map((deviation) => (deviation > 1e-6 ? deviation : 1)) };
}

/** Features with mean 0 and deviation 1, by the moments of the points that are trained on. */
export function standardized(values: Float32Array, { means, deviations }: Moments): Float32Array {
  const width = means.length;
  return values.map((value, i) => (value - (means[i % width] as number)) / (deviations[i % width] as number));
}
