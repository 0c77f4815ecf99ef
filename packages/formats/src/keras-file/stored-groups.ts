import type { AnyLayer, AnyModel } from '@descent/layers';
import { type KerasWeight, kerasWeights } from '../keras/index.js';
import { isModel, type Plain, type PlainConfig } from '../topology/topology.js';

/** A group of Keras' HDF5 files, and the weights in its `vars`: 0, 1, … */
export interface StoredGroup {
  /** From the root: `layers/lstm/cell`; '' for the root itself. */
  readonly path: string;
  /** What its `vars` say of themselves. */
  readonly name: string;
  readonly weights: readonly KerasWeight[];
}

/**
 * The groups of a model's weights, in the order of Keras' `model.variables`. Groups are numbered within a class, by the
 * order of the layers in the JSON, which is that of Keras' `model.layers`. What several models share is stored once.
 * @param json - of the model, in the dialect of Keras 3
 * @example storedGroups(toKerasConfig(model), model).map(({ path }) => path) // ['', 'layers/conv2d', 'layers/conv2d_1', …]
 */
export function storedGroups(json: PlainConfig, model: AnyModel): readonly StoredGroup[] {
  const groups: StoredGroup[] = [];
  const visited = new Set<AnyLayer>();

  const visitModel = (of: PlainConfig, each: AnyModel, path: string): void => {
    groups.push({ path, name: each.name, weights: [] });
    const layers = new Map(each.layers.map((layer) => [layer.name, layer]));
    const numbered = numbering();
    for (const layerJson of listOf(configOf(of).layers)) {
      const className = String(layerJson.class_name);
      const name = String(layerJson.name ?? configOf(layerJson).name);
      const isInput = className === 'InputLayer';
      const layer = layers.get(name.replaceAll('/', '_'));
      // A sequential model keeps its input apart.
      if (isInput ? of.class_name === 'Sequential' : !layer) continue;
      const at = joined(path, 'layers', numbered(snakeCase(className)));
      if (isInput) groups.push({ path: at, name, weights: [] });
      else if (layer) visitLayer(layerJson, layer, at);
    }
  };

  const visitLayer = (of: PlainConfig, layer: AnyLayer, path: string): void => {
    if (visited.has(layer)) return;
    visited.add(layer);
    if (isModel(layer)) {
      visitModel(of, layer, path);
      return;
    }
    const own: KerasWeight[] = [];
    groups.push({ path, name: layer.name, weights: own });
    if (layer.inner.length > 0) {
      const innerJson = configOf(of).layer as PlainConfig;
      const places = layer.inner.length === 1 ? ['layer'] : ['forward_layer', 'backward_layer'];
      layer.inner.forEach((inner, i) => {
        visitLayer(innerJson, inner, joined(path, places[i] as string));
      });
      return;
    }
    const inside = new Map<string, KerasWeight[]>([['', own]]);
    for (const weight of kerasWeights(layer)) {
      const { group } = weight;
      let weights = inside.get(group);
      if (!weights) {
        weights = [];
        inside.set(group, weights);
        const name =
          group === 'cell' ? `${snakeCase(String(of.class_name))}_cell` : group.replace(/_dense$/, '');
        groups.push({ path: joined(path, group), name, weights });
      }
      weights.push(weight);
    }
  };

  visitModel(json, model, '');
  return groups;
}

/** `dense`, `dense_1`, … */
function numbering(): (name: string) => string {
  const counts = new Map<string, number>();
  return (name) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  };
}

function configOf({ config }: PlainConfig): PlainConfig {
  return (
    typeof config === 'object' && config !== null && !Array.isArray(config) ? config : {}
  ) as PlainConfig;
}

function listOf(value: Plain | undefined): readonly PlainConfig[] {
  return Array.isArray(value) ? (value as readonly PlainConfig[]) : [];
}

function joined(...names: readonly string[]): string {
  return names.filter((name) => name !== '').join('/');
}

/** As Keras makes names of groups: `Conv2DTranspose` is `conv2d_transpose`, `PReLU` `p_re_lu`. */
function snakeCase(className: string): string {
  return className
    .replaceAll(/\W+/g, '')
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
