import type { Shape } from '@descent/core';

/** Axes, outermost first, and how far every operand steps along each. */
export interface Walk {
  readonly sizes: number[];
  /** `steps[operand][axis]` */
  readonly steps: number[][];
}

/** Drops axes of size 1 and merges neighbours that every operand walks like one axis. */
export function collapse(sizes: readonly number[], steps: readonly (readonly number[])[]): Walk {
  const result: Walk = { sizes: [], steps: steps.map(() => []) };
  for (let axis = 0; axis < sizes.length; axis++) {
    const size = sizes[axis] as number;
    if (size === 1) continue;
    const last = result.sizes.length - 1;
    const merges =
      last >= 0 && steps.every((of, i) => result.steps[i]?.[last] === (of[axis] as number) * size);
    if (merges) result.sizes[last] = (result.sizes[last] as number) * size;
    else result.sizes.push(size);
    steps.forEach((of, i) => {
      (result.steps[i] as number[])[merges ? last : last + 1] = of[axis] as number;
    });
  }
  return result;
}

/** Steps of an operand that broadcasts to `to`, aligned at the end: 0 where it is stretched. */
export function broadcastSteps(from: Shape, to: Shape): number[] {
  const steps = new Array<number>(to.length).fill(0);
  let step = 1;
  for (let i = 1; i <= from.length; i++) {
    const size = from[from.length - i] as number;
    if (size !== 1) steps[to.length - i] = step;
    step *= size;
  }
  return steps;
}

/** Row-major strides in elements; the last axis has stride 1. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis] as number;
  }
  return strides;
}
