import { describeValue, ValueError } from '@descent/core';
import type { ExplainedModel } from './check-model.js';
import { type Use, usesOf } from './uses.js';

/** Numbers of the uses of layers of the given names, in the order of the model; all that `isMeant` says by default. */
export function findUses(
  op: string,
  model: ExplainedModel,
  names: readonly string[] | undefined,
  isMeant: (use: Use) => boolean,
): readonly number[] {
  const uses = usesOf(model);
  if (names === undefined) return uses.flatMap((use, i) => (isMeant(use) ? [i] : []));
  if (!Array.isArray(names)) {
    throw new ValueError(`${op}: layers must be a list of names, got ${describeValue(names)}`);
  }
  const known = new Set(uses.map(({ name }) => name));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new ValueError(`${op}: no layer is called ${describeValue(unknown)}`, {
      fix: `use one of ${[...known].join(', ')}`,
    });
  }
  return uses.flatMap(({ name }, i) => (names.includes(name) ? [i] : []));
}
