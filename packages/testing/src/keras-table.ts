import { readFileSync } from 'node:fs';
import { type Counterpart, counterparts, type Kind, otherwise, ways } from './keras-counterparts.js';
import { markdownTable } from './markdown-table.js';

/** What Keras has of each kind, as `goldens/keras-names.py` lists it. */
export const keras = JSON.parse(
  readFileSync(new URL('../../../goldens/keras-names.json', import.meta.url), 'utf8'),
) as {
  readonly origin: { readonly version: string };
  readonly names: Readonly<Record<Kind, readonly string[]>>;
};

/** The kinds, in the order of the page. */
export const kinds = Object.keys(counterparts) as readonly Kind[];

/** All names of Keras that a kind's rows speak of. */
export function namesInTable(kind: Kind): string[] {
  const rows = Object.values(counterparts[kind]).flatMap((row) => row.keras ?? []);
  return [...rows, ...Object.keys(otherwise[kind] ?? {}).flatMap((names) => names.split(' '))];
}

/** What Keras has of a kind and the table does not speak of. */
function absent(kind: Kind): string[] {
  const known = new Set(namesInTable(kind));
  return keras.names[kind].filter((name) => !known.has(name));
}

/**
 * The page that sets Descent beside Keras: docs/keras.md.
 * @example kerasPage().includes('| `dense` ') // true
 */
export function kerasPage(): string {
  return `---

title: Coming from Keras
description: What Descent calls what Keras ${keras.origin.version} has, what differs, and what is absent.
---

Names are those of JavaScript: \`maxPool2d\`, options \`kernelSize\` for \`kernel_size\`. Everywhere:

- Images are channels last, shapes leave the batch axis out, and there is no masking.
- Losses and metrics take predictions first, then targets; Keras takes targets first.
- A layer is a function that is called without \`new\`; what is drawn at random follows from one seed.
- Defaults are Keras' but where the table says so.

<!-- Written by packages/testing/src/keras-table.test.ts, from keras-counterparts.ts beside it. -->
${kinds.map(section).join('')}
## Ways of working

${markdownTable([`Keras ${keras.origin.version}`, 'Descent'], ways)}
`;
}

function section(kind: Kind): string {
  const rows = Object.entries(counterparts[kind]).map(
    ([name, { keras: names, differs = '' }]: [string, Counterpart]) => [
      code(name),
      names ? names.map(code).join(', ') : '—',
      differs,
    ],
  );
  const others = Object.entries(otherwise[kind] ?? {}).map(([names, how]) => [
    '—',
    names.split(' ').map(code).join(', '),
    how,
  ]);
  const missing = absent(kind);
  return `
## ${kind[0]?.toUpperCase()}${kind.slice(1)}

${markdownTable(['Descent', `Keras ${keras.origin.version}`, 'what differs'], [...rows, ...others])}

Absent: ${missing.length > 0 ? missing.map(code).join(', ') : 'nothing'}.
`;
}

function code(name: string): string {
  return `\`${name}\``;
}
