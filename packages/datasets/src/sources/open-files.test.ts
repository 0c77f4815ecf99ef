import { expect, it } from 'vitest';
import { openFiles } from './open-files.js';

/** A file as `<input type="file" webkitdirectory>` gives it. */
function fileAt(path: string, content = path): File {
  const file = new File([content], path.slice(path.lastIndexOf('/') + 1));
  return Object.defineProperty(file, 'webkitRelativePath', { value: path.includes('/') ? path : '' });
}

it('chosen files are listed by their paths and read', async () => {
  const source = openFiles([fileAt('pets/dogs/1.jpg'), fileAt('pets/cats/1.jpg'), fileAt('notes.txt')]);
  expect(source.files).toEqual([
    { path: 'notes.txt', size: 9 },
    { path: 'pets/cats/1.jpg', size: 15 },
    { path: 'pets/dogs/1.jpg', size: 15 },
  ]);
  expect(Buffer.from(await source.read('pets/cats/1.jpg')).toString()).toBe('pets/cats/1.jpg');
  await expect(source.read('pets/cats/2.jpg')).rejects.toMatchObject({ code: 'E_IO' });
  await expect(source.read('notes.txt', { limit: 8 })).rejects.toMatchObject({ code: 'E_LIMIT' });
});

it.each(['pets/../../x', '/x', 'pets/__proto__/x', 'C:/x'])('F65: the path %s is refused', (path) => {
  expect(() => openFiles([fileAt(path)])).toThrow(expect.objectContaining({ code: 'E_UNSAFE' }));
});

it('two files of one path are refused: they were chosen from different folders', () => {
  expect(() => openFiles([fileAt('a.jpg'), fileAt('a.jpg')])).toThrowErrorMatchingInlineSnapshot(
    `[DataError: chosen files: two files have the path a.jpg]`,
  );
});
