import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder that is removed after the test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What `bytes` hash to. */
export function sha256(bytes: Uint8Array): { algorithm: 'sha256'; hex: string } {
  return { algorithm: 'sha256', hex: createHash('sha256').update(bytes).digest('hex') };
}
