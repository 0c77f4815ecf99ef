import { type Shape, ShapeError, sameShape, showShape, sizeOf } from '@descent/core';

/** Mean and variance of examples that come one batch after another, for each position along some axes. In float64. */
export class StreamingMoments {
  readonly mean: Float64Array;
  /** Sums of squared distances from the mean. */
  readonly #spread: Float64Array;
  /** Which mean each cell of an example belongs to. */
  readonly #positions: Int32Array;
  readonly #example: Shape;
  /** Values at each position. */
  #count = 0;

  /**
   * @param example - shape of an example
   * @param axes - those along which there are several means, as axes of an example
   */
  constructor(example: Shape, axes: readonly number[]) {
    const size = sizeOf(axes.map((axis) => example[axis] as number));
    this.mean = new Float64Array(size);
    this.#spread = new Float64Array(size);
    this.#example = example;
    this.#positions = positionsOf(example, axes);
  }

  /** Divided by the count, not by one less. */
  get variance(): Float64Array {
    return this.#spread.map((sum) => sum / this.#count);
  }

  /** Whether there was any value. */
  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /**
   * Counts a batch in.
   * @see Welford, Note on a method for calculating corrected sums of squares and products, Technometrics 4, 1962
   */
  add(values: ArrayLike<number>, [, ...example]: Shape): void {
    if (!sameShape(example, this.#example)) {
      throw new ShapeError(
        `normalization: a batch has examples ${showShape(example)}, those before are ${showShape(this.#example)}`,
      );
    }
    if (values.length === 0) return;
    const positions = this.#positions;
    const counts = new Float64Array(this.mean.length).fill(this.#count);
    for (let i = 0; i < values.length; i++) {
      const at = positions[i % positions.length] as number;
      const value = values[i] as number;
      const count = (counts[at] as number) + 1;
      counts[at] = count;
      const distance = value - (this.mean[at] as number);
      const mean = (this.mean[at] as number) + distance / count;
      this.mean[at] = mean;
      (this.#spread[at] as number) += distance * (value - mean);
    }
    this.#count += values.length / this.mean.length;
  }
}

/** For each cell of an example, row-major, its place along the axes, row-major too. */
function positionsOf(example: Shape, axes: readonly number[]): Int32Array {
  const positions = new Int32Array(sizeOf(example));
  let [inner, factor] = [1, 1];
  for (let axis = example.length - 1; axis >= 0; axis--) {
    const size = example[axis] as number;
    if (axes.includes(axis)) {
      for (let i = 0; i < positions.length; i++) {
        (positions[i] as number) += (Math.floor(i / inner) % size) * factor;
      }
      factor *= size;
    }
    inner *= size;
  }
  return positions;
}
