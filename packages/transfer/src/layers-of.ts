import { describeValue, ValueError } from '@descent/core';
import type { AnyLayer, AnyModel } from '@descent/layers';

/** A layer of a net: itself or its name. */
export type LayerRef = string | AnyLayer;

/** Some layers of a net: a list, those whose names an expression finds, or those for which a function says true. */
export type LayerRefs = readonly LayerRef[] | RegExp | ((layer: AnyLayer) => boolean);

/**
 * The place of a layer in a net's order.
 * @throws ValueError naming the layers that there are
 */
export function placeOfLayer(op: string, net: AnyModel, ref: LayerRef): number {
  const place = net.layers.findIndex((layer) =>
    typeof ref === 'string' ? layer.name === ref : layer === ref,
  );
  if (place >= 0) return place;
  const wanted = typeof ref === 'string' ? describeValue(ref) : (ref?.label ?? describeValue(ref));
  const inside = net.layers.find(
    (layer) => isNet(layer) && typeof ref === 'string' && layer.layers.some(({ name }) => name === ref),
  );
  throw new ValueError(`${op}: no layer of the net is ${wanted}`, {
    fix: inside
      ? `it lies in a model inside: ${op}(net.getLayer('${inside.name}'), …)`
      : `use one of ${net.layers.map(({ name }) => name).join(', ')}`,
  });
}

/**
 * The layers that are meant.
 * @throws ValueError for one that is not there, and where an expression or a function finds none
 */
export function layersOf(op: string, net: AnyModel, refs: LayerRefs): readonly AnyLayer[] {
  if (Array.isArray(refs)) {
    return (refs as readonly LayerRef[]).map((ref) => net.layers[placeOfLayer(op, net, ref)] as AnyLayer);
  }
  const finds = refs instanceof RegExp ? ({ name }: AnyLayer) => name.search(refs) >= 0 : refs;
  if (typeof finds !== 'function') {
    throw new ValueError(
      `${op}: layers must be a list, a regular expression or a function, got ${describeValue(refs)}`,
      { fix: "layers: ['conv1', 'conv2'], or layers: /^conv/" },
    );
  }
  const found = net.layers.filter((layer) => (finds as (layer: AnyLayer) => boolean)(layer));
  if (found.length > 0) return found;
  throw new ValueError(`${op}: no layer of the net is meant by ${describeValue(refs)}`, {
    fix: `the names are ${net.layers.map(({ name }) => name).join(', ')}`,
  });
}

/** Whether a layer is a model. */
function isNet(layer: AnyLayer): layer is AnyModel {
  return Array.isArray((layer as Partial<AnyModel>).nodes);
}

/** The layers, with those of models inside in place of these. */
export function leavesOf(layers: readonly AnyLayer[]): readonly AnyLayer[] {
  return layers.flatMap((layer) => (isNet(layer) ? leavesOf(layer.layers) : [layer]));
}

/** @throws ValueError for what is no model */
export function checkNet(op: string, net: AnyModel): void {
  if (net && isNet(net)) return;
  throw new ValueError(`${op}: expects a model, got ${describeValue(net)}`, {
    fix: 'give what model(…), sequential(…) or a net of the zoo is; await it, where it is a promise',
  });
}
