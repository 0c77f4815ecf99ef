// Where the last hidden layer puts points, seen from the side on which the output's line stands upright.

/** Two axes in the space of the hidden neurons. */
export interface Side {
  /** The output neuron's weights and bias: its weighted sum is the first coordinate. */
  readonly weights: Float32Array;
  readonly bias: number;
  /** The second axis: of all directions along the output's line, the one in which the points differ most. */
  readonly along: Float32Array;
  readonly middle: Float32Array;
  /** What both coordinates are divided by. */
  readonly scales: readonly [number, number];
}

/** Passes of the power method; each goes on from where the last look ended. */
const passes = 12;

/**
 * The side to look from.
 * @param hidden - [points, units]
 * @param before - the second axis at the last look, so that it does not jump
 */
export function sideOf(
  hidden: Float32Array,
  weights: Float32Array,
  bias: number,
  before: Float32Array | undefined,
): Side {
  const units = weights.length;
  const count = hidden.length / units;
  const middle = new Float32Array(units);
  hidden.forEach((value, i) => {
    middle[i % units] = (middle[i % units] as number) + value / count;
  });
  const centred = hidden.map((value, i) => value - (middle[i % units] as number));
  const upright = (axis: Float32Array): Float32Array => {
    const share = dot(axis, weights) / (dot(weights, weights) || 1);
    const rest = axis.map((value, u) => value - share * (weights[u] as number));
    const length = Math.sqrt(dot(rest, rest));
    return length < 1e-9 ? new Float32Array(units) : rest.map((value) => value / length);
  };
  let along = upright(
    before?.length === units ? before : Float32Array.from(weights, (_, u) => (u % 2 ? 1 : -1)),
  );
  for (let pass = 0; pass < passes; pass++) {
    const next = new Float32Array(units);
    for (let i = 0; i < count; i++) {
      const row = centred.subarray(i * units, (i + 1) * units);
      const share = dot(row, along);
      for (let u = 0; u < units; u++) next[u] = (next[u] as number) + share * (row[u] as number);
    }
    if (dot(next, next) === 0) break;
    along = upright(next);
  }
  const most = (f: (row: Float32Array) => number): number => {
    let largest = 1e-9;
    for (let i = 0; i < count; i++)
      largest = Math.max(largest, Math.abs(f(hidden.subarray(i * units, (i + 1) * units))));
    return largest;
  };
  const scales = [
    most((row) => dot(row, weights) + bias),
    most((row) => dot(row, along) - dot(middle, along)),
  ] as const;
  return { weights, bias, along, middle, scales };
}

/** Both coordinates of points, within −1 to 1 for those that the side was made for. */
export function seenFrom({ weights, bias, along, middle, scales }: Side, hidden: Float32Array): Float32Array {
  const units = weights.length;
  const seen = new Float32Array((2 * hidden.length) / units);
  const offset = dot(middle, along);
  for (let i = 0; i < seen.length / 2; i++) {
    const row = hidden.subarray(i * units, (i + 1) * units);
    seen[2 * i] = (dot(row, weights) + bias) / scales[0];
    seen[2 * i + 1] = (dot(row, along) - offset) / scales[1];
  }
  return seen;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
