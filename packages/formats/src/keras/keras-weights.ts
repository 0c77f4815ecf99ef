import type { AnyLayer, Parameter } from '@descent/layers';
import { rowOfKind } from './layer-table.js';

/** A weight of a layer in Keras' order, and the parameter that holds it. */
export interface KerasWeight {
  /** As Keras 3 calls it: `moving_mean`. */
  readonly name: string;
  /** As Keras 2 and TensorFlow.js call it, if not the same. */
  readonly name2: string;
  /** Where it lies inside the layer's group of an HDF5 file: `''`, `cell`, `forward_layer/cell`, `query_dense`. */
  readonly group: string;
  /** Undefined for a count of batches, of which we hold none: 0 is written. */
  readonly parameter: Parameter | undefined;
  readonly shape: readonly number[];
}

const dense = {
  query: 'query_dense',
  key: 'key_dense',
  value: 'value_dense',
  attentionOutput: 'output_dense',
};

/**
 * The weights of a layer that is part of a model, in Keras' order; ours have the same axes. A wrapper has those of the
 * layers inside. Models have layers instead: a wrapper of a model has none here.
 * @example kerasWeights(batchNorm) // gamma, beta, moving_mean, moving_variance
 */
export function kerasWeights(layer: AnyLayer): readonly KerasWeight[] {
  if (layer.inner.length > 0) {
    const groups = layer.kind === 'timeDistributed' ? ['layer'] : ['forward_layer', 'backward_layer'];
    return layer.inner.flatMap((inner, i) =>
      kerasWeights(inner).map((weight) => ({ ...weight, group: joined(groups[i] as string, weight.group) })),
    );
  }
  const { group = '' } = rowOfKind.get(layer.kind) ?? {};
  const weights = layer.namedParameters.map(([path, parameter]) => {
    const own = path.slice(layer.name.length + 1);
    const [part, ...rest] = own.split('/') as [string, ...string[]];
    const isPart = rest.length > 0 && Object.hasOwn(dense, part);
    const name = snakeCase(isPart ? rest.join('/') : own);
    const isDepthwise = layer.kind.startsWith('depthwiseConv') && name === 'kernel';
    return {
      name,
      name2: isDepthwise ? 'depthwise_kernel' : isPart ? `${snakeCase(part)}/${name}` : name,
      group: isPart ? dense[part as keyof typeof dense] : group,
      parameter,
      shape: parameter.shape,
    };
  });
  if (layer.kind !== 'normalization' || weights.length === 0) return weights;
  return [...weights, { name: 'count', name2: 'count', group, parameter: undefined, shape: [] }];
}

function joined(...groups: readonly string[]): string {
  return groups.filter((group) => group !== '').join('/');
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
