import { checkOptions, type HostTensor, type Tensor } from '@descent/core';
import { checkInput } from './check-input.js';
import { checkModel, type ExplainedModel, type OneOrSeveral } from './check-model.js';
import { findUses } from './find-use.js';
import { onHost } from './on-host.js';
import { rangeOf } from './range-of.js';
import type { Use } from './uses.js';
import { walk } from './walk.js';

/** Options of {@link featureMaps}. */
export interface FeatureMapsOptions {
  /** Names of layers. Default: all that give maps, [height, width, channels] or [width, channels]. */
  readonly layers?: readonly string[];
}

/** What a layer gave for a batch. */
export interface LayerMaps {
  /** As in saved files: `conv2d_1`, inside a nested model `encoder/conv2d`. */
  readonly name: string;
  /** The kind of layer: `conv2d`. */
  readonly kind: string;
  /** [batch, height, width, channels], or whatever a layer gives that was named. */
  readonly maps: HostTensor<Float32Array>;
  /** Smallest and largest value of all maps of the layer: one scale for all of them. NaN counts for nothing. */
  readonly range: readonly [least: number, most: number];
}

/**
 * Feature maps: what each layer makes of a batch of pictures, in inference mode.
 *
 * @param x - [batch, ...inputShape]; a list for a model of several inputs
 * @throws ValueError for what is no model and for unknown names, ShapeError and DtypeError for inputs that do not fit
 * @example
 * const [first] = await featureMaps(model, picture, { layers: ['conv2d'] });
 * first?.maps.shape; // [1, 26, 26, 32]
 */
export async function featureMaps(
  model: ExplainedModel,
  x: OneOrSeveral,
  options: FeatureMapsOptions = {},
): Promise<readonly LayerMaps[]> {
  checkModel('featureMaps', model);
  const { layers } = checkOptions('featureMaps', options, ['layers']);
  const meant = new Set(findUses('featureMaps', model, layers, givesMaps));
  const found = await onHost(() => {
    const kept: { name: string; kind: string; maps: Tensor }[] = [];
    let index = 0;
    walk(model, checkInput('featureMaps', model, x), ({ use, outputs }) => {
      if (meant.has(index++)) kept.push({ name: use.name, kind: use.layer.kind, maps: outputs[0] as Tensor });
    });
    return kept;
  });
  return found.map((layer) => ({ ...layer, range: rangeOf(layer.maps.values) }));
}

function givesMaps({ node }: Use): boolean {
  const rank = node.outputs[0]?.shape.length ?? 0;
  return rank === 2 || rank === 3;
}
