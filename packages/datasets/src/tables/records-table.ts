import type { Table, TableOptions } from './table.js';
import { TableBuilder } from './table-builder.js';

/** A row as packages have it: values by column. */
export type TableRecord = Readonly<Record<string, string | number | null>>;

/** A table of records, whose columns are called `names`, by the records' own names of them. */
export function recordsTable(
  name: string,
  records: readonly TableRecord[],
  names: Readonly<Record<string, string>>,
  options: TableOptions,
): Table {
  const builder = new TableBuilder(name, Object.values(names), options);
  for (const [i, record] of records.entries()) {
    builder.add(
      i + 1,
      Object.keys(names).map((own) => String(record[own] ?? '')),
    );
  }
  return builder.table();
}
