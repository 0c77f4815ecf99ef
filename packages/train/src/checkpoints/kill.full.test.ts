import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const script = fileURLToPath(new URL('./train-in-a-process.mjs', import.meta.url));
const asSources = ['--conditions=@descent/source', '--experimental-transform-types', '--no-warnings'];

async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Trains in a process of its own; what it printed. `killAfter`: milliseconds after its first step. */
async function train(folder: string, kill = '', killAfter?: number): Promise<string> {
  const child = spawn(process.execPath, [...asSources, script, folder, kill], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (killAfter !== undefined) {
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), killAfter));
  }
  return text(child.stdout);
}

describe('F48: training that is killed and started again ends in the same bits', () => {
  it('after any call to the disk: what is there is whole', async () => {
    const counted = (await train(await testFolder(), 'count')).split(' ');
    const calls = Number(counted[0]);
    expect(calls).toBeGreaterThan(60);
    const expected = counted.slice(1).join(' ');
    expect(expected).toMatch(/^done [0-9a-f]{64}\n$/);
    // Each save is a write, a sync, a close, a rename, a sync and close of the folder, and later a removal.
    for (let moment = 1; moment <= calls; moment++) {
      const folder = await testFolder();
      expect(await train(folder, String(moment))).toBe('');
      expect(await train(folder), `killed after call ${moment}`).toBe(expected);
      expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    }
  }, 600_000);

  it('at any moment, again and again', async () => {
    const expected = await train(await testFolder());
    for (let round = 0; round < 10; round++) {
      const folder = await testFolder();
      let printed = '';
      for (let kills = 0; kills < 5; kills++) {
        await train(folder, 'say', Math.random() * 120);
      }
      printed = await train(folder);
      expect(printed).toBe(expected);
    }
  }, 600_000);
});
