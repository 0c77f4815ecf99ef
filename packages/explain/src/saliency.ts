import { abs, checkOptions, grad, type HostTensor, type Tensor } from '@descent/core';
import { checkModel, type ExplainedModel } from './check-model.js';
import { onHost } from './on-host.js';
import { outputsOf, pick, scored, type Target } from './scores.js';

/** Options of {@link saliency}. */
export interface SaliencyOptions {
  /** Which output to explain: one for all examples, or one for each. Default: the largest of each example. */
  readonly target?: Target;
}

/** Which part of the input a score hangs on. */
export interface Saliency {
  /** The outputs that were explained, one for each example. */
  readonly targets: readonly number[];
  /** Their values. */
  readonly scores: readonly number[];
  /** ∂score/∂x: [batch, ...inputShape]. */
  readonly gradients: HostTensor<Float32Array>;
  /** |∂score/∂x|, of pictures the largest over the channels: [batch, height, width]. */
  readonly map: HostTensor<Float32Array>;
}

/**
 * Saliency map: how much the score of a class would change with each pixel, |∂score/∂x|. The score is the model's
 * output; best take one that ends in logits, since the slopes of a softmax vanish where it is sure.
 *
 * @param x - float32, [batch, ...inputShape]
 * @throws ValueError for what is no model of one input and one output and for targets that are none of its outputs,
 * ShapeError and DtypeError for an input that does not fit
 * @example
 * const { map, targets } = await saliency(model, pictures);
 * map.shape; // [8, 28, 28]
 * @see Simonyan, Vedaldi, Zisserman: Deep Inside Convolutional Networks, 2014
 */
export async function saliency(
  model: ExplainedModel,
  x: Tensor,
  options: SaliencyOptions = {},
): Promise<Saliency> {
  checkModel('saliency', model);
  const { target } = checkOptions('saliency', options, ['target']);
  const { targets, scores, gradients, map } = await onHost(() => {
    const { chosen, ...known } = scored('saliency', model, x, target);
    const gradients = scoreGradients(model, known.x, chosen);
    const sizes = abs(gradients) as Tensor;
    return { ...known, x: undefined, gradients, map: hasChannels(sizes) ? sizes.max(-1) : sizes };
  });
  return {
    targets: [...targets.values],
    scores: [...scores.values],
    gradients,
    map: map as HostTensor<Float32Array>,
  };
}

/** ∂score/∂x of each example; runs in a scope. */
export function scoreGradients(model: ExplainedModel, x: Tensor, chosen: Tensor): Tensor {
  return grad((given: Tensor) => pick(outputsOf(model, given), chosen).sum())(x) as Tensor;
}

/** Whether a batch is one of pictures or volumes, with channels behind. */
export function hasChannels({ rank }: Tensor): boolean {
  return rank >= 4;
}
