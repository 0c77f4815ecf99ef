import { readFileSync } from 'node:fs';

/** The text of `goldens/<name>.json`. */
export function readGoldenFile(name: string): string {
  return readFileSync(new URL(`../../../goldens/${name}.json`, import.meta.url), 'utf8');
}
