import { FormatError, sameShape, showShape } from '@descent/core';
import type { AnyLayer, AnyModel, Parameter } from '@descent/layers';
import { kerasWeights } from '../keras/keras-weights.js';
import { isModel } from '../topology/topology.js';
import { putWeight } from '../weights-of.js';
import type { TfjsWeight } from './decode-weights.js';

/** A parameter, and how files may call it. */
interface Place {
  readonly parameter: Parameter;
  /** Names of the layer and of what it lies in, the outermost first. */
  readonly owners: readonly string[];
  /** The weight's own name: `kernel`, or `query/kernel`. */
  readonly name: string;
}

/**
 * Puts weights into a model by their names: `conv1/kernel`, `bidirectional/forward_lstm/kernel`; converters put more
 * between, as in `lstm/lstm_cell/kernel`.
 * @throws FormatError naming file and weight for one that is missing, left over or of another shape
 */
export function placeWeights(file: string, model: AnyModel, weights: ReadonlyMap<string, TfjsWeight>): void {
  const places = placesOf(model, []);
  const byLast = new Map<string, string[]>();
  for (const name of weights.keys()) {
    const last = tokensOf(name).at(-1) as string;
    byLast.set(last, [...(byLast.get(last) ?? []), name]);
  }
  const used = new Set<string>();
  const found = places.map((place) => {
    const last = tokensOf(place.name).at(-1) as string;
    const candidates = (byLast.get(last) ?? []).filter((name) => !used.has(name));
    const name = best(place, candidates);
    if (name !== undefined) used.add(name);
    return name;
  });
  const missing = places.filter((_, i) => found[i] === undefined);
  const rest = [...weights.values()].filter(({ name }) => !used.has(name) && !isCount(name));
  if (missing.length > 0 || rest.length > 0) {
    // Names of another tool: by order then, where all shapes agree.
    const inOrder = [...weights.values()].filter(({ name }) => !isCount(name));
    const fits =
      inOrder.length === places.length &&
      places.every(({ parameter }, i) => sameShape(parameter.shape, inOrder[i]?.shape ?? []));
    if (!fits) throw mismatch(file, missing, rest);
    places.forEach(({ parameter }, i) => {
      const weight = inOrder[i] as TfjsWeight;
      putWeight(file, weight.name, parameter, weight);
    });
    return;
  }
  places.forEach(({ parameter }, i) => {
    const weight = weights.get(found[i] as string) as TfjsWeight;
    putWeight(file, weight.name, parameter, weight);
  });
}

/** The name that says most of a place's owners; undefined: none says the layer. */
function best({ owners, name }: Place, candidates: readonly string[]): string | undefined {
  const own = tokensOf(name);
  let [most, result]: [number, string | undefined] = [0, undefined];
  for (const candidate of candidates) {
    const tokens = tokensOf(candidate);
    if (!own.every((token, i) => tokens.at(i - own.length) === token)) continue;
    const rest = tokens.slice(0, tokens.length - own.length);
    // The exact name wins over one that has more between.
    const shared = owners.filter((owner) => rest.includes(owner)).length;
    const score = shared === 0 ? 0 : 1000 * shared - rest.length;
    if (score > most) [most, result] = [score, candidate];
  }
  return result;
}

function tokensOf(name: string): readonly string[] {
  return name.replace(/:\d+$/, '').split('/');
}

/** Keras' normalization counts batches, which nothing reads. */
function isCount(name: string): boolean {
  return tokensOf(name).at(-1) === 'count';
}

function placesOf(layer: AnyLayer, owners: readonly string[]): readonly Place[] {
  if (isModel(layer)) {
    const seen = new Set<Parameter>();
    return layer.layers
      .flatMap((each) => placesOf(each, [...owners, each.name]))
      .filter(({ parameter }) => !seen.has(parameter) && seen.add(parameter));
  }
  if (layer.inner.length > 0) return layer.inner.flatMap((each) => placesOf(each, [...owners, each.name]));
  return kerasWeights(layer).flatMap(({ parameter, name2 }) =>
    parameter ? [{ parameter, owners, name: name2 }] : [],
  );
}

function mismatch(file: string, missing: readonly Place[], rest: readonly TfjsWeight[]): FormatError {
  const lines = [
    ...missing.map(
      ({ owners, name, parameter }) => `${owners.join('/')}/${name} ${showShape(parameter.shape)} is missing`,
    ),
    ...rest.map(({ name, shape }) => `${name} ${showShape(shape)} belongs to no layer`),
  ];
  const more = lines.length > 12 ? [`and ${lines.length - 12} more`] : [];
  return new FormatError(
    `${file}: its weights are not those of its layers:\n  ${[...lines.slice(0, 12), ...more].join('\n  ')}`,
  );
}
