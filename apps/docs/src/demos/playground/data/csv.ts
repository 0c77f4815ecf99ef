import { bound } from '../state/options.js';
import { mostOwnPoints, type OwnPoint } from './own-points.js';

/** Points of a table, and what was done to them. */
export interface ReadTable {
  readonly points: readonly OwnPoint[];
  /** What the reader should know, in sentences. */
  readonly remarks: readonly string[];
}

/**
 * Reads rows of two numbers and a class, apart by commas, semicolons or tabs. The first class that comes up is class 1,
 * the second −1. Where numbers do not fit the plane, each column is scaled to it.
 */
export function readTable(text: string): ReadTable {
  const remarks: string[] = [];
  const rows = text
    .split(/\r?\n/)
    .map((line) => line.split(/[,;\t]/).map((cell) => cell.trim()))
    .filter((cells) => cells.some((cell) => cell !== ''));
  const read = rows.flatMap(([x = '', y = '', label = '']) => {
    const [a, b] = [Number(x), Number(y)];
    return x !== '' && y !== '' && label !== '' && Number.isFinite(a) && Number.isFinite(b)
      ? [{ x: a, y: b, label }]
      : [];
  });
  const skipped = rows.length - read.length;
  if (skipped > 0) remarks.push(`${skipped} of ${rows.length} lines are no two numbers and a class.`);
  // 1 and −1, or 1 and 0, are what they say.
  const names = [...new Set(read.map(({ label }) => label))].sort(
    (a, b) => Number(isOne(b)) - Number(isOne(a)),
  );
  if (names.length > 2)
    remarks.push(`Only the classes ${names[0]} and ${names[1]} are taken: there are ${names.length}.`);
  const taken = read.filter(({ label }) => label === names[0] || label === names[1]);
  if (taken.length > mostOwnPoints) remarks.push(`Only the first ${mostOwnPoints} points are taken.`);
  const points = taken.slice(0, mostOwnPoints);
  const isWithin = points.every(({ x, y }) => Math.abs(x) <= bound && Math.abs(y) <= bound);
  if (!isWithin) remarks.push(`Each column is scaled to the plane from −${bound} to ${bound}.`);
  const [scaleX, scaleY] = (['x', 'y'] as const).map((axis) => {
    if (isWithin) return (value: number) => value;
    const values = points.map((point) => point[axis]);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return (value: number) => (most > least ? ((value - least) / (most - least)) * 10 - 5 : 0);
  }) as [(value: number) => number, (value: number) => number];
  return {
    points: points.map(({ x, y, label }) => ({
      x: scaleX(x),
      y: scaleY(y),
      label: label === names[0] ? 1 : -1,
    })),
    remarks,
  };
}

function isOne(label: string): boolean {
  return Number(label) === 1;
}
