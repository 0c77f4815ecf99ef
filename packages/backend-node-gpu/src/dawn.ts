import { checkPowerPreference, startOnGpu } from '@descent/backend-webgpu';
import { type Backend, BackendError } from '@descent/core';
import { driverHint, useSoftwareDriver } from './drivers.js';
import type { GpuAdapterName } from './gpu-adapters.js';

/** Instances of Dawn by their options. They have to live as long as their devices. */
const instances = new Map<string, GPU>();

/** A name that no adapter has. */
const nobody = 'adapter=\u0001';

/**
 * A backend on an adapter that Dawn finds.
 * @throws BackendError where there is none; ValueError for a preference that WebGPU does not know
 */
export async function startOnDawn(
  name: string | undefined,
  request: GPURequestAdapterOptions,
): Promise<Backend> {
  checkPowerPreference('nodeGpu', request.powerPreference);
  return startOnGpu('node-gpu', () => requestAdapter(name, request));
}

/**
 * Asks Dawn for an adapter. Where the machine's drivers have none, one in software is tried.
 *
 * @param name - a part of the adapter's name; undefined: any
 * @param request - what WebGPU takes
 * @throws BackendError where there is none
 */
export async function requestAdapter(
  name: string | undefined,
  request: GPURequestAdapterOptions,
): Promise<GPUAdapter> {
  const options = name === undefined ? [] : [`adapter=${name}`];
  const ask = async () => (await dawn(options)).requestAdapter(request);
  let problem: unknown;
  const quietly = (error: unknown) => {
    problem = error;
    return null;
  };
  const adapter = await ask().catch(quietly);
  if (adapter) return adapter;
  const inSoftware = useSoftwareDriver() ? await ask().catch(quietly) : null;
  if (inSoftware) return inSoftware;
  if (problem instanceof BackendError) throw problem;
  const adapters = await adapterNames();
  if (name !== undefined && adapters.length > 0) {
    throw new BackendError(
      `nodeGpu: no adapter is called ${JSON.stringify(name)}; there are: ${adapters.map((one) => one.name).join(', ')}`,
      { fix: 'name one of them, or none for the first', cause: problem },
    );
  }
  throw new BackendError('nodeGpu: no GPU is found on this machine', { fix: driverHint(), cause: problem });
}

/** The adapters that Dawn finds. It names them to who asks for one that is not there. */
export async function adapterNames(): Promise<GpuAdapterName[]> {
  const named = async () => {
    const message = await (await dawn([nobody])).requestAdapter().then(() => '', String);
    return [...message.matchAll(/backend: '([^']*)', name: '([^']*)'/g)].map(([, api, name]) => ({
      name: name as string,
      api: api as string,
    }));
  };
  const own = await named();
  return own.length === 0 && useSoftwareDriver() ? named() : own;
}

/** Dawn with options of its own. It looks for drivers when it starts: those named meanwhile need another. */
async function dawn(options: readonly string[]): Promise<GPU> {
  const key = [...options, process.env.VK_DRIVER_FILES].join(' ');
  const { create } = await import('webgpu').catch((cause: unknown) => {
    throw new BackendError(`nodeGpu: Dawn does not start on ${process.platform} ${process.arch}`, {
      fix: "the package webgpu has it for Linux with glibc, macOS and Windows, on x64 and arm64; elsewhere: await useBackend(cpu()), with cpu from '@descent/backend-cpu'",
      cause,
    });
  });
  const instance = instances.get(key) ?? create([...options]);
  instances.set(key, instance);
  return instance;
}
