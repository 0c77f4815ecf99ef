/**
 * Puts every exported function of an instance in its table of functions, in the order of their names, so that a
 * place means the same function on every thread.
 *
 * @returns the places by name
 */
export function tableOf({ exports }: WebAssembly.Instance): Map<string, number> {
  const table = exports.table as WebAssembly.Table;
  const names = Object.keys(exports)
    .filter((name) => typeof exports[name] === 'function')
    .sort();
  const first = table.grow(names.length);
  names.forEach((name, i) => {
    table.set(first + i, exports[name]);
  });
  return new Map(names.map((name, i) => [name, first + i]));
}
