/** The files of a new thing, by kind; each gives the files, and the line that its package's index needs. */
export const templates = { op, layer, loss, metric, optimizer, callback, dataset };

/** An op composed of others; CONTRIBUTING.md says what a primitive one has besides. */
function op({ name, camel }) {
  const folder = 'packages/core/src/ops';
  return {
    files: {
      [`${folder}/${name}.ts`]: `import type { Shape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkFloat } from './kinds/operands.js';
import { mul } from './mul.js';

/**
 * One sentence that a beginner understands, elementwise: x².
 *
 * @param x - any shape; int32 is cast to float32
 * @throws DtypeError for bool
 * @example ${camel}(tensor([1, 3])).arraySync() // [1, 9]
 */
export function ${camel}<S extends Shape>(x: Tensor<S>): Tensor<S> {
  const given = checkFloat('${camel}', x);
  return mul(given, given) as Tensor<S>;
}
`,
      [`${folder}/${name}.test.ts`]: `import { expectClose } from '@descent/testing';
import { describe, expect, it } from 'vitest';
import { checkGradients, ${camel}, tensor } from '../index.js';

describe('${camel}', () => {
  it('has the values of its formula', () => {
    expectClose(${camel}(tensor([-1, 0, 3])).dataSync(), [1, 0, 9]);
  });

  it('has the gradient of central differences', () => {
    expect(checkGradients(${camel}, [tensor([-1, 0.5, 3])])).toBeLessThan(1e-2);
  });
});
`,
    },
  };
}

function layer({ name, camel, pascal }) {
  const folder = 'packages/layers/src';
  return {
    index: { file: `${folder}/index.ts`, line: `export { ${camel}, type ${pascal} } from './${name}.js';` },
    files: {
      [`${folder}/${name}.ts`]: `import { defineLayer } from './defined-layer.js';
import type { Layer, LayerOptions } from './layer.js';
import type { KeepShape } from './shape-function.js';

/** Shape rule of {@link ${camel}}. */
export interface ${pascal} extends KeepShape {
  readonly name: '${camel}';
}

/**
 * One sentence that a beginner understands: y = s x, with a scale s that is learned.
 *
 * @example ${camel}()
 */
export function ${camel}(options: LayerOptions = {}): Layer<${pascal}> {
  return defineLayer<${pascal}>({
    kind: '${camel}',
    config: { ...options },
    options,
    build(inputShape, { parameter }) {
      const scale = parameter('scale', [], { initializer: 'ones' });
      return { outputShape: inputShape, call: (x) => x.mul(scale.value) };
    },
  });
}
`,
      [`${folder}/${name}.test.ts`]: `import { layerContract } from '@descent/testing';
import { ${camel} } from './index.js';

layerContract(() => ${camel}(), { input: [2, 3], output: [2, 3], params: 1 });
`,
    },
  };
}

function loss({ name, camel }) {
  const folder = 'packages/losses/src';
  return {
    index: { file: `${folder}/index.ts`, line: `export { ${camel} } from './${name}.js';` },
    files: {
      [`${folder}/${name}.ts`]: `import { abs, sub } from '@descent/core';
import type { DefinedLoss } from './loss.js';
import { pairLoss } from './pair-loss.js';

/**
 * One sentence that a beginner understands: mean of |p − t| over all elements.
 *
 * @param predictions - any shape
 * @param targets - the same shape
 * @param weights - optional, one per example
 * @throws ShapeError when the shapes differ
 * @example ${camel}(tensor([1, 2]), tensor([1, 4])).item() // 1
 */
export const ${camel}: DefinedLoss = /* @__PURE__ */ pairLoss('${camel}', (p, t) => abs(sub(p, t)));
`,
      [`${folder}/${name}.test.ts`]: `import { tensor } from '@descent/core';
import { lossContract, onEachBackend } from '@descent/testing';
import { expect, it } from 'vitest';
import { ${camel} } from './index.js';

lossContract('${camel}', ${camel}, {
  predictions: [
    [2, -1, 0.3],
    [0.6, 3, -2],
  ],
  targets: [
    [0, 1, 0],
    [0, 0, 1],
  ],
});

onEachBackend(() => {
  it('${camel} has the value of its formula', () => {
    expect(${camel}(tensor([1, 2]), tensor([1, 4])).item()).toBe(1);
    expect(${camel}(tensor([1, 2]), tensor([1, 4]), tensor([1, 0.5])).item()).toBe(0.5);
  });
});
`,
    },
  };
}

function metric({ name, camel }) {
  const folder = 'packages/losses/src';
  return {
    index: { file: `${folder}/index.ts`, line: `export { ${camel} } from './metrics/${name}.js';` },
    files: {
      [`${folder}/metrics/${name}.ts`]: `import { abs, max, sub } from '@descent/core';
import { checkPair } from '../check-pair.js';
import { defineMetric } from './define-metric.js';
import type { StreamingMetric } from './metric.js';

/**
 * One sentence that a beginner understands: the largest |p − t| of all elements.
 *
 * A metric of predictions and targets of one shape; it throws ShapeError for others.
 * @example await measure(${camel}, tensor([1, 2]), tensor([1, 4])) // 2
 */
export const ${camel}: StreamingMetric = /* @__PURE__ */ defineMetric({
  name: '${camel}',
  statistics(predictions, targets) {
    checkPair('${camel}', predictions, targets);
    return max(abs(sub(predictions, targets))).reshape([1]);
  },
  merge: (a, b) => a.map((x, i) => Math.max(x, b[i] as number)),
  value: ([largest]) => largest as number,
});
`,
      [`${folder}/metrics/${name}.test.ts`]: `import { tensor } from '@descent/core';
import { describe, expect, it } from 'vitest';
import { ${camel}, measure } from '../index.js';

describe('${camel}', () => {
  it('has the value of its formula', async () => {
    expect(await measure(${camel}, tensor([1, 2]), tensor([1, 4]))).toBe(2);
  });

  it('has over two batches the value over both', () => {
    expect(${camel}.value(${camel}.merge(Float64Array.of(1), Float64Array.of(3)))).toBe(3);
  });

  it('refuses targets of another shape', async () => {
    await expect(measure(${camel}, tensor([1]), tensor([1, 2]))).rejects.toThrow(
      '${camel}: predictions are [1], targets are [2]',
    );
  });
});
`,
    },
  };
}

