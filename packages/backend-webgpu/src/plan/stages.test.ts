import {
  compile,
  type DeviceProgram,
  // biome-ignore lint/suspicious/noShadowRestrictedNames: the op, on tensors
  isFinite,
  logicalAnd,
  matmul,
  Rng,
  referenceBackend,
  relu,
  scope,
  sqrt,
  step,
  type Tensor,
  useBackend,
  Variable,
  variableGradients,
  where,
  zeros,
} from '@descent/core';
import { randomProgram } from '@descent/testing';
import { afterAll, describe, expect, it } from 'vitest';
import type { DeviceTraits } from '../shader/pass.js';
import { type Stage, shadersOf } from '../shader/stage.js';
import { type Stages, stagesOf } from './stages.js';

/** What every device of WebGPU has, less one for notes of faults. */
const traits: DeviceTraits = {
  isSoftware: true,
  maxBuffers: 7,
  workgroup: { invocations: 256, bytes: 16384 },
};

afterAll(async () => {
  await useBackend(referenceBackend());
});

/** The program that a backend is given of a function. */
async function programOf(f: (...args: Tensor[]) => unknown, args: () => Tensor[]): Promise<DeviceProgram> {
  let given: DeviceProgram | undefined;
  await useBackend({
    ...referenceBackend(),
    compile(program) {
      given = program;
      throw new Error('seen');
    },
  });
  using compiled = compile(f);
  expect(() => scope(() => compiled(...args()))).toThrow('seen');
  return given as DeviceProgram;
}

const planOf = (program: DeviceProgram): Stages => stagesOf(program, 'test', traits);

const dispatches = ({ stages }: Stages) => stages.flatMap(shadersOf).length;

const kernels = ({ root, leads = [], links }: Stage) => ({
  root: root?.call.kernel.name,
  leads: leads.map(({ call }) => call.kernel.name),
  links: links.map(({ call }) => call.kernel.name),
});

/** A step of Adam on a layer, which leaves everything as it was where the gradient is not finite. */
function guardedStep(): (x: Tensor) => Tensor {
  const rng = new Rng(1);
  const cell = (...shape: number[]) => {
    const count = shape.reduce((product, n) => product * n, 1);
    return new Variable({ shape, values: Float32Array.from(rng.uniformArray(count)) });
  };
  const [w, m, v] = [cell(8, 16), cell(8, 16), cell(8, 16)];
  return (x) => {
    const { value, gradients } = variableGradients(() => relu(matmul(x, w.value)).square().mean(), [w]);
    const [g] = gradients as [Tensor];
    const isSound = logicalAnd(isFinite(value), isFinite(sqrt(g.square().sum())));
    const nextM = m.value.mul(0.9).add(g.mul(0.1));
    const nextV = v.value.mul(0.999).add(g.square().mul(0.001));
    const next = w.value.sub(nextM.mul(0.01).div(nextV.sqrt().add(1e-7)));
    w.assign(where(isSound, next, w.value));
    m.assign(where(isSound, nextM, m.value));
    v.assign(where(isSound, nextV, v.value));
    return value;
  };
}

describe('a step that a guard lets pass', () => {
  it('stores nothing for the update but the gradient, and updates a parameter by one dispatch, in place', async () => {
    const plan = planOf(await programOf(guardedStep(), () => [zeros([4, 8])]));
    expect(plan.overwrites.filter(Boolean)).toHaveLength(3);
    const [gradient, update] = [
      plan.stages.filter(({ root }) => root?.call.kernel.name === 'BatchMatMul').at(-1),
      plan.stages.at(-1),
    ] as [Stage, Stage];
    expect(kernels(gradient).links).toEqual([]);
    expect(gradient.outputs).toHaveLength(1);
    expect(kernels(update).links.filter((name) => name === 'Select')).toHaveLength(3);
    expect(update.inPlace?.size).toBe(3);
    // The gradient, whether it is sound, w, m and v.
    expect(shadersOf(update).map(({ bindings }) => bindings.length)).toEqual([5]);
    // Product and activation; loss; slope; gradient; norm; whether it is sound; update.
    expect(dispatches(plan)).toBeLessThanOrEqual(9);
  });

  it('squares the gradient where it sums it', async () => {
    const { stages } = planOf(await programOf(guardedStep(), () => [zeros([4, 8])]));
    const sums = stages.filter(({ root }) => root?.call.kernel.name === 'Sum').map(kernels);
    expect(sums.map(({ leads }) => leads)).toContainEqual(['Square']);
  });
});

