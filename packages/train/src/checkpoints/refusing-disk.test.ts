import files, { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@descent/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adam, checkpoints, fit } from '../index.js';
import { net, points, quiet } from '../test-support.js';
import { decodeState } from './training-state.js';

async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'descent-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Trains for two epochs with checkpoints; all that it ends with. */
async function train(folder: string): Promise<unknown> {
  using model = net();
  const { epochs } = await fit(model, points, {
    ...quiet,
    epochs: 2,
    optimizer: adam(),
    checkpoints: checkpoints(folder, { everyBatches: 2 }),
  });
  return { epochs, weights: model.parameters.map(({ value }) => [...value.dataSync()]) };
}

type Call = (path: string, ...rest: never[]) => Promise<unknown>;

/**
 * While `run` runs, the n-th call to the disk below a folder fails with a code; no call where n is 0. Writing fails in
 * the middle, as on a full disk.
 * @returns how many calls there were
 */
async function withFailure(
  folder: string,
  n: number,
  code: string,
  run: () => Promise<void>,
): Promise<number> {
  let count = 0;
  const failing = (): boolean => ++count === n;
  const failure = (): Error => Object.assign(new Error(`${code}: refused`), { code });
  const names = ['mkdir', 'readdir', 'readFile', 'rename', 'rm', 'open'] as const;
  const calls = files as unknown as Record<string, Call>;
  const originals = Object.fromEntries(names.map((name) => [name, calls[name] as Call]));
  for (const name of names) {
    const original = originals[name] as Call;
    calls[name] = async (path, ...rest) => {
      if (!path.startsWith(folder)) return await original(path, ...rest);
      if (failing()) throw failure();
      const result = await original(path, ...rest);
      if (name === 'open') watchHandle(result as files.FileHandle);
      return result;
    };
  }
  function watchHandle(handle: files.FileHandle): void {
    const write = handle.writeFile.bind(handle);
    const sync = handle.sync.bind(handle);
    const close = handle.close.bind(handle);
    Object.assign(handle, {
      async writeFile(bytes: Uint8Array) {
        const isFailing = failing();
        await write(isFailing ? bytes.subarray(0, bytes.length / 2) : bytes);
        if (isFailing) throw failure();
      },
      async sync() {
        if (failing()) throw failure();
        await sync();
      },
      async close() {
        await close();
        if (failing()) throw failure();
      },
    });
  }
  syncBuiltinESMExports();
  try {
    await run();
  } finally {
    Object.assign(files, originals);
    syncBuiltinESMExports();
  }
  return count;
}

describe('F49: a disk that refuses', () => {
  it('whichever call fails, ends training with E_IO, leaves whole files, and training goes on to the same bits', async () => {
    const expected = await train(await testFolder());
    const counted = await testFolder();
    const calls = await withFailure(counted, 0, '', async () => {
      expect(await train(counted)).toEqual(expected);
    });
    expect(calls).toBeGreaterThan(60);
    const codes = ['ENOSPC', 'EIO', 'EACCES', 'EROFS'];
    for (let n = 1; n <= calls; n++) {
      const folder = await testFolder();
      const code = codes[n % codes.length] as string;
      await withFailure(folder, n, code, async () => {
        const error = await train(folder).catch((reason: unknown) => reason);
        expect(error, `call ${n}`).toBeInstanceOf(DataError);
        expect(error, `call ${n}`).toMatchObject({ code: 'E_IO', message: expect.stringContaining(folder) });
        expect((error as Error).message).toContain(`${code}: refused`);
      });
      const left = await readdir(folder);
      expect(left.filter((name) => !/^checkpoint-\d{8}\.safetensors$/.test(name))).toEqual([]);
      for (const name of left) await decodeState(await readFile(join(folder, name)));
      expect(await train(folder), `after call ${n}`).toEqual(expected);
    }
  }, 120_000);

  it('says what to do', async () => {
    const folder = await testFolder();
    const file = join(folder, 'a file');
    await writeFile(file, '');
    const message = async (run: Promise<unknown>): Promise<string> => {
      const error = await run.catch((reason: Error) => reason);
      return (error as Error).message.replaceAll(folder, '<folder>');
    };
    expect(await message(train(join(file, 'below')))).toMatchInlineSnapshot(`
      "checkpoint: <folder>/a file/below: ENOTDIR: not a directory, mkdir '<folder>/a file/below'
        fix: a part of the path is a file: give another path; checkpoints that are there stay as they are"
    `);
    let full = '';
    await withFailure(folder, 4, 'ENOSPC', async () => {
      full = await message(train(folder));
    });
    expect(full).toMatchInlineSnapshot(`
      "checkpoint: <folder>: ENOSPC: refused
        fix: free some space; checkpoints that are there stay as they are"
    `);
  });
});

describe('F51: what others leave and write', () => {
  it('files of dead processes go, those of live ones and of strangers stay', async () => {
    const folder = await testFolder();
    const id = '0c9bd3f0-5f5c-4f4e-9d5c-7a3f3a1f2b10';
    // No process has a number beyond the kernel's limit of 2²².
    const dead = `checkpoint-00000009.safetensors.4194305-${id}.tmp`;
    const live = `checkpoint-00000009.safetensors.${process.ppid}-${id}.tmp`;
    for (const name of [dead, live, 'notes.txt']) await writeFile(join(folder, name), 'half');
    const expected = await train(await testFolder());
    expect(await train(folder)).toEqual(expected);
    const left = await readdir(folder);
    expect(left).toEqual(expect.arrayContaining([live, 'notes.txt']));
    expect(left).not.toContain(dead);
    expect(left).toHaveLength(4);
  });

  it('two trainings that write at the same time end well, and every file is whole', async () => {
    const expected = await train(await testFolder());
    const folder = await testFolder();
    expect(await Promise.all([train(folder), train(folder)])).toEqual([expected, expected]);
    for (const name of await readdir(folder)) await decodeState(await readFile(join(folder, name)));
    expect(await train(folder)).toEqual(expected);
  });
});
