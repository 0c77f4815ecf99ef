import { describe, expect, it } from 'vitest';
import { fromGenerator } from '../examples/from-generator.js';
import { fromArrays } from '../from-arrays.js';
import { contactSheet } from './contact-sheet.js';

/** The red of the upper left pixel of a cell of pictures of 2 × 2. */
function redAt(
  { data, width }: Awaited<ReturnType<typeof contactSheet>>,
  row: number,
  column: number,
): number {
  return data[(row * 4 * width + column * 4) * 4] as number;
}

describe('contactSheet', () => {
  /** Pictures of 2 × 2 in one grey each: n / 10 in picture n. */
  const greys = (count: number) => Float32Array.from({ length: count * 4 }, (_, i) => Math.floor(i / 4) / 10);
  const classNames = ['even', 'odd', 'none'];

  it('has a row for each class, with its first pictures', async () => {
    const data = fromArrays({
      x: greys(10),
      inputShape: [2, 2, 1],
      y: Int32Array.from({ length: 10 }, (_, i) => i % 2),
      classNames,
    });
    const sheet = await contactSheet(data, { columns: 3 });
    expect([sheet.width, sheet.height]).toEqual([3 * 4 - 2, 3 * 4 - 2]);
    const reds = [0, 1, 2].map((row) => [0, 1, 2].map((column) => redAt(sheet, row, column)));
    expect(reds).toEqual([
      [0, 51, 102],
      [26, 77, 128],
      [255, 255, 255],
    ]);
  });

  it('refuses more classes than anybody looks at, and sheets of more pixels than pages draw', async () => {
    const y = Int32Array.from({ length: 20_000 }, (_, i) => i);
    const numbers = fromArrays({ x: greys(20_000), inputShape: [2, 2, 1], y });
    await expect(contactSheet(numbers)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: contactSheet: more than 1000 classes: the targets are whole numbers, of which each has a row
        fix: give numbers that are no classes as floats, or take some examples: data.take(64)]
    `);
    const large = fromArrays({ x: new Float32Array(300 * 300), inputShape: [300, 300, 1], y: [[0]] });
    await expect(contactSheet(large, { columns: 1000, rows: 1 })).rejects.toMatchObject({
      name: 'DataError',
      code: 'E_LIMIT',
    });
  });

  it('stops as soon as it is full', async () => {
    let yieldedCount = 0;
    const data = fromGenerator(
      function* () {
        for (let i = 0; ; i++) {
          yieldedCount++;
          yield { x: new Float32Array(4).fill((i % 10) / 10), y: i % 2 };
        }
      },
      { inputShape: [2, 2, 1], targetShape: [], targetDtype: 'int32', classNames: ['even', 'odd'] },
    );
    await contactSheet(data, { columns: 4 });
    expect(yieldedCount).toBeLessThan(100);
  });

  it('fills rows with pictures without classes, at most as many as asked for', async () => {
    const data = fromArrays({ x: greys(10), inputShape: [2, 2, 1], y: new Float32Array(10) });
    const sheet = await contactSheet(data, { columns: 3, rows: 2 });
    expect([sheet.width, sheet.height]).toEqual([10, 6]);
    expect([redAt(sheet, 0, 2), redAt(sheet, 1, 0), redAt(sheet, 1, 2)]).toEqual([51, 77, 128]);
    expect((await contactSheet(data, { columns: 3 })).height).toBe(4 * 4 - 2);
  });

  it('refuses what is no picture', async () => {
    const data = fromArrays({ x: [[1], [2]], y: [[1], [2]] });
    await expect(contactSheet(data)).rejects.toThrowErrorMatchingInlineSnapshot(`
      [DataError: contactSheet: inputs are [1], no pictures
        fix: give a dataset whose inputs are [height, width, channels]]
    `);
    const empty = fromGenerator(function* () {}, { inputShape: [2, 2, 1] });
    await expect(contactSheet(empty)).rejects.toThrow('the data is empty');
    await expect(contactSheet(data, { columns: 0 })).rejects.toMatchObject({ code: 'E_VALUE' });
  });
});
