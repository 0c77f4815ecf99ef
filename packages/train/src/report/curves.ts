import { describeValue, ValueError } from '@descent/core';
import type { History } from '../history.js';
import { validationName } from '../validation-name.js';

/** A number over the epochs, on both data sets. */
export interface Curves {
  readonly name: string;
  /** One value per epoch; NaN where it was not reported. */
  readonly train: readonly number[];
  readonly validation: readonly number[] | undefined;
}

/**
 * The numbers of a history, each with its counterpart on the validation data.
 * @throws ValueError for what is no history
 */
export function curvesOf(op: string, history: Pick<History, 'epochs'>): Curves[] {
  const epochs = history?.epochs;
  if (!Array.isArray(epochs)) {
    throw new ValueError(`${op}: expects a history, got ${describeValue(history)}`, {
      fix: `give what fit returns: ${op}(await fit(…))`,
    });
  }
  const names = [...new Set(epochs.flatMap((logs) => Object.keys(logs)))];
  const measured = new Set(names.map(validationName));
  const valuesOf = (name: string): number[] => epochs.map((logs) => logs[name] ?? Number.NaN);
  return names
    .filter((name) => !measured.has(name))
    .map((name) => {
      const counterpart = validationName(name);
      const validation = names.includes(counterpart) ? valuesOf(counterpart) : undefined;
      return { name, train: valuesOf(name), validation };
    });
}

/** The least and the greatest of the curves' finite values, a little apart; 0 to 1 where there are none. */
export function rangeOf({ train, validation = [] }: Curves): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of [...train, ...validation]) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) return [0, 1];
  const size = Math.max(Math.abs(least), Math.abs(most));
  // What differs by the rounding of float32 alone is one value.
  const margin = most - least <= 1e-6 * size ? size / 2 || 0.5 : 0;
  return [least - margin, most + margin];
}

/** How many digits tell numbers of a range apart; four at least. */
export function digitsFor(least: number, most: number): number {
  const size = Math.max(Math.abs(least), Math.abs(most));
  return Math.max(4, Math.ceil(Math.log10(size / (most - least))) + 2);
}

/** A number in few digits, four if nothing else is said: 0.0123, 1.2e-7, 43,210 as 43210. */
export function showShort(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6))
    return value.toExponential(digits - 2).replace(/\.?0+e/, 'e');
  return String(Number(value.toPrecision(digits)));
}
