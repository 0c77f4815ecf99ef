import { checkLevel, checkShape, checkWhole, describeValue, type Shape, ValueError } from '@descent/core';

// Functions, not values that calls make: bundlers drop those that nobody uses.

/** Checks the value of an option; throws ValueError, or ShapeError for shapes. */
export type Kind = (op: string, name: string, value: unknown) => void;

/** Anything: the caller looks itself. */
export function unchecked(): void {}

/** Whole numbers in a range. */
export function whole(least: number, most?: number): Kind {
  return (op, name, value) => checkWhole(op, name, value as number, least, most);
}

/** What random numbers are drawn from: a whole number >= 0. */
export function seed(op: string, name: string, value: unknown): void {
  checkWhole(op, name, value as number, 0);
}

/** Finite numbers >= 0. */
export function level(op: string, name: string, value: unknown): void {
  checkLevel(op, name, value as number);
}

/** Sizes of the axes of an example. */
export function shape(op: string, name: string, value: unknown): void {
  checkShape(`${op}: ${name}`, value as Shape);
}

/** True or false. */
export function flag(op: string, name: string, value: unknown): void {
  if (typeof value !== 'boolean') throw wrong(op, name, 'true or false', value);
}

/** Texts. */
export function text(op: string, name: string, value: unknown): void {
  if (typeof value !== 'string') throw wrong(op, name, 'a text', value);
}

/** Lists of texts. */
export function texts(op: string, name: string, value: unknown): void {
  if (!areTexts(value)) throw wrong(op, name, 'a list of texts', value);
}

/** The name of a column, or names of several. */
export function columns(op: string, name: string, value: unknown): void {
  if (typeof value === 'string' || areTexts(value)) return;
  throw wrong(op, name, 'the name of a column or a list of names', value);
}

/** One of some words. */
export function oneOf(...words: readonly string[]): Kind {
  return (op, name, value) => {
    if (words.includes(value as string)) return;
    const quoted = words.map((word) => `'${word}'`);
    const what = words.length === 2 ? quoted.join(' or ') : `one of ${quoted.join(', ')}`;
    throw wrong(op, name, what, value);
  };
}

/** Functions. */
export function callback(op: string, name: string, value: unknown): void {
  if (typeof value !== 'function') throw wrong(op, name, 'a function', value);
}

/** What ends the work. */
export function signal(op: string, name: string, value: unknown): void {
  // Those of other windows are instances of another class.
  if (typeof (value as Partial<AbortSignal> | null)?.throwIfAborted === 'function') return;
  throw wrong(op, name, 'an AbortSignal', value);
}

/** Addresses on the web. */
export function address(op: string, name: string, value: unknown): void {
  if (value instanceof URL || (typeof value === 'string' && isAddress(value))) return;
  throw wrong(op, name, "a URL, such as 'https://example.org/'", value);
}

/** Names of classes, each another. */
export function classNames(op: string, name: string, value: unknown): void {
  texts(op, name, value);
  const names = value as readonly string[];
  const twice = names.find((each, i) => names.indexOf(each) < i);
  if (twice === undefined) return;
  throw new ValueError(`${op}: ${name} has ${describeValue(twice)} twice`, {
    fix: 'give each class a name of its own',
  });
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isAddress(given: string): boolean {
  try {
    return new URL(given).href !== '';
  } catch {
    return false;
  }
}

function wrong(op: string, name: string, what: string, value: unknown): ValueError {
  return new ValueError(`${op}: ${name} must be ${what}, got ${describeValue(value)}`);
}
