import { DtypeError } from '../errors.js';
import { scope } from '../scope.js';
import { type Shape, sameShape, sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { readEquation } from './kinds/einsum-equation.js';
import { checkNumeric, floatThroughout } from './kinds/operands.js';
import { sameValues } from './kinds/same-values.js';
import { matmul } from './matmul.js';
import { mul } from './mul.js';
import { pad } from './pad.js';
import { reshape } from './reshape.js';
import { slice } from './slice.js';
import { sum } from './sum.js';
import { transpose } from './transpose.js';

/** A tensor and what its axes are called. */
interface Labelled {
  readonly x: Tensor;
  readonly labels: readonly string[];
}

/**
 * Sums of products in Einstein's notation, NumPy's: a letter names an axis; axes of the same name go together; those
 * that the result leaves out are summed over. It is made of transposes, sums and matrix products.
 *
 * - `'ij,jk->ik'` is a matrix product, `'bij,bjk->bik'` a batch of them, `'i,j->ij'` an outer product.
 * - A name twice in one operand takes the diagonal: `'ii->i'`; `'ii->'` is the trace.
 * - Without `->`, the result has the names that stand once, in the order of the alphabet: `'ij,jk'` as above.
 * - `...` stands for any number of axes, which broadcast: `'...ij,jk->...ik'`.
 *
 * @param equation - letters for each operand's axes, commas between operands, then `->` and those of the result
 * @param tensors - one per operand; several are multiplied from left to right
 * @returns int32 if all operands are (it wraps around at ±2³¹), else float32
 * @throws ValueError for an equation that is none, or names another number of tensors; ShapeError when ranks or sizes
 * do not fit; DtypeError for bool and an array of tensors
 * @see Einstein, Die Grundlage der allgemeinen Relativitätstheorie, 1916, section 5
 * @example einsum('ij,j->i', tensor([[1, 2], [3, 4]]), tensor([1, 10])).arraySync() // [21, 43]
 */
export function einsum(equation: string, ...tensors: readonly Tensor[]): Tensor {
  if (Array.isArray(tensors[0])) {
    throw new DtypeError('einsum: tensors must be given one by one, got an array of them', {
      fix: 'spread it: einsum(equation, ...tensors)',
    });
  }
  const given = tensors.map((x, i) => checkNumeric('einsum', x, `tensors[${i}]`));
  const { operands, result } = readEquation(
    equation,
    given.map(({ shape }) => shape),
  );
  const isFloat = given.some(({ dtype }) => dtype === 'float32');
  return scope(() => {
    const terms = given.map((x, i) =>
      withoutRepeats({ x: isFloat ? floatThroughout('einsum', x) : x, labels: operands[i] as string[] }),
    );
    const product = terms.reduce((left, right, i) => {
      const needed = new Set([...result, ...terms.slice(i + 1).flatMap(({ labels }) => labels)]);
      return pair(left, right, needed);
    });
    const whole = arranged(summedTo(product, new Set(result)), result);
    return whole === given[0] ? sameValues('einsum', whole) : whole;
  });
}

/** Takes the diagonals of axes that have one name. */
function withoutRepeats({ x, labels }: Labelled): Labelled {
  const repeated = labels.find((label, i) => labels.indexOf(label) !== i);
  if (repeated === undefined) return { x, labels };
  const [first, second] = [labels.indexOf(repeated), labels.lastIndexOf(repeated)];
  const others = labels.map((_, i) => i).filter((i) => i !== first && i !== second);
  const squares = transpose(x, [...others, first, second] as Shape) as Tensor;
  return withoutRepeats({
    x: diagonal(squares),
    labels: [...others.map((i) => labels[i] as string), repeated],
  });
}

/** Diagonals of [..., n, n]: with n cells more, rows of n + 1 begin with them. */
function diagonal(x: Tensor): Tensor {
  const n = x.shape[x.rank - 1] as number;
  const batch = sizeOf(x.shape.slice(0, -2));
  const longer = pad(reshape(x, [batch, n * n]) as Tensor, [
    [0, 0],
    [0, n],
  ]);
  const rows = reshape(longer, [batch, n, n + 1]) as Tensor;
  return reshape(slice(rows, [0, 0, 0], [batch, n, 1]), x.shape.slice(0, -1)) as Tensor;
}

/** Sums over the axes that nobody needs. */
function summedTo({ x, labels }: Labelled, needed: ReadonlySet<string>): Labelled {
  const axes = labels.flatMap((label, axis) => (needed.has(label) ? [] : [axis]));
  if (axes.length === 0) return { x, labels };
  return { x: sum(x, axes) as Tensor, labels: labels.filter((label) => needed.has(label)) };
}

/** The axes in the order of `labels`. */
function arranged({ x, labels: from }: Labelled, labels: readonly string[]): Tensor {
  const order = labels.map((label) => from.indexOf(label));
  return order.every((axis, i) => axis === i) ? x : (transpose(x, order as Shape) as Tensor);
}

/** The product of two operands, summed over what both have and nobody needs. */
function pair(left: Labelled, right: Labelled, needed: ReadonlySet<string>): Labelled {
  const a = summedTo(left, new Set([...needed, ...right.labels]));
  const b = summedTo(right, new Set([...needed, ...left.labels]));
  const common = a.labels.filter((label) => b.labels.includes(label));
  const batch = common.filter((label) => needed.has(label));
  const summed = common.filter((label) => !needed.has(label));
  const [rows, columns] = [a, b].map(({ labels }) => labels.filter((label) => !common.includes(label))) as [
    string[],
    string[],
  ];
  const x = arranged(a, [...batch, ...rows, ...summed]);
  const y = arranged(b, [...batch, ...columns, ...summed]);
  return { x: product(x, y, batch.length, summed.length), labels: [...batch, ...rows, ...columns] };
}

/** Of [batch…, rows…, summed…] and [batch…, columns…, summed…]: [batch…, rows…, columns…]. */
function product(x: Tensor, y: Tensor, batchRank: number, summedRank: number): Tensor {
  const [batchX, batchY] = [x.shape.slice(0, batchRank), y.shape.slice(0, batchRank)];
  const own = ({ shape, rank }: Tensor): Shape => shape.slice(batchRank, rank - summedRank);
  const [rows, columns] = [own(x), own(y)];
  const inner = sizeOf(x.shape.slice(x.rank - summedRank));
  const isOneBatch = sameShape(batchX, batchY);
  const flat = (of: Tensor, batch: Shape, ...sizes: number[]) =>
    reshape(of, [...(isOneBatch ? [sizeOf(batch)] : batch), ...sizes]) as Tensor;
  const [rowCount, columnCount] = [sizeOf(rows), sizeOf(columns)];
  const isMatmul = summedRank > 0 && x.dtype === 'float32';
  const products = isMatmul
    ? matmul(flat(x, batchX, rowCount, inner), flat(y, batchY, columnCount, inner), { transposeB: true })
    : sum(mul(flat(x, batchX, rowCount, 1, inner), flat(y, batchY, 1, columnCount, inner)) as Tensor, -1);
  const batch = batchX.map((n, i) => (n === 1 ? (batchY[i] as number) : n));
  return reshape(products as Tensor, [...batch, ...rows, ...columns]) as Tensor;
}
