import { describeValue, ValueError } from '@descent/core';

/**
 * Checks the name of a layer, a model or an input.
 * @throws ValueError for an empty one and for one with a slash, which parts the names of nested models
 */
export function checkName(op: string, name: unknown): void {
  if (name === undefined || (typeof name === 'string' && name !== '' && !name.includes('/'))) return;
  throw new ValueError(`${op}: name must be a text without slashes, got ${describeValue(name)}`, {
    fix: "leave it out, or choose another: name: 'encoder'",
  });
}
