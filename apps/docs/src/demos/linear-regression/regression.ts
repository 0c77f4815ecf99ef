import { abs, compile, scope, type Tensor, tensor, valueAndGrad } from '@descent/core';
import type { Grid } from '../shared/surface-map.js';
import { bounds, type Line, type LossKind, type Point } from './protocol.js';

/** A line and the mean loss of a batch before the update that led to it. */
export interface Updated {
  readonly w0: Tensor;
  readonly w1: Tensor;
  readonly loss: Tensor;
}

/**
 * One update of gradient descent, compiled: w ← w − α ∂Loss/∂w.
 *
 * For the squared error half of the gradient is taken, so that the rule reads w1 ← w1 + α · mean((y − h(x)) x):
 * the 2 of the derivative is folded into α.
 */
export function updateRule(kind: LossKind) {
  const scale = kind === 'squared' ? 0.5 : 1;
  return compile((x: Tensor, y: Tensor, w0: Tensor, w1: Tensor, learningRate: Tensor): Updated => {
    const lossOf = valueAndGrad((a: Tensor, b: Tensor) => meanLoss(kind, x, y, a, b));
    const { value, gradient } = lossOf(w0, w1);
    const rate = learningRate.mul(scale);
    return { w0: w0.sub(gradient[0].mul(rate)), w1: w1.sub(gradient[1].mul(rate)), loss: value };
  });
}

/** Mean loss of lines over points; w0 and w1 may be grids that broadcast against the last axis of points. */
function meanLoss(kind: LossKind, x: Tensor, y: Tensor, w0: Tensor, w1: Tensor): Tensor {
  const residual = y.sub(x.mul(w1).add(w0));
  return (kind === 'squared' ? residual.square() : abs(residual)).mean(-1) as Tensor;
}

/** The loss of all lines on a grid over the drawn part of the plane, in one pass of the same ops. */
export async function lossSurface(kind: LossKind, points: readonly Point[], size: number): Promise<Grid> {
  const at = (i: number, bound: number): number => ((i + 0.5) / size) * 2 * bound - bound;
  const columns = Float32Array.from({ length: size }, (_, i) => at(i, bounds.w0));
  const rows = Float32Array.from({ length: size }, (_, i) => at(size - 1 - i, bounds.w1));
  using losses = scope(() => {
    const [x, y] = tensorsOf(points);
    return meanLoss(kind, x, y, tensor(columns, [1, size, 1]), tensor(rows, [size, 1, 1]));
  });
  return { values: (await losses.data()) as Float32Array, size };
}

/** The mean loss of one line over points. */
export function lossOf(kind: LossKind, points: readonly Point[], w0: Tensor, w1: Tensor): Tensor {
  return scope(() => {
    const [x, y] = tensorsOf(points);
    return meanLoss(kind, x, y, w0, w1);
  });
}

/** Coordinates of points as two vectors. */
export function tensorsOf(points: readonly Point[]): [x: Tensor, y: Tensor] {
  return [
    tensor(Float32Array.from(points, ({ x }) => x)) as Tensor,
    tensor(Float32Array.from(points, ({ y }) => y)) as Tensor,
  ];
}

/** Least squares in one go: w1 = cov(x, y) / var(x), w0 = ȳ − w1 x̄; undefined when all x are the same. */
export function closedForm(points: readonly Point[]): Line | undefined {
  const mean = (f: (point: Point) => number): number =>
    points.reduce((sum, p) => sum + f(p), 0) / points.length;
  const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)];
  const variance = mean(({ x }) => (x - mx) ** 2);
  if (points.length === 0 || variance < 1e-9) return undefined;
  const w1 = mean(({ x, y }) => (x - mx) * (y - my)) / variance;
  return { w0: my - w1 * mx, w1 };
}
