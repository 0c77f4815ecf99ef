import { type Backend, type Support, sizeOf } from '@descent/core';
import type { ConformanceCase } from './conformance-case.js';
import type { KernelCall, Seen } from './kernel-watch.js';

/** How a backend runs the kernels of each op, all calls of its cases taken together: `{ conv2d: { Conv2D: 'native' } }`. */
export type CoverageOf = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The op that a subject or a case is about, if it is one op: `op cast to int32` is of `cast`. */
export function opOf(subject: string): string | undefined {
  return /^op (?:the gradient of )?(\w+)/.exec(subject)?.[1];
}

/** The kernel calls that cases of ops make. */
export class Coverage {
  readonly #calls = new Map<string, Map<string, KernelCall>>();

  add({ subject }: ConformanceCase, seen: Seen): void {
    const op = opOf(subject);
    if (!op) return;
    const calls = this.#calls.get(op) ?? new Map<string, KernelCall>();
    this.#calls.set(op, calls);
    // Of nothing there is nothing to compute.
    const isEmpty = ({ inputs }: KernelCall) => inputs.some(({ shape }) => sizeOf(shape) === 0);
    for (const each of seen.values()) {
      for (const [key, call] of each) if (!isEmpty(call)) calls.set(key, call);
    }
  }

  /** How a backend says that it runs them. */
  of(backend: Backend): CoverageOf {
    const rows = [...this.#calls].map(([op, calls]) => {
      const ways = new Map<string, Set<string>>();
      for (const { kernel, inputs, attrs } of calls.values()) {
        const way = nameOf(backend.supports(kernel, inputs, attrs));
        ways.set(kernel, (ways.get(kernel) ?? new Set()).add(way));
      }
      return [op, Object.fromEntries(sorted(ways).map(([name, set]) => [name, [...set].sort().join(', ')]))];
    });
    return Object.fromEntries(sorted(rows as [string, Record<string, string>][]));
  }
}

function nameOf(support: Support): string {
  return typeof support === 'string' ? support : 'missing';
}

function sorted<T>(entries: Iterable<readonly [string, T]>): (readonly [string, T])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
