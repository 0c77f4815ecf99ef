import {
  compile,
  type DeviceProgram,
  matmul,
  ones,
  referenceBackend,
  type Tensor,
  useBackend,
  Variable,
} from '@descent/core';
import { adam } from '@descent/train';
import { afterAll, describe, expect, it } from 'vitest';
import { type Stage, stagesOf } from './stages.js';

/** The program that a backend is given for a function. */
async function programOf(
  f: (...args: Tensor[]) => unknown,
  shapes: readonly number[][],
): Promise<DeviceProgram> {
  const programs: DeviceProgram[] = [];
  const backend = referenceBackend();
  const before = await useBackend(
    Object.assign(backend, {
      compile(program: DeviceProgram): never {
        programs.push(program);
        throw new Error('seen');
      },
    }),
  );
  expect(() => compile(f)(...shapes.map((shape) => ones(shape)))).toThrow('seen');
  before.dispose();
  return programs[0] as DeviceProgram;
}

/** Names of what a stage does. */
function kernelsOf(stage: Stage): string {
  if ('call' in stage) return stage.call.kernel.name;
  const { links, made, output } = stage.fused;
  return `(${links.map(({ call }) => call.kernel.name).join(' ')})${made === output ? '' : ' Sum'}`;
}

async function stages(f: (...args: Tensor[]) => unknown, ...shapes: number[][]): Promise<string[]> {
  return stagesOf(await programOf(f, shapes)).map(kernelsOf);
}

afterAll(async () => {
  await useBackend(referenceBackend());
});

describe('stagesOf', () => {
  it('makes one shader of a chain, with rows and numbers beside it', async () => {
    expect(
      await stages(
        (x, row) =>
          x
            ?.add(row as Tensor)
            .square()
            .mul(3),
        [4, 6],
        [6],
      ),
    ).toEqual(['(Add Square Multiply)']);
  });

  it('gives a texture to what other kernels read, and to what is read in another shape', async () => {
    expect(await stages((x) => matmul(x?.exp() as Tensor, x?.exp().neg() as Tensor), [4, 4])).toEqual([
      '(Exp)',
      '(Neg)',
      'BatchMatMul',
    ]);
    expect(await stages((x) => x?.exp().reshape([6, 4]).neg(), [4, 6])).toEqual(['(Exp)', '(Neg)']);
    expect(await stages((x, y) => x?.exp().add(y as Tensor), [6], [4, 6])).toEqual(['(Exp)', '(Add)']);
  });

  it('sums what a shader makes in it, and what it reads by the kernel', async () => {
    expect(await stages((x) => x?.square().sum(), [4, 6])).toEqual(['(Square) Sum']);
    expect(await stages((x, row) => x?.add(row as Tensor).sum(), [4, 6], [6])).toEqual(['(Add)', 'Sum']);
    expect(await stages((x) => x?.square().sum(0), [4, 6])).toEqual(['(Square)', 'Sum']);
    expect(await stages((x) => x?.sum(), [4, 6])).toEqual(['Sum']);
  });

  it('computes what several shaders take in each where that is little, else once', async () => {
    expect(
      await stages(
        (x) => {
          const shared = (x as Tensor).square().add(1);
          return [shared.exp(), shared.neg()];
        },
        [4, 6],
      ),
    ).toEqual(['(Square Add Exp)', '(Square Add Neg)']);
    const long = (x: Tensor): Tensor =>
      Array.from({ length: 12 }).reduce((y: Tensor) => y.square().add(1), x);
    const made = await stages(
      (x) => {
        const shared = long(x as Tensor);
        return [shared.exp(), shared.neg()];
      },
      [4, 6],
    );
    expect(made.slice(1)).toEqual(['(Exp)', '(Neg)']);
  });

  it('keeps shaders within 16 textures and 48 calls', async () => {
    const shapes = Array.from({ length: 40 }, () => [2, 2]);
    const wide = stagesOf(await programOf((...all) => all.reduce((sum, x) => sum.add(x)), shapes));
    expect(wide.length).toBe(3);
    const program = await programOf(
      (x) => shapes.reduce((y: Tensor) => y.square().add(1), x as Tensor),
      [[2, 2]],
    );
    const deep = stagesOf(program);
    expect(deep.length).toBe(2);
    for (const stage of [...wide, ...deep]) {
      if (!('fused' in stage)) throw new Error(`${stage.call.kernel.name} is alone`);
      expect(stage.fused.inputs.length).toBeLessThanOrEqual(16);
      expect(stage.fused.links.length).toBeLessThanOrEqual(48);
    }
  });

  it('leaves whole numbers to their kernels, and casts that change nothing', async () => {
    expect(await stages((x) => x?.cast('int32').add(1), [3])).toEqual(['Cast', 'Add']);
    expect(await stages((x) => x?.greater(0).cast('float32'), [3])).toEqual(['(Greater Cast)']);
  });

  it('updates a parameter by Adam in a shader for each of three results', async () => {
    const weights = new Variable({ shape: [4, 6], values: new Float32Array(24) });
    const optimizer = adam();
    optimizer.prepare([weights]);
    const program = await programOf(
      (gradient) => optimizer.update([weights], [gradient as Tensor]),
      [[4, 6]],
    );
    const large = stagesOf(program).filter(
      (stage) => 'fused' in stage && stage.fused.made.shape.length === 2,
    );
    expect(large.map(kernelsOf)).toEqual([
      '(Multiply Multiply Add)',
      '(Multiply Square Multiply Add)',
      '(Multiply Sqrt Multiply Add RealDiv Sub)',
    ]);
    expect(program.calls.length).toBeGreaterThan(20);
    optimizer.dispose();
    weights.dispose();
  });
});
