/** A number as figures show it: three digits that count, a true minus sign, no exponent where none is needed. */
export function showNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞';
  const size = Math.abs(value);
  const text =
    size !== 0 && (size >= 1e5 || size < 1e-4)
      ? value.toExponential(digits - 1).replace('e+', 'e')
      : String(Number(value.toPrecision(Math.max(digits, Math.ceil(Math.log10(size + 1))))));
  return text.replaceAll('-', '−');
}

/** The same with as many digits behind the point always, for numbers that change in place. */
export function showFixed(value: number, digits = 3): string {
  return Math.abs(value) < 1e4 ? value.toFixed(digits).replace('-', '−') : showNumber(value);
}

/** A count with its noun: `1 row`, `3 rows`. */
export function showCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
