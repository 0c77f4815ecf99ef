import { describeValue, recipeOf } from '@descent/core';
import { nameInCore, nameOfFunction } from './makers.js';
import type { Plain, PlainConfig } from './topology.js';

/** Functions of your own, by the names that they have in files. */
export type CustomFunctions = Readonly<Record<string, (...given: never[]) => unknown>>;

/** What a config cannot say as data: told each time. */
type Missing = (what: string) => void;

/** A layer's config as plain data, without its name and whether it is trained. */
export function describeConfig(
  config: Readonly<Record<string, unknown>>,
  custom: CustomFunctions,
  missing: Missing,
): PlainConfig {
  const described: Record<string, Plain> = {};
  for (const [name, value] of Object.entries(config)) {
    if (value === undefined || name === 'name' || name === 'trainable') continue;
    described[name] = plain(name, value, custom, missing);
  }
  return described;
}

function plain(option: string, value: unknown, custom: CustomFunctions, missing: Missing): Plain {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'function') return functionAsData(option, value, custom, missing);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Array.from(value as ArrayLike<unknown>, (each) => plain(option, each, custom, missing));
  }
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, plain(`${option}.${name}`, each, custom, missing)]),
    );
  }
  missing(`its ${option} is ${describeValue(value)}`);
  return null;
}

function functionAsData(option: string, f: unknown, custom: CustomFunctions, missing: Missing): Plain {
  const own = Object.keys(custom).find((name) => custom[name] === f);
  if (own !== undefined) return { made: own, config: {} };
  const recipe = recipeOf(f);
  if (recipe) return { made: recipe.name, config: describeConfig(recipe.config, custom, missing) };
  const name = nameOfFunction(f);
  if (name !== undefined) return name;
  const inCore = nameInCore(f);
  if (inCore !== undefined) return { made: inCore, config: {} };
  missing(`its ${option} is a function of your own`);
  return null;
}
