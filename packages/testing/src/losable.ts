import {
  type Backend,
  type DeviceBuffer,
  type DType,
  lostError,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from '@descent/core';

/** A call of a backend at which a device is lost. */
export interface LossPoint {
  /** The kind of call; a run of a compiled program counts as a kernel. */
  readonly call: 'run' | 'read' | 'upload';
  /** Which of them, from 1, counted from the start of the device. */
  readonly count: number;
  /** Before the call has an effect, in its middle (what it gives is garbage), or right after it. Default 'during'. */
  readonly when?: 'before' | 'during' | 'after';
}

/** Options of {@link losable}. */
export interface LosableOptions {
  /** Where each device that is started is lost, in their order; those behind the last are not. */
  readonly losses?: readonly (LossPoint | undefined)[];
  /**
   * What a lost device does: 'throws' (default) E_LOST, as the contract says, or 'lies': kernels seem to run and reads
   * give zeros, as those of WebGL do, so that only who looks at `lost` knows.
   */
  readonly manner?: 'throws' | 'lies';
  /** How often it can restart. Default: always. */
  readonly restarts?: number;
  /** Whether values can be read at once too. Default false. */
  readonly blocking?: boolean;
}

/** A backend that can be lost. */
export interface LosableBackend extends Backend {
  readonly lost: string | undefined;
  readonly restart: () => Promise<LosableBackend>;
  /** Loses the device now. */
  lose(reason?: string): void;
  /** Calls so far on this device. */
  readonly calls: Readonly<Record<LossPoint['call'], number>>;
}

/**
 * A backend around a real one that loses its device where it is told to: afterwards its buffers hold garbage, whoever
 * reads them gets zeros or E_LOST, and `restart` starts another.
 *
 * @param make - starts the real backend
 * @example
 * await useBackend(losable(cpu, { losses: [{ call: 'run', count: 20 }] }));
 */
export async function losable(
  make: () => Backend | Promise<Backend>,
  options: LosableOptions = {},
): Promise<LosableBackend> {
  const { losses: [point, ...losses] = [], manner = 'throws', blocking = false } = options;
  const { restarts = Number.POSITIVE_INFINITY } = options;
  const real = await make();
  const calls = { run: 0, read: 0, upload: 0 };
  let lost: string | undefined;
  const live = new Set<DeviceBuffer>();
  const lies = manner === 'lies';

  const lose = (reason = 'lost on purpose'): void => {
    lost ??= reason;
  };
  /** Counts a call; tells whether the device goes in its middle. */
  const begin = (call: LossPoint['call']): boolean => {
    if (lost !== undefined && !lies) throw lostError(call, backend);
    calls[call]++;
    const isHere = point?.call === call && point.count === calls[call];
    const when = isHere ? (point.when ?? 'during') : undefined;
    if (when === undefined || lost !== undefined) return lost !== undefined;
    lose(`lost ${when} ${call} ${point?.count}`);
    if (when === 'before' && !lies) throw lostError(call, backend);
    return when !== 'after';
  };
  const hold = (buffers: DeviceBuffer[]): DeviceBuffer[] => {
    for (const buffer of buffers) live.add(buffer);
    return buffers;
  };
  const zeros = (values: TypedArray): TypedArray => values.slice().fill(0);
  /** What a run leaves behind when the device dies in it. */
  const garbled = (outputs: readonly TensorSpec[]): DeviceBuffer[] =>
    hold(outputs.map(({ shape, dtype }) => real.upload(garbage(shape, dtype), shape, dtype)));

  const backend: LosableBackend = {
    name: `losable ${real.name}`,
    description: real.description,
    calls,
    lose,
    get lost() {
      return lost;
    },
    async restart() {
      if (restarts <= 0) throw new Error('no new device');
      return losable(make, { ...options, losses, restarts: restarts - 1 });
    },
    upload(values, shape, dtype) {
      const isGarbage = begin('upload');
      const buffer = real.upload(isGarbage ? zeros(values) : values, shape, dtype, false);
      live.add(buffer);
      return buffer;
    },
    async read(buffer) {
      const isGarbage = begin('read');
      // Other work goes on while values are on their way.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const values = await real.read(buffer);
      if (isGarbage || (lost !== undefined && lies)) return zeros(values);
      if (lost !== undefined) throw lostError('read', backend);
      return values;
    },
    ...(blocking &&
      real.readSync && {
        readSync(buffer: DeviceBuffer) {
          const isGarbage = begin('read');
          const values = (real as Required<Backend>).readSync(buffer);
          return isGarbage ? zeros(values) : values;
        },
      }),
    free(buffer) {
      if (live.delete(buffer)) real.free(buffer);
    },
    run(kernel, inputs, attrs, outputs) {
      return begin('run') ? garbled(outputs) : hold(real.run(kernel, inputs, attrs, outputs));
    },
    ...(real.compile && {
      compile(program: Parameters<Required<Backend>['compile']>[0]) {
        const executable = (real as Required<Backend>).compile(program);
        return {
          run(given: readonly DeviceBuffer[], isSpare: readonly boolean[]) {
            return begin('run') ? garbled(program.results) : hold(executable.run(given, isSpare));
          },
          dispose: () => executable.dispose(),
        };
      },
    }),
    supports: (kernelName, inputs, attrs) => real.supports(kernelName, inputs, attrs),
    async sync() {
      if (lost !== undefined && !lies) throw lostError('sync', backend);
      await real.sync();
    },
    memory: () => real.memory(),
    dispose: () => real.dispose(),
  };
  return backend;
}

/** What lies in a buffer of a dead device. */
function garbage(shape: readonly number[], dtype: DType): TypedArray {
  const size = sizeOf(shape);
  if (dtype === 'float32') return new Float32Array(size).fill(Number.NaN);
  return dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
}
