import type { TypedArray } from './dtype.js';
import { showShape } from './shape.js';
import { storageOf, type Tensor } from './tensor.js';

const edgeCount = 3;
const maxPrinted = 1000;

/** A tensor as text, as NumPy prints arrays: rows in brackets, long axes cut in the middle. */
export function formatTensor(tensor: Tensor): string {
  const head = `Tensor ${showShape(tensor.shape)} ${tensor.dtype}`;
  if (tensor.isDisposed) return `${head} (disposed)`;
  const storage = storageOf(tensor);
  if (!storage) return `${head} (traced: made by ${tensor.madeBy})`;
  const { backend, buffer } = storage;
  const values = backend.lost === undefined ? backend.readSync?.(buffer) : undefined;
  if (backend.lost !== undefined) return `${head} (on ${backend.name}, which was lost: ${backend.lost})`;
  if (!values) return `${head} (on ${backend.name}: await tensor.data())`;
  return `${head}\n${formatValues(values, tensor)}`;
}

function formatValues(values: TypedArray, tensor: Tensor): string {
  const { shape, dtype } = tensor;
  const short = values.length > maxPrinted;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const text = (value: number): string => {
    if (dtype === 'bool') return value ? 'true' : 'false';
    if (dtype === 'int32' || !Number.isFinite(value)) return String(value);
    return String(Number(value.toPrecision(5)));
  };
  const rows = (axis: number, offset: number): string => {
    if (axis === shape.length) return text(values[offset] as number);
    const n = shape[axis] as number;
    const cut = short && n > 2 * edgeCount;
    const indices = Array.from({ length: cut ? 2 * edgeCount : n }, (_, i) =>
      cut && i >= edgeCount ? n - 2 * edgeCount + i : i,
    );
    const cells = indices.map((i) => rows(axis + 1, offset + i * (strides[axis] as number)));
    if (cut) cells.splice(edgeCount, 0, '…');
    const gap = axis === shape.length - 1 ? ', ' : `,\n${' '.repeat(axis + 1)}`;
    return `[${cells.join(gap)}]`;
  };
  return rows(0, 0);
}
