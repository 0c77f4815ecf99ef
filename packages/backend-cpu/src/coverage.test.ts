import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { coverage, coverageTable } from './coverage.js';
import { kernelTable } from './kernel-table.js';

it('every kernel of the vocabulary has a native row, and every row is a kernel', () => {
  expect(coverage().filter(({ native }) => native === undefined)).toEqual([]);
  expect(
    coverage()
      .map(({ kernel }) => kernel)
      .sort(),
  ).toEqual([...kernelTable.keys()].sort());
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
