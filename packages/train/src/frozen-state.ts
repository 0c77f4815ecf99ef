import type { AnyLayer, AnyModel } from '@descent/layers';

/** Which layers and parameters train now, as a text that differs when something was frozen or set free. */
export function frozenState(model: { readonly layers: readonly AnyLayer[] }): string {
  return model.layers
    .map((layer) => {
      const parts = (layer as Partial<AnyModel>).layers ? (layer as AnyModel) : { layers: layer.inner };
      const own = layer.parameters.map(({ trainable }) => Number(trainable)).join('');
      return `${Number(layer.trainable)}${own}(${frozenState(parts)})`;
    })
    .join('');
}
