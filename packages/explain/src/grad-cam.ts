import {
  checkOptions,
  describeValue,
  type HostTensor,
  relu,
  resizeBilinear,
  type Tensor,
  ValueError,
  Variable,
  variableGradients,
} from '@descent/core';
import { checkModel, type ExplainedModel } from './check-model.js';
import { findUses } from './find-use.js';
import { onHost } from './on-host.js';
import { outputsOf, pick, scored, type Target } from './scores.js';
import { type Use, usesOf } from './uses.js';

/** Options of {@link gradCam}. */
export interface GradCamOptions {
  /** The layer whose maps are looked at. Default: the last convolution over pictures. */
  readonly layer?: string;
  /** Which output to explain: one for all examples, or one for each. Default: the largest of each example. */
  readonly target?: Target;
}

/** Where in a picture a class was seen. */
export interface GradCam {
  /** The layer whose maps were looked at. */
  readonly layer: string;
  /** The outputs that were explained, one for each example. */
  readonly targets: readonly number[];
  /** Their values. */
  readonly scores: readonly number[];
  /** α_k: mean of ∂score/∂A_k over the places of each map: [batch, channels]. */
  readonly weights: HostTensor<Float32Array>;
  /** relu(Σ_k α_k A_k): [batch, rows, columns], as large as the layer's maps. */
  readonly map: HostTensor<Float32Array>;
  /** The same as large as the picture, by bilinear interpolation: [batch, height, width]. */
  readonly resized: HostTensor<Float32Array>;
}

/**
 * Grad-CAM: where a layer's feature maps speak for a class. Each map counts as much as the score's mean gradient with
 * respect to it, and what speaks against the class is left out.
 *
 * @param x - float32 pictures, [batch, height, width, channels]
 * @throws ValueError for what is no model of one input and one output, for one without feature maps, for unknown layers
 * and those that give none, ShapeError and DtypeError for an input that does not fit
 * @example
 * const { resized } = await gradCam(model, pictures, { target: 1 });
 * resized.shape; // [8, 224, 224]
 * @see Selvaraju et al.: Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, 2017
 */
export async function gradCam(
  model: ExplainedModel,
  x: Tensor,
  options: GradCamOptions = {},
): Promise<GradCam> {
  checkModel('gradCam', model);
  const { layer, target } = checkOptions('gradCam', options, ['layer', 'target']);
  const index = layerOf(model, layer);
  const { node, name } = usesOf(model)[index] as Use;
  const found = await onHost(() => {
    const { x: given, chosen, targets, scores } = scored('gradCam', model, x, target);
    const probe = new Variable({ shape: [given.shape[0] as number, ...(node.outputs[0]?.shape ?? [])] });
    try {
      const { gradients, auxiliary: maps } = variableGradients(() => {
        let seen: Tensor | undefined;
        const outputs = outputsOf(model, given, undefined, (value, at, step) => {
          if (at !== 'output' || step !== index) return value;
          seen = value;
          return value.add(probe.value) as Tensor;
        });
        return { value: pick(outputs, chosen).sum() as Tensor, auxiliary: seen as Tensor };
      }, [probe]);
      const weights = (gradients[0] as Tensor).mean([1, 2], { keepDims: true }) as Tensor;
      const map = relu(maps.mul(weights).sum(-1)) as Tensor;
      const [count, height, width] = given.shape as readonly [number, number, number];
      const large = resizeBilinear(map.reshape([...map.shape, 1]) as Tensor, [height, width], {
        halfPixelCenters: true,
      });
      return {
        targets,
        scores,
        weights: weights.reshape([count, -1]) as Tensor,
        map,
        resized: large.reshape([count, height, width]) as Tensor,
      };
    } finally {
      probe.dispose();
    }
  });
  return { ...found, layer: name, targets: [...found.targets.values], scores: [...found.scores.values] };
}

/** The number of the layer that is looked at. */
function layerOf(model: ExplainedModel, layer: string | undefined): number {
  if (model.inputs[0]?.shape.length !== 3) {
    throw new ValueError('gradCam: expects a model of pictures: [height, width, channels]');
  }
  const uses = usesOf(model);
  const isMap = ({ node }: Use): boolean => node.outputs[0]?.shape.length === 3;
  if (layer !== undefined) {
    const index = findUses('gradCam', model, [layer], isMap).at(-1) as number;
    if (isMap(uses[index] as Use)) return index;
    throw new ValueError(`gradCam: layer ${describeValue(layer)} gives no feature maps`, {
      fix: `use one of ${[...new Set(uses.filter(isMap).map(({ name }) => name))].join(', ')}`,
    });
  }
  const isConvolution = (use: Use): boolean => isMap(use) && /conv/i.test(use.layer.kind);
  const found = [isConvolution, isMap]
    .map((isMeant) => uses.findLastIndex(isMeant))
    .find((index) => index >= 0);
  if (found !== undefined) return found;
  throw new ValueError('gradCam: no layer of the model gives feature maps');
}
