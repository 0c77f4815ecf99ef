import { describe, expect, it } from 'vitest';
import { codestreamSize } from './codestream-size.js';

/** The head of a JPEG 2000 image of 10 × 13 pixels. */
function head(samples: number, ...components: readonly (readonly [bits: number, x: number, y: number])[]) {
  const bytes = new Uint8Array(42 + 3 * components.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xff4fff51);
  for (const [at, value] of [
    [8, 13],
    [12, 10],
    [24, 13],
    [28, 10],
  ] as const) {
    view.setUint32(at, value);
  }
  view.setUint16(40, samples);
  components.forEach((component, i) => {
    bytes.set(component, 42 + 3 * i);
  });
  return bytes;
}

describe('codestreamSize of JPEG 2000', () => {
  it('is what the header says', () => {
    const component = [7, 1, 1] as const;
    expect(codestreamSize(head(3, component, component, component), 'a')).toEqual({
      columns: 13,
      rows: 10,
      samples: 3,
      bits: 8,
    });
  });

  it('refuses samples that are spread over several pixels, at which a codec was seen not to end', () => {
    expect(() => codestreamSize(head(1, [7, 1, 116]), 'a.dcm')).toThrowErrorMatchingInlineSnapshot(`
      [FormatError: a.dcm: the packed image is damaged: sample 0 has not one value for each pixel
        fix: the file is damaged: fetch it again]
    `);
    expect(() => codestreamSize(head(2, [7, 1, 1], [7, 0, 1]), 'a')).toThrow('sample 1 has not one value');
  });

  it('refuses a header with fewer samples than it says', () => {
    expect(() => codestreamSize(head(2, [7, 1, 1]), 'a')).toThrow('its header is cut short');
  });
});
