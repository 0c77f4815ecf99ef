import { readFileSync } from 'node:fs';
import type { ConformanceOptions } from './conformance.js';
import { type CoverageOf, opOf } from './coverage.js';
import { differencesOf } from './differences/index.js';
import { markdownTable } from './markdown-table.js';

/** One backend of the page. */
interface BackendColumn {
  readonly title: string;
  /** The package or call that it comes from. */
  readonly from: string;
  /** Where its conformance runs. */
  readonly tried: string;
  readonly differences: keyof typeof differencesOf | 'reference';
  /** The file of its coverage; the reference kernels need none. */
  readonly coverage?: string;
}

/** The backends, in the order of the page. */
export const columns: readonly BackendColumn[] = [
  {
    title: 'reference',
    from: '`referenceBackend()` of `@descent/core`',
    tried: 'everywhere: it says what is right',
    differences: 'reference',
  },
  {
    title: 'cpu',
    from: '`cpu()` of `@descent/backend-cpu`',
    tried: 'both builds, 1 and 3 threads, in Node; Chromium with and without threads',
    differences: 'cpu',
    coverage: 'cpu',
  },
  {
    title: 'webgl',
    from: '`webgl()` of `@descent/backend-webgl`',
    tried: 'Chromium',
    differences: 'webgl',
    coverage: 'webgl',
  },
  {
    title: 'webgpu',
    from: '`webgpu()` of `@descent/backend-webgpu`',
    tried: 'Chromium',
    differences: 'webgpu',
    coverage: 'webgpu',
  },
  {
    title: 'node-gpu',
    from: '`nodeGpu()` of `@descent/backend-node-gpu`',
    tried: 'Node, through Dawn',
    differences: 'nodeGpu',
    coverage: 'node-gpu',
  },
  {
    title: 'tfjs webgpu',
    from: "`fromTfjs('webgpu')` of `@descent/tfjs`",
    tried: 'Node, through Dawn',
    differences: 'tfjsWebgpu',
    coverage: 'tfjs-webgpu',
  },
  {
    title: 'tfjs wasm',
    from: "`fromTfjs('wasm')` of `@descent/tfjs`",
    tried: 'Node',
    differences: 'tfjsWasm',
    coverage: 'tfjs-wasm',
  },
  {
    title: 'tfjs cpu',
    from: "`fromTfjs('cpu')` of `@descent/tfjs`",
    tried: 'Node',
    differences: 'tfjsCpu',
    coverage: 'tfjs-cpu',
  },
];

/** The backends that have a column beside each op; the reference kernels run every op. */
const beside = columns.filter(({ coverage }) => coverage);

/** How a backend runs the kernels of each op, as its conformance found. */
export function coverageOf(file: string): CoverageOf {
  return JSON.parse(readFileSync(new URL(`../coverage/${file}.json`, import.meta.url), 'utf8')) as CoverageOf;
}

/** What was agreed on a backend. */
function agreed({ differences }: BackendColumn): ConformanceOptions {
  return differences === 'reference' ? {} : differencesOf[differences];
}

function toleranceOf(column: BackendColumn): string {
  const { absolute = 1e-6, relative = 1e-5 } = agreed(column).tolerance ?? {};
  return column.differences === 'reference' ? '—' : `${absolute} + ${relative} · size`;
}

/**
 * The page on what runs how on each backend: docs/backends.md.
 * @example backendsPage().includes('| conv2d ') // true
 */
export function backendsPage(): string {
  const coverages = beside.map(({ coverage }) => coverageOf(coverage as string));
  const named = [...new Set(coverages.flatMap((each) => Object.keys(each)))].sort();
  return `---

title: Backends
description: Which backend runs which op how, how closely its numbers agree with the definitions, and where they differ.
---

A program is the same on every backend. All backends run one conformance suite: each op, its gradients, bad input, layers,
losses, optimizers, streams of random numbers and a training run, compared with the reference kernels, which are the
definitions in plain TypeScript. What is said here is written by these tests.

<!-- Written by packages/testing/src/backends-page.test.ts, from ../coverage and ./differences. -->

${markdownTable(
  ['backend', 'made by', 'tried in', 'may be off by', 'cases that differ'],
  columns.map((column) => [
    column.title,
    column.from,
    column.tried,
    toleranceOf(column),
    String(Object.keys(agreed(column).differences ?? {}).length),
  ]),
)}

Whole numbers, bools and random bits are equal. Optimizers may be off by 2e-6 + 1e-5 · size after their steps, and the
losses of ten steps of training by 1e-4.

## Ops

How all kernel calls run that the cases of an op make, those of its gradients too:

- _native_: by a kernel of the backend for it, or a shader of ours
- _decomposed_: on the same device, by several others
- _reference_: by the reference kernel, on the CPU; on TensorFlow.js' backends random bits alone, whose counter is known
- _missing_: it throws a \`BackendError\`; the cases are among those that differ

A number is that of the op's cases that differ.

${markdownTable(
  ['op', ...beside.map(({ title }) => title)],
  named.map((op) => [
    op,
    ...beside.map((column, i) => {
      const ways = waysOf(Object.values(coverages[i]?.[op] ?? {}));
      const count = Object.keys(agreed(column).differences ?? {}).filter((name) => opOf(name) === op).length;
      return count > 0 ? `${ways}; ${count}` : ways;
    }),
  ]),
)}

## Kernels

How the calls of each kernel run, in the cases of all ops. Of the CPU's, the README of
\`@descent/backend-cpu\` tells by dtype.

${kernelTable(coverages)}
${beside.map(differencesSection).join('')}`;
}

/** Each of several lists of ways once. */
function waysOf(lists: readonly string[]): string {
  return [...new Set(lists.flatMap((list) => list.split(', ')))].sort().join(', ') || '—';
}

function kernelTable(coverages: readonly CoverageOf[]): string {
  const listOf = (coverage: CoverageOf, kernel: string): string[] =>
    Object.values(coverage).flatMap((row) => row[kernel] ?? []);
  const named = [...new Set(coverages.flatMap((each) => Object.values(each).flatMap(Object.keys)))].sort();
  return markdownTable(
    ['kernel', ...beside.map(({ title }) => title)],
    named.map((kernel) => [kernel, ...coverages.map((coverage) => waysOf(listOf(coverage, kernel)))]),
  );
}

function differencesSection(column: BackendColumn): string {
  const byReason = new Map<string, string[]>();
  for (const [name, reason] of Object.entries(agreed(column).differences ?? {})) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  }
  if (byReason.size === 0) return '';
  const lines = [...byReason].map(
    ([reason, names]) => `- ${reason}: ${names.map((name) => `\`${name}\``).join(', ')}`,
  );
  const count = [...byReason.values()].flat().length;
  return `
## Where ${column.title} differs: ${count} cases

${lines.join('\n')}
`;
}
