import { describe, expect, it } from 'vitest';
import { backendsPage, columns, coverageOf } from './backends-page.js';
import { opOf } from './coverage.js';
import { opCases } from './op-cases/index.js';

describe('the page on backends', () => {
  const files = columns.flatMap(({ coverage }) => coverage ?? []);

  it.each(files)('has every op of the cases for %s', (file) => {
    const ops = new Set(opCases.map(({ name }) => opOf(`op ${name}`)));
    expect(Object.keys(coverageOf(file)).sort()).toEqual([...ops].sort());
  });

  it('docs/backends.md is the page that is generated (vitest -u writes it)', async () => {
    await expect(backendsPage()).toMatchFileSnapshot('../../../docs/backends.md');
  });
});