function optimizer({ name, camel, pascal }) {
  const folder = 'packages/train/src';
  return {
    index: {
      file: `${folder}/index.ts`,
      line: `export { ${camel}, type ${pascal}Options } from './optimizers/${name}.js';`,
    },
    files: {
      [`${folder}/optimizers/${name}.ts`]: `import { mul, sign, sub } from '@descent/core';
import type { CommonOptions } from './common-options.js';
import { defineOptimizer, type Optimizer } from './optimizer.js';

/** Options of {@link ${camel}}; the default learning rate is 0.001. */
export interface ${pascal}Options extends CommonOptions {}

/**
 * One sentence that a beginner understands: w ← w − η sign(g).
 *
 * @throws ValueError for options out of range
 * @example ${camel}({ learningRate: 0.01 })
 */
export function ${camel}(options: ${pascal}Options = {}): Optimizer {
  return defineOptimizer(
    {
      name: '${camel}',
      learningRate: 0.001,
      slots: [],
      update: ({ value, gradient, rate }) => ({ value: sub(value, mul(sign(gradient), rate)), slots: {} }),
    },
    options,
  );
}
`,
      [`${folder}/optimizers/${name}.test.ts`]: `import { optimizerContract } from '@descent/testing';
import { ${camel} } from './${name}.js';

// goldens/trajectories.py makes its trajectories, once it is named there.
optimizerContract('${camel}', ${camel});
`,
    },
  };
}

function callback({ name, camel }) {
  const folder = 'packages/train/src/callbacks';
  return {
    index: {
      file: 'packages/train/src/index.ts',
      line: `export { ${camel} } from './callbacks/${name}.js';`,
    },
    files: {
      [`${folder}/${name}.ts`]: `import { describeValue, ValueError } from '@descent/core';
import type { Callback } from './callback.js';

/**
 * One sentence that a beginner understands: stops training when the loss of an epoch is below a bound.
 *
 * @throws ValueError for a bound that is no finite number
 * @example fit(model, train, { …, callbacks: [${camel}(0.01)] })
 */
export function ${camel}(bound: number): Callback {
  if (!Number.isFinite(bound)) {
    throw new ValueError(\`${camel}: the bound must be a finite number, got \${describeValue(bound)}\`);
  }
  return {
    onEpochEnd(_epoch, { loss = Number.POSITIVE_INFINITY }, training) {
      if (loss < bound) training.stop('${camel}');
    },
  };
}
`,
      [`${folder}/${name}.test.ts`]: `import { describe, expect, it } from 'vitest';
import { fit, sgd, ${camel} } from '../index.js';
import { net, points, quiet } from '../test-support.js';

describe('${camel}', () => {
  it('stops training when the loss is below the bound', async () => {
    using model = net();
    const options = { ...quiet, optimizer: sgd(), epochs: 3 };
    const { epochs, stopped } = await fit(model, points, { ...options, callbacks: [${camel}(1e9)] });
    expect(epochs).toHaveLength(1);
    expect(stopped).toBe('${camel}');
    expect((await fit(model, points, { ...options, callbacks: [${camel}(-1)] })).stopped).toBe('finished');
  });

  it('refuses a bound that is no finite number', () => {
    expect(() => ${camel}(Number.NaN)).toThrow('${camel}: the bound must be a finite number, got NaN');
  });
});
`,
    },
  };
}

function dataset({ name, camel }) {
  const folder = 'packages/datasets/src';
  return {
    index: { file: `${folder}/index.ts`, line: `export { ${camel} } from './${name}/${name}.js';` },
    files: {
      [`${folder}/${name}/${name}.ts`]: `import { Rng } from '@descent/core';
import type { ArrayDataset } from '../array-dataset.js';
import { fromArrays } from '../from-arrays.js';

/**
 * One sentence that a beginner understands: points on a line.
 *
 * @param count - number of examples
 * @param seed - the same seed gives the same points
 * @example const data = ${camel}(100, 1);
 */
export function ${camel}(count: number, seed: number): ArrayDataset {
  const x = Array.from(new Rng(seed).uniformArray(count), (value) => [value]);
  return fromArrays({ x, y: x.map(([value = 0]) => [2 * value]) });
}
`,
      [`${folder}/${name}/${name}.test.ts`]: `import { describe, expect, it } from 'vitest';
import { ${camel} } from './${name}.js';

describe('${camel}', () => {
  it('has as many examples as asked for, the same ones for the same seed', async () => {
    const first = async (seed: number): Promise<number[]> => {
      for await (const batch of ${camel}(5, seed).batches({ batchSize: 5 })) return [...batch.x.values];
      return [];
    };
    expect(${camel}(5, 1).length).toBe(5);
    expect(await first(1)).toEqual(await first(1));
    expect(await first(2)).not.toEqual(await first(1));
  });
});
`,
    },
  };
}
