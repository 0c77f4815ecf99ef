import { crc32c } from './crc32c.js';
import type { SummaryValue } from './event.js';

/** An event that was read. */
export interface ReadEvent {
  readonly version: string | undefined;
  readonly step: number;
  readonly values: readonly SummaryValue[];
}

/** For tests: the events of a file; checks both checksums of every record. */
export function readEvents(file: Uint8Array): ReadEvent[] {
  const events: ReadEvent[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 0; at < file.length; ) {
    const size = Number(view.getBigUint64(at, true));
    const data = file.subarray(at + 12, at + 12 + size);
    checkSum(file.subarray(at, at + 8), view.getUint32(at + 8, true));
    checkSum(data, view.getUint32(at + 12 + size, true));
    events.push(eventOf(data));
    at += 16 + size;
  }
  return events;
}

function checkSum(bytes: Uint8Array, stored: number): void {
  const turned = (stored - 0xa282ead8) >>> 0;
  if (((turned >>> 17) | (turned << 15)) >>> 0 !== crc32c(bytes)) throw new Error('the checksum is wrong');
}

function eventOf(bytes: Uint8Array): ReadEvent {
  const fields = fieldsOf(bytes);
  const text = fields.get(3)?.[0] as Uint8Array | undefined;
  const values = fields.has(5) ? (fieldsOf(fields.get(5)?.[0] as Uint8Array).get(1) as Uint8Array[]) : [];
  return {
    version: text && new TextDecoder().decode(text),
    step: (fields.get(2)?.[0] as number | undefined) ?? 0,
    values: values.map(summaryOf),
  };
}

function summaryOf(bytes: Uint8Array): SummaryValue {
  const fields = fieldsOf(bytes);
  const tag = new TextDecoder().decode(fields.get(1)?.[0] as Uint8Array);
  const histogram = fields.get(5)?.[0] as Uint8Array | undefined;
  if (!histogram) return { tag, value: fields.get(2)?.[0] as number };
  const of = fieldsOf(histogram);
  const [min = 0, max = 0, count = 0, sum = 0, sumOfSquares = 0] = [1, 2, 3, 4, 5].map(
    (field) => of.get(field)?.[0] as number | undefined,
  );
  const [limits = [], counts = []] = [6, 7].map((field) => doublesOf(of.get(field)?.[0] as Uint8Array));
  return { tag, value: { min, max, count, sum, sumOfSquares, limits, counts } };
}

function doublesOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(i * 8, true));
}

/** What a message holds, by the numbers of its fields. */
function fieldsOf(bytes: Uint8Array): Map<number, (number | Uint8Array)[]> {
  const fields = new Map<number, (number | Uint8Array)[]>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = (): number => {
    for (let [value, weight] = [0, 1]; ; weight *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * weight;
      if (byte < 128) return value;
    }
  };
  const next = (wireType: number): number | Uint8Array => {
    if (wireType === 0) return varint();
    const size = wireType === 1 ? 8 : wireType === 5 ? 4 : varint();
    at += size;
    if (wireType === 1) return view.getFloat64(at - 8, true);
    return wireType === 5 ? view.getFloat32(at - 4, true) : bytes.subarray(at - size, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const field = fields.get(key >>> 3) ?? [];
    field.push(next(key & 7));
    fields.set(key >>> 3, field);
  }
  return fields;
}