describe('pointwise calls', () => {
  it('that read the same, and need nothing of each other, are one dispatch', async () => {
    const f = (x: Tensor) => [x.sum(0).add(x), x.sum(1, { keepDims: true }).mul(x)];
    const { stages } = planOf(await programOf(f, () => [zeros([8, 8])]));
    expect(stages.map((stage) => kernels(stage).links)).toEqual([[], [], ['Add', 'Multiply']]);
  });

  it('stay apart where one needs the other', async () => {
    const f = (x: Tensor) => {
      const y = x.mul(2);
      return [y, y.sum().mul(x)];
    };
    const { stages } = planOf(await programOf(f, () => [zeros([8, 8])]));
    expect(stages.length).toBeGreaterThan(1);
  });

  it('are computed again where that is less than storing and reading them', async () => {
    const f = (x: Tensor) => {
      const y = relu(x.mul(2));
      const mask = step(y);
      return [y, matmul(y, y).mul(mask).mul(y)];
    };
    const { stages } = planOf(await programOf(f, () => [zeros([8, 8])]));
    const [first, last] = [stages[0], stages.at(-1)] as [Stage, Stage];
    expect(first.outputs).toHaveLength(1);
    expect(kernels(last).links).toContain('Step');
  });

  it('are stored where what they are made of would have to live longer', async () => {
    const f = (x: Tensor, y: Tensor) => {
      const [b, a] = [matmul(y, y), matmul(x, x)];
      const c = a.mul(b);
      return c.mul(matmul(a, a).sum());
    };
    const { stages } = planOf(await programOf(f, () => [zeros([8, 8]), zeros([8, 8])]));
    const links = stages.map((stage) => kernels(stage).links);
    expect(links.filter((some) => some.length > 0)).toEqual([['Multiply'], ['Multiply']]);
  });

  it('have numbers of the program as text, hidden from compilers', async () => {
    const program = await programOf(
      (x) => x.mul(0.5).add(-0),
      () => [zeros([8])],
    );
    const [shader] = planOf(program).stages.flatMap(shadersOf);
    expect(shader?.bindings).toHaveLength(2);
    expect(shader?.wgsl).toContain('bitcast<f32>(0x3f000000u + no_bits)');
    expect(shader?.wgsl).toContain('bitcast<f32>(0x80000000u + no_bits)');
  });
});

/** What is wrong with the order in which a plan stores, reads and overwrites. */
function faultsOf({ given, results, replaces }: DeviceProgram, { stages, overwrites }: Stages): string[] {
  const faults: string[] = [];
  const replacedBy = new Map(
    results.flatMap(({ value }, i) => {
      const old = overwrites[i] ? given[replaces[i] ?? -1] : undefined;
      return old ? [[value, old.value] as const] : [];
    }),
  );
  const there = new Set(given.map(({ value }) => value));
  for (const { root, leads = [], links, outputs, inPlace, numbers } of stages) {
    const own = new Set(
      [
        ...(root ? [root.call] : []),
        ...leads.map(({ call }) => call),
        ...links.map(({ call }) => call),
      ].flatMap((call) => call.outputs.map(({ value }) => value)),
    );
    const atPlace = links.flatMap(({ call }) => call.inputs.map(({ value }) => value));
    const anywhere = [...(root ? [root.call] : []), ...leads.map(({ call }) => call)].flatMap((call) =>
      call.inputs.map(({ value }) => value),
    );
    for (const value of [...atPlace, ...anywhere]) {
      if (!own.has(value) && !numbers?.has(value) && !there.has(value))
        faults.push(`${value} is read, but not there`);
    }
    for (const old of inPlace?.values() ?? []) {
      if (anywhere.includes(old)) faults.push(`${old} is read anywhere while it is overwritten`);
    }
    for (const { value } of outputs) {
      if (there.has(value)) faults.push(`${value} is stored twice`);
      there.add(value);
      const old = replacedBy.get(value);
      if (old === undefined) continue;
      there.delete(old);
      if ([...atPlace, ...anywhere].includes(old) && inPlace?.get(value) !== old)
        faults.push(`${old} is read while it is overwritten`);
    }
  }
  return [...faults, ...results.flatMap(({ value }) => (there.has(value) ? [] : `${value} is missing`))];
}

describe('in programs made by chance', () => {
  const runs = process.env.DESCENT_FULL === '1' ? 2000 : 40;

  it('all is stored once, before it is read, and read before it is overwritten', async () => {
    let repeated = 0;
    let most = 0;
    for (let seed = 0; seed < runs; seed++) {
      const { step, cells } = randomProgram(seed);
      const program = await programOf(step as (...args: Tensor[]) => unknown, () => [zeros([6, 6])]);
      const plan = planOf(program);
      expect(faultsOf(program, plan), `seed ${seed}`).toEqual([]);
      const calls = plan.stages.flatMap(({ leads = [], links }) =>
        [...leads, ...links].map(({ call }) => call),
      );
      if (new Set(calls).size < calls.length) repeated++;
      most = Math.max(most, ...plan.stages.flatMap(shadersOf).map(({ bindings }) => bindings.length));
      for (const cell of cells) cell.dispose();
    }
    expect(most).toBeLessThanOrEqual(traits.maxBuffers);
    // Else nothing was tried.
    expect(repeated).toBeGreaterThan(runs / 10);
  });
});
