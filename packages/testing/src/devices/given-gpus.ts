import { startOnGpu } from '@descent/backend-webgpu';
import type { Backend } from '@descent/core';
import { type GivenDevice, loseAround, wrapCall } from './given-device.js';

/** A device of WebGPU's, and the memory that it was asked for and that was not given back. */
export interface GivenGpu extends GivenDevice {
  readonly device: GPUDevice;
  readonly memory: Readonly<{ buffers: number; bytes: number }>;
  /** How often values were copied to the host. */
  readonly reads: number;
}

/** Backends on WebGPU whose devices a test has in its hands. */
export class GivenGpus {
  readonly #name: string;
  readonly #request: () => Promise<GPUAdapter | null>;
  /** The devices that were given, the last one last. */
  readonly all: GivenGpu[] = [];
  /** Whether adapters are refused. */
  isRefusing = false;
  /** What adapters say of their limits, where that is other than the truth. */
  limits: Readonly<Record<string, number>> = {};

  /**
   * @param name - of the backends
   * @param request - gives the adapter
   */
  constructor(name: string, request: () => Promise<GPUAdapter | null>) {
    this.#name = name;
    this.#request = request;
  }

  /** A backend on a device of its own. */
  readonly start = (): Promise<Backend> => startOnGpu(this.#name, () => this.#adapter());

  /** The device that was given last. */
  get latest(): GivenGpu {
    return this.all.at(-1) as GivenGpu;
  }

  async #adapter(): Promise<GPUAdapter> {
    const adapter = this.isRefusing ? null : await this.#request();
    if (!adapter) throw new Error('no adapter');
    const requestDevice = async (descriptor?: GPUDeviceDescriptor): Promise<GPUDevice> => {
      const device = await adapter.requestDevice(descriptor);
      this.all.push(given(device));
      return device;
    };
    const own = this.limits;
    const limits = new Proxy(adapter.limits, {
      get: (all, name: string) => own[name] ?? Reflect.get(all, name, all),
    });
    return { info: adapter.info, limits, requestDevice } as unknown as GPUAdapter;
  }
}

/** What the queue of a device is asked; all else, the device. */
const ofQueue: readonly string[] = ['submit', 'writeBuffer', 'onSubmittedWorkDone'];

function given(device: GPUDevice): GivenGpu {
  const memory = { buffers: 0, bytes: 0 };
  let reads = 0;
  const lose = () => device.destroy();
  /** Calls of any buffer of the device. */
  const ofBuffers = {
    mapAsync(map: () => unknown) {
      reads++;
      return map();
    },
  };
  wrapCall(device, 'createBuffer', (original) => {
    const buffer = original() as GPUBuffer;
    const { size } = buffer;
    let isThere = true;
    const count = (sign: 1 | -1): void => {
      memory.buffers += sign;
      memory.bytes += sign * size;
    };
    count(1);
    wrapCall(buffer, 'mapAsync', (map) => ofBuffers.mapAsync(map));
    wrapCall(buffer, 'destroy', (destroy) => {
      if (isThere) count(-1);
      isThere = false;
      return destroy();
    });
    return buffer;
  });
  return {
    device,
    memory,
    get reads() {
      return reads;
    },
    lose,
    loseAt(call, count, when) {
      const owner = call === 'mapAsync' ? ofBuffers : ofQueue.includes(call) ? device.queue : device;
      return loseAround(owner, call, count, when, lose);
    },
  };
}
