import { describeValue } from './describe-value.js';
import { ValueError } from './errors.js';
import { Tensor } from './tensor.js';

/** Nested arrays and plain objects with tensors and other values at the leaves. */
export type Tree = unknown;

/** A tree taken apart. */
export interface FlatTree {
  /** The tensors in order of appearance. */
  readonly tensors: Tensor[];
  /** Equal for trees that differ in their tensors only. */
  readonly signature: string;
  /** The same tree around other tensors. */
  rebuild(tensors: readonly Tensor[]): unknown;
}

/**
 * Takes a tree apart into its tensors and the rest.
 * @throws ValueError for values that have no textual form: functions, class instances, symbols, cycles
 */
export function flattenTree(op: string, tree: Tree): FlatTree {
  const tensors: Tensor[] = [];
  const open = new Set<object>();
  const walk = (node: unknown): { signature: string; rebuild: (from: Iterator<Tensor>) => unknown } => {
    if (node instanceof Tensor) {
      tensors.push(node);
      return { signature: `${node.dtype}[${node.shape.join(',')}]`, rebuild: (from) => from.next().value };
    }
    if (node === null || typeof node !== 'object') return leaf(op, node);
    if (open.has(node)) throw new ValueError(`${op}: a value contains itself`);
    open.add(node);
    const entries = entriesOf(op, node).map(([key, child]) => [key, walk(child)] as const);
    open.delete(node);
    const isArray = Array.isArray(node);
    const inside = entries.map(([key, child]) =>
      isArray ? child.signature : `${JSON.stringify(key)}:${child.signature}`,
    );
    return {
      signature: isArray ? `[${inside.join(',')}]` : `{${inside.join(',')}}`,
      rebuild: (from) => {
        const built = entries.map(([key, child]) => [key, child.rebuild(from)] as const);
        return isArray ? built.map(([, child]) => child) : Object.fromEntries(built);
      },
    };
  };
  const root = walk(tree);
  return { tensors, signature: root.signature, rebuild: (from) => root.rebuild(from[Symbol.iterator]()) };
}

/** Every tensor in a tree; what is neither array nor plain object is not looked into. */
export function tensorsIn(tree: Tree, found: Tensor[] = [], open = new Set<object>()): Tensor[] {
  if (tree instanceof Tensor) found.push(tree);
  else if (
    tree !== null &&
    typeof tree === 'object' &&
    !open.has(tree) &&
    (Array.isArray(tree) || isPlain(tree))
  ) {
    open.add(tree);
    for (const child of Object.values(tree)) tensorsIn(child, found, open);
  }
  return found;
}

function leaf(op: string, value: unknown) {
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new ValueError(
      `${op}: ${describeValue(value)} cannot be an argument or a result of a compiled function`,
      {
        fix: 'refer to it from inside the function instead',
      },
    );
  }
  return {
    signature: typeof value === 'string' ? JSON.stringify(value) : showLeaf(value),
    rebuild: () => value,
  };
}

function showLeaf(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  return Object.is(value, -0) ? '-0' : String(value);
}

function entriesOf(op: string, node: object): [string, unknown][] {
  if (Array.isArray(node)) return node.map((child, i) => [String(i), child]);
  if (isPlain(node)) return Object.entries(node);
  throw new ValueError(`${op}: cannot take ${describeValue(node)} as an argument or a result`, {
    fix: 'pass tensors, numbers, strings, and arrays or plain objects of them',
  });
}

function isPlain(node: object): boolean {
  const prototype = Object.getPrototypeOf(node);
  return prototype === Object.prototype || prototype === null;
}
