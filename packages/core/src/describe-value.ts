/** Longest array and longest text that are shown whole. */
const shortArray = 8;
const shortText = 80;

/**
 * Any value as it should appear in a message: a few words that tell what was given.
 * @example describeValue(new Map()) // 'a Map'
 */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return describeText(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return describeArray(value);
  const name = value.constructor?.name;
  if (name && name !== 'Object') return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
  return `an object with ${Object.keys(value).join(', ') || 'no fields'}`;
}

function describeText(text: string): string {
  if (text.length <= shortText) return `'${text}'`;
  return `'${text.slice(0, shortText)}…', ${text.length} characters`;
}

function describeArray(values: readonly unknown[]): string {
  const isShown = values.length <= shortArray && values.every((value) => typeof value === 'number');
  return isShown ? `[${values.join(', ')}]` : `an array of ${values.length}`;
}
