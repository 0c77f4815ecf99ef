import type { Tensor } from '@descent/core';
import * as core from '@descent/core';
import type { FaultCase } from '../fault-case.js';

/** A tensor that was disposed of. */
function gone(): Tensor {
  const x = core.tensor([
    [1, 2],
    [3, 4],
  ]);
  x.dispose();
  return x;
}

const uses: Readonly<Record<string, (x: Tensor) => unknown>> = {
  neg: core.neg,
  'add, second operand': (x) => core.add(core.ones([2, 2]), x),
  matmul: (x) => core.matmul(x, x),
  reshape: (x) => core.reshape(x, [4]),
  transpose: (x) => core.transpose(x),
  sum: (x) => core.sum(x),
  'cast to its own dtype': (x) => core.cast(x, 'float32'),
  'broadcastTo its own shape': (x) => core.broadcastTo(x, [2, 2]),
  concat: (x) => core.concat([x, core.ones([2, 2])] as never),
  split: (x) => core.split(x, 1),
  stopGradient: (x) => core.stopGradient(x),
  grad: (x) => core.grad((y: Tensor) => y.sum())(x),
  'new Variable': (x) => new core.Variable(x),
  dataSync: (x) => x.dataSync(),
  arraySync: (x) => x.arraySync(),
  backend: (x) => x.backend,
  'dispose, a second time': (x) => x.dispose(),
};

const disposedFaults = Object.entries(uses).map(
  ([use, run]): FaultCase => ({
    name: `F15: after dispose: ${use}`,
    run: () => run(gone()),
    throws: 'E_DISPOSED',
  }),
);

/** Ops whose result may share the input's memory. */
const sharing: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  reshape: (x) => core.reshape(x, [3]),
  'cast to its own dtype': (x) => core.cast(x, 'float32'),
  'broadcastTo its own shape': (x) => core.broadcastTo(x, [3]),
  squeeze: (x) => core.squeeze(x),
  stopGradient: (x) => core.stopGradient(x),
  'logSumExp along no axis': (x) => core.logSumExp(x, []),
  'split in one': (x) => core.split(x, 1)[0] as Tensor,
};

const ownershipFaults = Object.entries(sharing).flatMap(([op, share]): FaultCase[] => [
  {
    name: `F15: the input outlives the result of ${op}`,
    run() {
      const x = core.tensor([1, 2, 3]);
      share(x).dispose();
      return core.add(x, 1) as Tensor;
    },
    gives: { values: [2, 3, 4] },
  },
  {
    name: `F15: the result of ${op} outlives the input`,
    run() {
      const x = core.tensor([1, 2, 3]);
      const y = share(x);
      x.dispose();
      return core.add(y, 1) as Tensor;
    },
    gives: { values: [2, 3, 4] },
  },
]);

const cellFaults: readonly FaultCase[] = [
  {
    name: 'F16: a variable assigned its own values reversed: as if copied',
    inputs: [{ shape: [3], values: [1, 2, 3] }],
    run(x) {
      const cell = new core.Variable(x);
      cell.assign(core.reverse(cell.value));
      const y = core.add(cell.value, 0) as Tensor;
      cell.dispose();
      return y;
    },
    gives: { values: [3, 2, 1] },
  },
  {
    name: 'F16: views of a variable keep the values from before an assignment',
    inputs: [{ shape: [3], values: [1, 2, 3] }],
    run(x) {
      const cell = new core.Variable(x);
      const view = core.reshape(cell.value, [3, 1]);
      cell.assign(core.mul(cell.value, 2) as Tensor);
      const y = core.add(view, core.reshape(cell.value, [3, 1])) as Tensor;
      cell.dispose();
      return y;
    },
    gives: { shape: [3, 1], values: [3, 6, 9] },
  },
];

/** Tensors after their disposal, and results that share memory. */
export const lifetimeFaults: FaultCase[] = [...disposedFaults, ...ownershipFaults, ...cellFaults];
