import type { FileView } from './file-view.js';

interface Range {
  readonly at: number;
  readonly end: number;
}

/** Texts that are too long for where they belong. */
export class GlobalHeaps {
  readonly #heaps = new Map<number, ReadonlyMap<number, Range>>();

  constructor(readonly file: FileView) {}

  /** The object of a number in the heap at a place. */
  find(heap: number, index: number): Range {
    let objects = this.#heaps.get(heap);
    if (!objects) {
      objects = readHeap(this.file, heap);
      this.#heaps.set(heap, objects);
    }
    const found = objects.get(index);
    if (!found) throw this.file.broken(`the heap at byte ${heap} has no object ${index}`);
    return found;
  }
}

function readHeap(file: FileView, at: number): ReadonlyMap<number, Range> {
  file.signature(at, 'GCOL');
  const end = at + file.u64(at + 8);
  file.need(at, end - at);
  const objects = new Map<number, Range>();
  for (let place = at + 16; place + 16 <= end; ) {
    file.work();
    const [index, size] = [file.u16(place), file.u64(place + 8)];
    if (index === 0) break;
    const start = place + 16;
    if (start + size > end) throw file.broken(`the object at byte ${place} leaves its heap`);
    objects.set(index, { at: start, end: start + size });
    place = start + Math.ceil(size / 8) * 8;
  }
  return objects;
}
