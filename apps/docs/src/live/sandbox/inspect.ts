const custom = Symbol.for('nodejs.util.inspect.custom');
const deepest = 2;
const mostEntries = 100;
const width = 72;

/** A value as Node's console prints it; tensors as core prints them. */
export function inspect(value: unknown): string {
  return show(value, 0, new Set());
}

/** The arguments of a `console.log` as its line. */
export function printed(values: readonly unknown[]): string {
  return values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' ');
}

function show(value: unknown, depth: number, above: ReadonlySet<object>): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'function') return `[Function: ${value.name || '(anonymous)'}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const own = (value as { [custom]?: unknown })[custom];
  if (typeof own === 'function') return String(own.call(value, deepest - depth, {}, inspect));
  if (value instanceof Error) return value.stack ?? String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (above.has(value)) return '[Circular *1]';
  return showObject(value, depth, new Set(above).add(value));
}

function showObject(value: object, depth: number, above: ReadonlySet<object>): string {
  const inner = (one: unknown): string => show(one, depth + 1, above);
  const isList = Array.isArray(value) || ArrayBuffer.isView(value);
  const kind = Object.getPrototypeOf(value)?.constructor?.name ?? '[Object: null prototype]';
  if (depth > deepest) return isList ? '[Array]' : `[${kind}]`;
  if (isList && 'length' in value) {
    const list = value as ArrayLike<unknown>;
    const entries = Array.from({ length: Math.min(list.length, mostEntries) }, (_, i) => inner(list[i]));
    if (list.length > mostEntries) entries.push(`... ${list.length - mostEntries} more items`);
    return joined(kind === 'Array' ? '' : `${kind}(${list.length}) `, '[', entries, ']', depth);
  }
  if (value instanceof Map) {
    const entries = [...value].slice(0, mostEntries).map(([key, of]) => `${inner(key)} => ${inner(of)}`);
    return joined(`Map(${value.size}) `, '{', entries, '}', depth);
  }
  if (value instanceof Set) {
    return joined(`Set(${value.size}) `, '{', [...value].slice(0, mostEntries).map(inner), '}', depth);
  }
  const entries = Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([, { enumerable }]) => enumerable)
    .slice(0, mostEntries)
    .map(([key, { get, value: of }]) => `${name(key)}: ${get ? '[Getter]' : inner(of)}`);
  return joined(kind === 'Object' ? '' : `${kind} `, '{', entries, '}', depth);
}

/** On one line where it fits, else an entry a line. */
function joined(
  before: string,
  open: string,
  entries: readonly string[],
  close: string,
  depth: number,
): string {
  if (entries.length === 0) return `${before}${open}${close}`;
  const line = `${before}${open} ${entries.join(', ')} ${close}`;
  if (line.length + 2 * depth <= width && !line.includes('\n')) return line;
  const indent = '  '.repeat(depth + 1);
  return `${before}${open}\n${indent}${entries.join(`,\n${indent}`)}\n${indent.slice(2)}${close}`;
}

function quoted(text: string): string {
  const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : '`';
  return mark + text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n') + mark;
}

const name = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key));
