import { FormatError } from '@descent/core';

/** What a packed image says of itself. */
export interface CodestreamSize {
  readonly columns: number;
  readonly rows: number;
  readonly samples: number;
  /** Bits per value. */
  readonly bits: number;
}

/**
 * The size in the header of a JPEG, JPEG-LS or JPEG 2000 image: so that no codec is asked for memory before it is known
 * that the image is as large as the file around it says.
 *
 * @throws FormatError for a header that is none
 * @see ITU-T T.81, B.2; T.87, C.2; T.800, A.5.1
 */
export function codestreamSize(bytes: Uint8Array, name: string): CodestreamSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 44 && view.getUint32(0) === 0xff4fff51) return sizeOfJpeg2000(view, name);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) throw bad(name, 'it does not begin as one');
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw bad(name, `byte ${at} is no marker`);
    const marker = bytes[at + 1] as number;
    // Markers may be filled up with ff.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) throw bad(name, 'its header is cut short');
    if (isFrame(marker)) {
      if (length < 8) throw bad(name, 'its header is cut short');
      return {
        bits: view.getUint8(at + 4),
        rows: view.getUint16(at + 5),
        columns: view.getUint16(at + 7),
        samples: view.getUint8(at + 9),
      };
    }
    at += 2 + length;
  }
  throw bad(name, 'its header does not say how large it is');
}

/** Whether a marker begins a frame: those of T.81 but for tables, and that of T.87. */
function isFrame(marker: number): boolean {
  return marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker));
}

function sizeOfJpeg2000(view: DataView, name: string): CodestreamSize {
  const [width, height, left, top] = [8, 12, 16, 20].map((at) => view.getUint32(at)) as [
    number,
    number,
    number,
    number,
  ];
  const [tileWidth, tileHeight] = [view.getUint32(24), view.getUint32(28)];
  if (width <= left || height <= top || tileWidth === 0 || tileHeight === 0)
    throw bad(name, 'it has no pixels');
  const samples = view.getUint16(40);
  if (view.byteLength < 42 + 3 * samples) throw bad(name, 'its header is cut short');
  for (let i = 0; i < samples; i++) {
    // A codec for high throughput never ends at some other ones.
    if (view.getUint16(43 + 3 * i) !== 0x0101)
      throw bad(name, `sample ${i} has not one value for each pixel`);
  }
  return { columns: width - left, rows: height - top, samples, bits: (view.getUint8(42) & 0x7f) + 1 };
}

function bad(name: string, problem: string): FormatError {
  return new FormatError(`${name}: the packed image is damaged: ${problem}`, {
    fix: 'the file is damaged: fetch it again',
  });
}
