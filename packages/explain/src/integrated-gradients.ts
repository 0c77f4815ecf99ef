import {
  add,
  checkOptions,
  checkWhole,
  compile,
  describeValue,
  fill,
  type HostTensor,
  ShapeError,
  sameShape,
  scope,
  showShape,
  Tensor,
  ValueError,
} from '@descent/core';
import { checkModel, type ExplainedModel } from './check-model.js';
import { gaussLegendre } from './gauss-legendre.js';
import { onHost } from './on-host.js';
import { hasChannels, scoreGradients } from './saliency.js';
import { outputsOf, pick, scored, type Target } from './scores.js';

/** Options of {@link integratedGradients}. */
export interface IntegratedGradientsOptions {
  /** Which output to explain: one for all examples, or one for each. Default: the largest of each example. */
  readonly target?: Target;
  /** Where the path begins: a number for every cell, or a tensor [...inputShape] or [batch, ...inputShape]. Default 0. */
  readonly baseline?: number | Tensor;
  /** Points along the path. Default 50. */
  readonly steps?: number;
}

/** What each cell of the input adds to a score. */
export interface IntegratedGradients {
  /** The outputs that were explained, one for each example. */
  readonly targets: readonly number[];
  /** Their values. */
  readonly scores: readonly number[];
  /** Their values at the baseline. */
  readonly baselineScores: readonly number[];
  /** What each cell adds, with its sign: [batch, ...inputShape]. */
  readonly attributions: HostTensor<Float32Array>;
  /** The same, of pictures summed over the channels: [batch, height, width]. */
  readonly map: HostTensor<Float32Array>;
  /** Σ attributions − (score − baseline's score), for each example: 0 but for the error of the quadrature. */
  readonly completenessErrors: readonly number[];
}

/**
 * Integrated gradients: (x − x′) · ∫ ∂score/∂x along the straight path from a baseline x′ to x. Together they add up to
 * the difference of the scores, which `completenessErrors` checks: where one is large, take more steps. The integral is
 * a Gauss–Legendre sum, as captum takes it.
 *
 * @param x - float32, [batch, ...inputShape]
 * @throws ValueError for what is no model of one input and one output and for options out of range, ShapeError and
 * DtypeError for an input or baseline that does not fit
 * @example
 * const { map, completenessErrors } = await integratedGradients(model, pictures, { target: 3 });
 * @see Sundararajan, Taly, Yan: Axiomatic Attribution for Deep Networks, 2017
 */
export async function integratedGradients(
  model: ExplainedModel,
  x: Tensor,
  options: IntegratedGradientsOptions = {},
): Promise<IntegratedGradients> {
  const op = 'integratedGradients';
  checkModel(op, model);
  const { target, baseline = 0, steps = 50 } = checkOptions(op, options, ['target', 'baseline', 'steps']);
  checkWhole(op, 'steps', steps);
  const { points, weights } = gaussLegendre(steps);
  const slope = compile((at: Tensor, chosen: Tensor) => scoreGradients(model, at, chosen));
  const found = await onHost(() => {
    const { x: given, chosen, targets, scores } = scored(op, model, x, target);
    const from = baselineOf(op, given, baseline);
    const way = given.sub(from) as Tensor;
    const mean = points.reduce<Tensor | undefined>((sum, point, i) => {
      return scope(() => {
        const part = scoreGradients(model, from.add(way.mul(point)) as Tensor, chosen).mul(
          weights[i] as number,
        );
        return (sum ? add(sum, part) : part) as Tensor;
      });
    }, undefined) as Tensor;
    const attributions = way.mul(mean) as Tensor;
    return {
      targets,
      scores,
      baselineScores: pick(outputsOf(model, from), chosen),
      attributions,
      map: hasChannels(attributions) ? attributions.sum(-1) : attributions,
    };
  }).finally(() => slope.dispose());
  const { attributions, map } = found;
  const [scores, baselineScores] = [found.scores, found.baselineScores].map(({ values }) => [...values]) as [
    number[],
    number[],
  ];
  const size = attributions.values.length / scores.length;
  return {
    targets: [...found.targets.values],
    scores,
    baselineScores,
    attributions,
    map: map as HostTensor<Float32Array>,
    completenessErrors: scores.map((score, n) => {
      const own = attributions.values.subarray(n * size, (n + 1) * size);
      return own.reduce((sum, value) => sum + value, 0) - (score - (baselineScores[n] as number));
    }),
  };
}

/** A baseline of the input's shape. */
function baselineOf(op: string, x: Tensor, baseline: number | Tensor): Tensor {
  if (typeof baseline === 'number' && Number.isFinite(baseline)) return fill(x.shape, baseline) as Tensor;
  if (!(baseline instanceof Tensor)) {
    throw new ValueError(
      `${op}: baseline must be a finite number or a tensor, got ${describeValue(baseline)}`,
    );
  }
  if (sameShape(baseline.shape, x.shape)) return baseline;
  if (sameShape(baseline.shape, x.shape.slice(1))) return fill(x.shape, 0).add(baseline) as Tensor;
  throw new ShapeError(
    `${op}: the input is ${showShape(x.shape)}, the baseline is ${showShape(baseline.shape)}`,
  );
}
