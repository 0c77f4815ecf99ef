import type { Line } from '../protocol.js';
import { inspect } from './inspect.js';

const mostRows = 200;
const mostColumns = 30;

/** What `console.table` shows of a list of things: a row each, a column a property. Undefined for what is no list. */
export function tableOf(data: unknown): Line | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const rows = Object.entries(data).slice(0, mostRows);
  const isPlain = (row: unknown): row is object => typeof row === 'object' && row !== null;
  const columns = [
    ...new Set(rows.flatMap(([, row]) => (isPlain(row) ? Object.keys(row).slice(0, mostColumns) : []))),
  ].slice(0, mostColumns);
  const hasValues = rows.some(([, row]) => !isPlain(row));
  return {
    kind: 'table',
    head: ['(index)', ...columns, ...(hasValues ? ['Values'] : [])],
    rows: rows.map(([index, row]) => [
      index,
      ...columns.map((column) =>
        isPlain(row) && Object.hasOwn(row, column) ? inspect((row as Record<string, unknown>)[column]) : '',
      ),
      ...(hasValues ? [isPlain(row) ? '' : inspect(row)] : []),
    ]),
  };
}
