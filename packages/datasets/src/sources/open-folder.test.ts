import { appendFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openFolder } from './open-folder.js';
import { testFolder } from './test-folder.js';

/** A folder with `cats/1.jpg`, `cats/2.jpg` and `notes.txt`. */
async function animals(): Promise<string> {
  const folder = await testFolder();
  await mkdir(join(folder, 'cats'));
  await writeFile(join(folder, 'cats', '2.jpg'), 'two');
  await writeFile(join(folder, 'cats', '1.jpg'), 'one');
  await writeFile(join(folder, 'notes.txt'), '');
  return folder;
}

it('lists and reads the files below a folder', async () => {
  const source = await openFolder(await animals());
  expect(source.files).toEqual([
    { path: 'cats/1.jpg', size: 3 },
    { path: 'cats/2.jpg', size: 3 },
    { path: 'notes.txt', size: 0 },
  ]);
  expect(Buffer.from(await source.read('cats/2.jpg')).toString()).toBe('two');
  expect(await source.read('notes.txt')).toHaveLength(0);
});

it('follows links, not around in circles, and leaves out those to nothing', async () => {
  const [folder, other] = [await testFolder(), await animals()];
  await symlink(join(other, 'cats'), join(folder, 'pets'));
  await symlink(join(other, 'notes.txt'), join(folder, 'read-me'));
  await symlink(folder, join(folder, 'again'));
  await symlink(join(folder, 'nothing'), join(folder, 'broken'));
  const source = await openFolder(folder);
  expect(source.files.map(({ path }) => path)).toEqual(['pets/1.jpg', 'pets/2.jpg', 'read-me']);
});

it('reads nothing that is not below it', async () => {
  const folder = await animals();
  const source = await openFolder(join(folder, 'cats'));
  await expect(source.read('../notes.txt')).rejects.toMatchObject({ code: 'E_IO' });
});

it('says which folder or file cannot be read', async () => {
  const folder = await animals();
  const named = (error: Error) => {
    error.message = error.message.replaceAll(folder, '/folder');
    throw error;
  };
  await expect(openFolder(join(folder, 'dogs')).catch(named)).rejects.toThrowErrorMatchingInlineSnapshot(`
    [DataError: openFolder: cannot read /folder/dogs: ENOENT: no such file or directory, realpath '/folder/dogs'
      fix: look at the path and its permissions]
  `);
  const source = await openFolder(folder);
  await rm(join(folder, 'cats', '1.jpg'));
  await expect(source.read('cats/1.jpg').catch(named)).rejects.toThrowErrorMatchingInlineSnapshot(`
    [DataError: openFolder: cannot read /folder/cats/1.jpg: ENOENT: no such file or directory, open '/folder/cats/1.jpg'
      fix: look at the path and its permissions]
  `);
});

it('refuses a file that has grown beyond the limit', async () => {
  const folder = await animals();
  const source = await openFolder(folder);
  await appendFile(join(folder, 'cats', '1.jpg'), ' and more');
  expect(await source.read('cats/1.jpg', { limit: 12 })).toHaveLength(12);
  await expect(source.read('cats/1.jpg', { limit: 11 })).rejects.toMatchObject({ code: 'E_LIMIT' });
});

it('refuses more files than it may have', async () => {
  const folder = await animals();
  expect((await openFolder(folder, { maxFiles: 4 })).files).toHaveLength(3);
  await expect(openFolder(folder, { maxFiles: 3 })).rejects.toMatchObject({ code: 'E_LIMIT' });
});

it('F67: refuses links that multiply', async () => {
  const folder = await testFolder();
  for (let depth = 0; depth < 30; depth++) {
    await mkdir(join(folder, `${depth}`));
    for (const name of ['a', 'b'])
      await symlink(join(folder, `${depth + 1}`), join(folder, `${depth}`, name));
  }
  await mkdir(join(folder, '30'));
  await expect(openFolder(join(folder, '0'), { maxFiles: 2000 })).rejects.toMatchObject({ code: 'E_LIMIT' });
});

it('is stopped by its signal', async () => {
  const reason = new Error('enough');
  await expect(openFolder(await animals(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
