import { readFileSync } from 'node:fs';
import { kernels } from '@descent/core';
import { expect, it } from 'vitest';
import { coverage, coverageTable } from './coverage.js';

it('lists every kernel of the vocabulary once, and no other', () => {
  const vocabulary = Object.values(kernels).filter((kernel) => !kernel.alias);
  expect(
    coverage()
      .map((row) => row.kernel)
      .sort(),
  ).toEqual(vocabulary.map((kernel) => kernel.name).sort());
});

it("README's table is the one that is generated (vitest -u writes it)", async () => {
  const file = new URL('../README.md', import.meta.url);
  const readme = readFileSync(file, 'utf8');
  const generated = readme.replace(
    /(<!-- coverage -->\n\n)[\s\S]*(\n\n<!-- end of coverage -->)/,
    (_match, start: string, end: string) => start + coverageTable() + end,
  );
  await expect(generated).toMatchFileSnapshot('../README.md');
});
