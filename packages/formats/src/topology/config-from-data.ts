import { describeValue, FormatError } from '@descent/core';
import type { CustomFunctions } from './describe-config.js';
import { knownNames, makers, type Role, roleOf } from './makers.js';
import { isMadeBy, type Plain, type PlainConfig } from './topology.js';

/**
 * A layer's config with the functions that its data speak of.
 * @throws FormatError for a function that nobody knows
 */
export function configFromData(
  config: PlainConfig,
  custom: CustomFunctions,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(config).map(([option, value]) => {
      const role = roleOf(option);
      return [option, role && value !== undefined ? functionFor(role, option, value, custom) : value];
    }),
  );
}

function functionFor(role: Role, option: string, value: Plain, custom: CustomFunctions): unknown {
  if (typeof value === 'string' && knownNames(role).includes(value)) return value;
  if (isMadeBy(value)) {
    if (Object.hasOwn(custom, value.made)) return custom[value.made];
    const table = makers[role];
    if (Object.hasOwn(table, value.made)) return table[value.made]?.(value.config ?? {});
  }
  const name = isMadeBy(value) ? value.made : value;
  throw new FormatError(`${option}: no ${role} is called ${describeValue(name)}`, {
    code: 'E_UNSUPPORTED',
    fix: 'if it is one of yours, give it: customFunctions: { name: f }',
  });
}
