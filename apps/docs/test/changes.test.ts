import { expect, it } from 'vitest';
import { ofChangelog, ofChangeset } from '../src/identity/changes.js';

it('a changeset tells packages and text', () => {
  const change = ofChangeset(
    "---\n'@descent/core': minor\n'@descent/tfjs': patch\n---\n\nSums are\nexact.\n",
  );
  expect(change).toMatchObject({
    packages: '@descent/core, @descent/tfjs',
    version: undefined,
    text: 'Sums are exact.',
  });
  expect(() => ofChangeset('# no changeset')).toThrow('not a changeset');
});

it('a changelog tells each change of each release', () => {
  const found = ofChangelog(
    '# @descent/core\n\n## 0.2.0\n\n### Minor Changes\n\n- 1a2b3c4: `topK`, and\n  `sort`.\n- Faster.\n\n### Patch Changes\n\n- 9f8e7d6: Right.\n\n## 0.1.0\n\n### Minor Changes\n\n- First.\n',
  );
  expect(found.map(({ version, text }) => [version, text])).toEqual([
    ['0.2.0', '`topK`, and `sort`.'],
    ['0.2.0', 'Faster.'],
    ['0.2.0', 'Right.'],
    ['0.1.0', 'First.'],
  ]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(4);
});
