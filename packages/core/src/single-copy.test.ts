import { expect, it } from 'vitest';
import { claimSingleCopy } from './single-copy.js';
import './tensor.js';

it('a second copy of core is refused with the way out; the same file reloaded is none', () => {
  const registry = globalThis as Record<symbol, string>;
  const first = registry[Symbol.for('@descent/core')] as string;
  expect(first).toContain('tensor.ts');
  expect(() => claimSingleCopy(`${first}?t=1`)).not.toThrow();
  const message = () => {
    try {
      claimSingleCopy('file:///other/node_modules/@descent/core/dist/index.js');
    } catch (error) {
      return (error as Error).message.replace(first, '<here>');
    }
    return undefined;
  };
  expect(message()).toMatchInlineSnapshot(`
    "two copies of @descent/core are loaded: <here> and file:///other/node_modules/@descent/core/dist/index.js
      fix: install one version only: run \`npm dedupe\`, or list @descent/core in \`resolve.dedupe\` of the bundler"
  `);
});
