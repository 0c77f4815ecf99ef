import { checkOptions, type HostTensor, type Tensor, transpose, ValueError } from '@descent/core';
import { checkModel, type ExplainedModel } from './check-model.js';
import { findUses } from './find-use.js';
import { onHost } from './on-host.js';
import { rangeOf } from './range-of.js';
import { type Use, usesOf } from './uses.js';

/** Options of {@link filters}. */
export interface FiltersOptions {
  /** Names of convolution layers. Default: all. */
  readonly layers?: readonly string[];
}

/** The filters of a convolution layer. */
export interface LayerFilters {
  /** As in saved files: `conv2d_1`, inside a nested model `encoder/conv2d`. */
  readonly name: string;
  /** The kind of layer: `conv2d`. */
  readonly kind: string;
  /** [filters, height, width, channels]: each filter by itself; [filters, width, channels] along a line. */
  readonly filters: HostTensor<Float32Array>;
  /** Smallest and largest weight of the layer. */
  readonly range: readonly [least: number, most: number];
}

/** Where the axis of filters is in the kernel of a layer: the last, or the last but one. */
const filterAxis: Readonly<Record<string, -1 | -2>> = {
  ...{ conv1d: -1, conv2d: -1, conv3d: -1 },
  ...{ conv1dTranspose: -2, conv2dTranspose: -2, conv3dTranspose: -2 },
  ...{ depthwiseConv1d: -1, depthwiseConv2d: -1, separableConv1d: -1, separableConv2d: -1 },
};

/**
 * The filters that a net has learned, one by one. Those of a depthwise or separable convolution are the first kernel's,
 * [multiplier, height, width, channels]. A layer that is used twice is there once.
 *
 * @throws ValueError for what is no model, and for names of no layer or of one without filters
 * @example
 * const [first] = await filters(model);
 * first?.filters.shape; // [32, 3, 3, 1]
 */
export async function filters(
  model: ExplainedModel,
  options: FiltersOptions = {},
): Promise<readonly LayerFilters[]> {
  checkModel('filters', model);
  const { layers } = checkOptions('filters', options, ['layers']);
  const uses = usesOf(model);
  const chosen = findUses('filters', model, layers, hasFilters).map((i) => uses[i] as Use);
  const bare = chosen.find((use) => !hasFilters(use));
  if (bare) {
    throw new ValueError(`filters: ${bare.place} has no filters`, {
      fix: 'name convolution layers, or none for all of them',
    });
  }
  const once = [...new Map(chosen.toReversed().map((use) => [use.layer, use])).values()].toReversed();
  const found = await onHost(() =>
    once.map(({ layer, name }) => ({
      name,
      kind: layer.kind,
      filters: apart(layer.kind, layer.parameters[0]?.value as Tensor),
    })),
  );
  return found.map((layer) => ({ ...layer, range: rangeOf(layer.filters.values) }));
}

function hasFilters({ layer }: Use): boolean {
  return Object.hasOwn(filterAxis, layer.kind);
}

/** A kernel with the axis of filters in front. */
function apart(kind: string, kernel: Tensor): Tensor {
  const axis = kernel.rank + (filterAxis[kind] as number);
  const others = kernel.shape.map((_, i) => i).filter((i) => i !== axis);
  return transpose(kernel, [axis, ...others]);
}
