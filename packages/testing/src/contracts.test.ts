import {
  type Backend,
  currentBackend,
  type HostTensor,
  referenceBackend,
  relu,
  sub,
  useBackend,
} from '@descent/core';
import { afterEach, describe, expect, it } from 'vitest';
import { off, withKernel } from './broken-backend.js';
import type { FaultCase } from './fault-case.js';
import { checkFault } from './fault-contract.js';
import { readGolden } from './golden.js';
import { checkGolden } from './golden-contract.js';
import type { OpCase } from './op-case.js';
import { checkAgreement, checkSlopes } from './op-contract.js';
import { opFaults } from './op-faults/index.js';

const usual = currentBackend();
afterEach(() => useBackend(usual));

/** The reference backend, losing a buffer at each run of a kernel, whether it throws or not. */
function leaky(name: string): Backend {
  const backend: Backend = withKernel(name, (right) => (inputs, outputs, attrs) => {
    backend.upload(new Float32Array(1), [1], 'float32');
    right(inputs, outputs, attrs);
  });
  return backend;
}

const reluCase: OpCase = { name: 'relu', inputs: [{ shape: [5], from: 0.5, to: 1 }], run: (x) => relu(x) };
const wholeCase: OpCase = {
  name: 'sub',
  inputs: [{ shape: [2], dtype: 'int32', values: [10 ** 9, 3] }],
  run: (x) => sub(x, 1),
};

describe('opContract fails on', () => {
  const check = (row: OpCase, backend: Backend) => checkAgreement(row, referenceBackend(), backend);

  it('nothing that is right', async () => {
    await check(reluCase, referenceBackend());
    await check(wholeCase, referenceBackend());
  });

  it('a value that is off by 1e-3', async () => {
    await expect(check(reluCase, off('Relu', 1e-3))).rejects.toThrow(/element 0 is .*\(difference 0.00/);
  });

  it('a whole number that is off by 1 in 1e9', async () => {
    await expect(check(wholeCase, off('Sub', 1))).rejects.toThrow(
      'element 0 is 1000000000, expected 999999999',
    );
  });

  it('a gradient that is off by 1e-3', async () => {
    await expect(check(reluCase, off('Step', 1e-3))).rejects.toThrow(/element 0 is .*\(difference 0.00/);
  });

  it('a kernel that loses memory', async () => {
    await expect(check(reluCase, leaky('Relu'))).rejects.toThrow('memory left behind');
  });
});

describe('gradientContract fails on', () => {
  it('a gradient that is off', async () => {
    await useBackend(referenceBackend());
    expect(() => checkSlopes(reluCase)).not.toThrow();
    await useBackend(off('Step', 0.1));
    expect(() => checkSlopes(reluCase)).toThrow('element 0: the gradient is');
  });
});

describe('faultContract fails on', () => {
  const named = (name: string): FaultCase => opFaults.find((row) => row.name === name) as FaultCase;
  const check = async (row: FaultCase, backend: Backend): Promise<void> =>
    checkFault(row, await useBackend(backend));
  const gather = named('F7: gather of index 3 from 3 rows');
  const smallest = named('F25: min of -0, 0 is -0');

  it('nothing that is right', async () => {
    await check(gather, referenceBackend());
    await check(smallest, referenceBackend());
  });

  it('an error that is missing', async () => {
    const backend = withKernel('GatherV2', () => () => undefined);
    await expect(check(gather, backend)).rejects.toThrow('the call gave a result');
  });

  it('an error of another class', async () => {
    const backend = withKernel('GatherV2', () => () => {
      throw new RangeError('offset is out of bounds');
    });
    await expect(check(gather, backend)).rejects.toThrow('to be an instance of ShapeError');
  });

  it('an error with another code', async () => {
    const row = { ...gather, throws: 'E_SHAPE' } as FaultCase;
    await expect(check(row, referenceBackend())).rejects.toThrow("expected 'E_INDEX' to be 'E_SHAPE'");
  });

  it('memory that the refused call took', async () => {
    await expect(check(gather, leaky('GatherV2'))).rejects.toThrow('memory taken by the call');
  });

  it('a backend that computes wrongly afterwards', async () => {
    await expect(check(gather, off('Sum', 1))).rejects.toThrow('a sum straight after');
  });

  it('a zero of the other sign', async () => {
    const backend = withKernel(
      'Min',
      () =>
        (_inputs, [out]) =>
          void (out as HostTensor).values.fill(0),
    );
    await expect(check(smallest, backend)).rejects.toThrow('element 0 is 0, expected -0');
  });

  it('other bits at the second run', async () => {
    let runs = 0;
    const backend = withKernel(
      'Min',
      () =>
        (_inputs, [out]) =>
          void (out as HostTensor).values.fill(runs++),
    );
    await expect(check(smallest, backend)).rejects.toThrow('the same call a second time');
  });

  it('a call that takes too long', async () => {
    const backend = withKernel('Min', (right) => (inputs, outputs, attrs) => {
      for (const start = performance.now(); performance.now() - start < 2; );
      right(inputs, outputs, attrs);
    });
    await expect(check({ ...smallest, limitMs: 2 }, backend)).rejects.toThrow('milliseconds');
  });
});

describe('goldenContract fails on', () => {
  const row = readGolden('activations').cases.find(({ op }) => op === 'relu6');
  const check = async (backend: Backend): Promise<void> => {
    await useBackend(backend);
    checkGolden(row as NonNullable<typeof row>, 'relu6');
  };

  it('nothing that is right', () => check(referenceBackend()));

  it('a value that is off by 1e-3', async () => {
    await expect(check(off('Relu6', 1e-3))).rejects.toThrow('element 0 is 0.0010000000474974513, expected 0');
  });

  it('a gradient that is off by 2e-3', async () => {
    // The gradient multiplies twice.
    await expect(check(off('Multiply', 1e-3))).rejects.toThrow('element 0 is 0.002');
  });
});
