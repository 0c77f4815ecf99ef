import { sizeOf } from '@descent/core';
import { allAre, type NativeKernel, operand } from '../call.js';
import { broadcastSteps } from '../strides.js';

/** BatchMatMul: transposed operands are read in place, batch axes broadcast. */
export const batchMatMul: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  run(call) {
    const { wasm, inputs, outputs, attrs } = call;
    const [a, b, out] = [operand(inputs), operand(inputs, 1), operand(outputs)];
    const [heightA, widthA] = a.shape.slice(-2) as [number, number];
    const columns = out.shape[out.shape.length - 1] as number;
    const inner = attrs.transposeA ? heightA : widthA;
    let rows = out.shape[out.shape.length - 2] as number;
    let batch = out.shape.slice(0, -2);
    const [aRow, aColumn] = attrs.transposeA ? [1, rows] : [inner, 1];
    const [bRow, bColumn] = attrs.transposeB ? [1, inner] : [columns, 1];
    const space = call.workspace(4 * wasm.gemmWorkspace(columns, inner));
    if (!attrs.transposeA && b.size === inner * columns && a.size === sizeOf(batch) * rows * inner) {
      // One b for all: the batch is just more rows.
      rows *= sizeOf(batch);
      batch = [];
    }
    const aStarts = starts(a.shape.slice(0, -2), batch, 4 * rows * inner);
    const bStarts = starts(b.shape.slice(0, -2), batch, 4 * inner * columns);
    for (let m = 0; m < aStarts.length; m++) {
      const [from, by] = [a.address + (aStarts[m] as number), b.address + (bStarts[m] as number)];
      wasm.gemm(
        rows,
        columns,
        inner,
        from,
        aRow,
        aColumn,
        by,
        bRow,
        bColumn,
        out.address + 4 * m * rows * columns,
        space,
      );
    }
  },
};

/** Where every matrix of a broadcast batch starts, in bytes. */
function starts(from: readonly number[], batch: readonly number[], bytes: number): number[] {
  const steps = batch.length === 0 ? [] : broadcastSteps(from, batch);
  let result = [0];
  batch.forEach((size, axis) => {
    const step = (steps[axis] as number) * bytes;
    result = result.flatMap((start) => Array.from({ length: size }, (_, i) => start + i * step));
  });
  return result;
}
