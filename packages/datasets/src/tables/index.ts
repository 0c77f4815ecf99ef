export { autoMpg } from './auto-mpg.js';
export { iris } from './iris.js';
export { penguins } from './penguins.js';
export { type CsvOptions, readCsv } from './read-csv.js';
export type { LeftOutRow, Table, TableOptions } from './table.js';
