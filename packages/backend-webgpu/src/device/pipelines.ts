import type { Shader } from '../shader/stage.js';
import { computeStage } from './flags.js';

/** A compiled shader. */
export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Compiled shaders of a device, each compiled once. */
export class Pipelines {
  readonly #device: GPUDevice;
  readonly #known = new Map<string, Pipeline>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** The pipeline of a shader. */
  of(shader: Shader): Pipeline {
    const { wgsl } = shader;
    let known = this.#known.get(wgsl);
    if (!known) {
      const layout = this.#layoutOf(shader);
      const module = this.#device.createShaderModule({ code: wgsl });
      const pipeline = this.#device.createComputePipeline({
        layout: this.#device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: 'main' },
      });
      known = { pipeline, layout };
      this.#known.set(wgsl, known);
    }
    return known;
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
