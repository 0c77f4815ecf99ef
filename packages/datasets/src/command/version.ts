import { readFile } from 'node:fs/promises';

/** The version of this package, from the package.json that lies beside what is built, or one folder further up. */
export async function version(): Promise<string> {
  for (const place of ['../package.json', '../../package.json']) {
    const text = await readFile(new URL(place, import.meta.url), 'utf8').catch(() => undefined);
    if (text !== undefined) return (JSON.parse(text) as { version: string }).version;
  }
  return 'unknown';
}
