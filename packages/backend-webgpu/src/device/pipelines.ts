import type { Shader } from '../shader/stage.js';
import { computeStage } from './flags.js';
import { Recent } from './recent.js';

/** A compiled shader. */
export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Compiled shaders that are kept without a plan that needs them: many more than the different calls of a large model. */
const mostPipelines = 2048;

/**
 * Compiled shaders of a device. Those that were used last are compiled once, by their code; whoever holds on to a shader, as a
 * plan does, keeps what it was compiled to.
 */
export class Pipelines {
  readonly #device: GPUDevice;
  readonly #recent: Recent<string, Pipeline>;
  readonly #held = new WeakMap<Shader, Pipeline>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();

  /** @param most - pipelines that are kept at least; others as long as their shaders */
  constructor(device: GPUDevice, most = mostPipelines) {
    this.#device = device;
    this.#recent = new Recent(most);
  }

  /** The pipeline of a shader. */
  of(shader: Shader): Pipeline {
    const held = this.#held.get(shader);
    if (held) return held;
    const pipeline = this.#recent.get(shader.wgsl, () => this.#compiled(shader));
    this.#held.set(shader, pipeline);
    return pipeline;
  }

  #compiled(shader: Shader): Pipeline {
    const layout = this.#layoutOf(shader);
    const module = this.#device.createShaderModule({ code: shader.wgsl });
    const pipeline = this.#device.createComputePipeline({
      layout: this.#device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: 'main' },
    });
    return { pipeline, layout };
  }

  #layoutOf({ bindings }: Shader): GPUBindGroupLayout {
    const key = bindings.map(({ writes }) => (writes ? 'w' : 'r')).join('');
    let layout = this.#layouts.get(key);
    if (!layout) {
      layout = this.#device.createBindGroupLayout({
        entries: bindings.map(({ writes }, binding) => ({
          binding,
          visibility: computeStage,
          buffer: { type: writes ? 'storage' : 'read-only-storage' },
        })),
      });
      this.#layouts.set(key, layout);
    }
    return layout;
  }
}
