import {
  type BackendValues,
  type DataId,
  type DataType,
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { DescentBackend } from './descent-backend.js';

/** What is used of tfjs' own `MathBackendCPU`. */
export interface HostBackend {
  write(values: BackendValues, shape: number[], dtype: DataType): DataId;
  readSync(dataId: DataId): BackendValues;
  disposeData(dataId: DataId, force?: boolean): boolean;
}

/** The optional peer `@tensorflow/tfjs-backend-cpu`; undefined where it is not installed. */
export async function hostBackend(): Promise<HostBackend | undefined> {
  try {
    const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu');
    return new MathBackendCPU() as unknown as HostBackend;
  } catch {
    return undefined;
  }
}

/** Names of the kernels that tfjs' own CPU backend has. */
export function hostKernelNames(): string[] {
  return getKernelsForBackend('cpu').map(({ kernelName }) => kernelName);
}

/** Runs a kernel of tfjs' own CPU backend on copies of the inputs. */
export function runOnHost(
  host: HostBackend,
  backend: DescentBackend,
  name: string,
  inputs: NamedTensorInfoMap,
  attrs: NamedAttrMap | undefined,
): TensorInfo | TensorInfo[] {
  const { kernelFunc } = getKernel(name, 'cpu') as KernelConfig;
  const held: TensorInfo[] = [];
  const hold = (info: TensorInfo): TensorInfo => {
    held.push(info);
    return info;
  };
  try {
    const copies = copyAll(inputs, (info) => copyToHost(host, backend, info, hold));
    const results = kernelFunc({
      inputs: copies,
      backend: host as never,
      attrs: attrs as NamedAttrMap,
    });
    const list = Array.isArray(results) ? results : [results];
    list.forEach(hold);
    const taken = list.map(({ dataId, shape, dtype }) => backend.make(host.readSync(dataId), shape, dtype));
    return Array.isArray(results) ? taken : (taken[0] as TensorInfo);
  } finally {
    for (const { dataId } of held) host.disposeData(dataId, true);
  }
}

/** Copies the inputs of a kernel: a map or a list of tensors, of which some may be missing or lists themselves. */
function copyAll(inputs: NamedTensorInfoMap, copy: (info: TensorInfo) => TensorInfo): NamedTensorInfoMap {
  const copied = Object.entries(inputs).map(([key, value]) => {
    const isInner = Array.isArray(value);
    return [key, isInner ? copyAll(value as never, copy) : value && copy(value)] as const;
  });
  return (Array.isArray(inputs) ? copied.map(([, value]) => value) : Object.fromEntries(copied)) as never;
}

function copyToHost(
  host: HostBackend,
  backend: DescentBackend,
  { dataId, shape, dtype }: TensorInfo,
  hold: (info: TensorInfo) => TensorInfo,
): TensorInfo {
  const values = backend.values({ dataId, shape, dtype });
  if (dtype !== 'complex64')
    return withRank(hold({ dataId: host.write(values, shape, dtype), shape, dtype }));
  const pairs = values as Float32Array;
  const part = (offset: number): TensorInfo => {
    const plane = Float32Array.from({ length: pairs.length / 2 }, (_, i) => pairs[2 * i + offset] as number);
    return hold({ dataId: host.write(plane, shape, 'float32'), shape, dtype: 'float32' });
  };
  const { kernelFunc } = getKernel('Complex', 'cpu') as KernelConfig;
  const planes = { real: part(0), imag: part(1) };
  return withRank(hold(kernelFunc({ inputs: planes, backend: host as never, attrs: {} }) as TensorInfo));
}

/** Some kernels of tfjs read `rank` and `size`, which only its tensors have. */
function withRank(info: TensorInfo): TensorInfo {
  return Object.assign(info, { rank: info.shape.length, size: util.sizeFromShape(info.shape) });
}
