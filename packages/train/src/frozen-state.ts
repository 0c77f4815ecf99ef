import type { AnyLayer, AnyModel } from '@descent/layers';

/** Which layers and parameters train now, as a text that differs when something was frozen or set free. */
export function frozenState(layers: readonly AnyLayer[]): string {
  return layers
    .map((layer) => {
      const parts = (layer as Partial<AnyModel>).layers ?? layer.inner;
      return `${[layer, ...layer.parameters].map(({ trainable }) => trainable)}(${frozenState(parts)})`;
    })
    .join();
}
