import { describeValue, FormatError } from '@descent/core';

/**
 * The path of a member of an archive, or of a file that was dropped, with `/` between names; folders may end in one.
 *
 * @throws FormatError E_UNSAFE for one that leads out of its root (`..`, `/`, `C:`), that has a NUL, or a name that
 * programs take for something else (`__proto__`)
 */
export function safePath(source: string, path: string): string {
  const unified = path.replaceAll('\\', '/');
  const problem = problemOf(unified);
  if (!problem) return unified;
  throw new FormatError(`${source}: the path ${describeValue(path)} ${problem}`, {
    code: 'E_UNSAFE',
    fix: 'do not use it: whoever made it may want to reach other files of yours',
  });
}

function problemOf(path: string): string | undefined {
  if (path.includes('\0')) return 'has a NUL';
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'begins at the root of a disk';
  const names = path.endsWith('/') ? path.slice(0, -1).split('/') : path.split('/');
  if (names.includes('..')) return 'leads out of the archive';
  if (names.includes('') || names.includes('.')) return 'has a name that is none';
  return names.includes('__proto__') ? 'has the name __proto__' : undefined;
}
