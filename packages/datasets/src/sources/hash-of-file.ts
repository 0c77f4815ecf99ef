import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Checksum } from './checksum.js';

/** What a file on disk hashes to, in hexadecimal digits. */
export async function hashOfFile(path: string, algorithm: Checksum['algorithm']): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
