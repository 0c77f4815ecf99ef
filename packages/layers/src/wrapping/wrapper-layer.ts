import { DefinedLayer, ofOneInput } from '../defined-layer.js';
import type { AnyLayer, Layer, LayerDefinition, LayerOwner } from '../layer.js';
import type { Parameter } from '../parameter.js';
import type { ShapeFunction } from '../shape-function.js';

/** Makes a layer around others, whose parameters are its own; `build` connects them. */
export function defineWrapper<F extends ShapeFunction>(
  definition: LayerDefinition,
  inner: readonly AnyLayer[],
): Layer<F> {
  return new WrapperLayer(definition, inner) as unknown as Layer<F>;
}

/** The owner of a layer inside a wrapper, so that wrappers in one model start with other numbers. */
export function innerOwner(owner: LayerOwner | undefined, name: string): LayerOwner | undefined {
  return owner && { ...owner, name, rng: owner.rng.split(owner.name) };
}

class WrapperLayer extends DefinedLayer {
  override readonly inner: readonly AnyLayer[];

  constructor(definition: LayerDefinition, inner: readonly AnyLayer[]) {
    super(ofOneInput(definition));
    this.inner = inner;
    if (definition.options?.trainable !== undefined) this.trainable = definition.options.trainable;
  }

  override get trainable(): boolean {
    return this.inner.some(({ trainable }) => trainable);
  }

  override set trainable(trainable: boolean) {
    for (const layer of this.inner) layer.trainable = trainable;
  }

  override get parameters(): readonly Parameter[] {
    return this.inner.flatMap(({ parameters }) => parameters);
  }

  override get trainableParameters(): readonly Parameter[] {
    return this.inner.flatMap(({ trainableParameters }) => trainableParameters);
  }

  override get namedParameters(): readonly (readonly [string, Parameter])[] {
    return this.inner.flatMap(({ namedParameters }) =>
      namedParameters.map(([name, parameter]) => [`${this.name}/${name}`, parameter] as const),
    );
  }
}
