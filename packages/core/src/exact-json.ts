/**
 * JSON that tells all numbers apart, for keys: JSON itself has no NaN, ±Infinity or −0.
 * @example exactJson({ clipValueMax: Infinity }) // '{"clipValueMax":"number Infinity"}'
 */
export function exactJson(value: unknown): string {
  return JSON.stringify(value, exactNumbers);
}

function exactNumbers(_key: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  if (Object.is(value, -0)) return 'number -0';
  return Number.isFinite(value) ? value : `number ${value}`;
}
