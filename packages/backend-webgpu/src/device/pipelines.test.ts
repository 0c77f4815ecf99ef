import { describe, expect, it } from 'vitest';
import type { Shader } from '../shader/stage.js';
import { Pipelines } from './pipelines.js';

/** What pipelines ask of a device, which counts what it compiles: a real one is in backend-node-gpu's tests. */
function countingDevice(): { device: GPUDevice; compiled: string[] } {
  const compiled: string[] = [];
  const device = {
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createShaderModule: ({ code }: { code: string }) => ({ code }),
    createComputePipeline({ compute }: { compute: { module: { code: string } } }) {
      compiled.push(compute.module.code);
      return {};
    },
  } as unknown as GPUDevice;
  return { device, compiled };
}

function shader(wgsl: string): Shader {
  return { wgsl, bindings: [], workgroups: [1, 1, 1] };
}

describe('Pipelines', () => {
  it('compiles the same code once, whichever shader it is of', () => {
    const { device, compiled } = countingDevice();
    const pipelines = new Pipelines(device);
    expect(pipelines.of(shader('a'))).toBe(pipelines.of(shader('a')));
    expect(compiled).toEqual(['a']);
  });

  it('forgets what was not used for the longest time', () => {
    const { device, compiled } = countingDevice();
    const pipelines = new Pipelines(device, 2);
    for (const code of ['a', 'b', 'a', 'c', 'a', 'b']) pipelines.of(shader(code));
    expect(compiled).toEqual(['a', 'b', 'c', 'b']);
  });

  it('keeps what a shader was compiled to for as long as somebody holds on to it', () => {
    const { device, compiled } = countingDevice();
    const pipelines = new Pipelines(device, 2);
    const held = shader('held');
    const pipeline = pipelines.of(held);
    for (let i = 0; i < 10; i++) pipelines.of(shader(String(i)));
    expect(pipelines.of(held)).toBe(pipeline);
    expect(compiled.filter((code) => code === 'held')).toHaveLength(1);
  });
});
