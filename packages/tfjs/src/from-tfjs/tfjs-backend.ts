import {
  type Attrs,
  type Backend,
  BackendError,
  DescentError,
  type DeviceBuffer,
  type DeviceProgram,
  type DType,
  type Executable,
  type HostTensor,
  type Kernel,
  type KernelInput,
  type Shape,
  type Support,
  sameShape,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from '@descent/core';
import {
  type DataId,
  env,
  getKernel,
  type KernelBackend,
  type KernelConfig,
  type NamedAttrMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Call, CallOfTfjs, Layout } from './call.js';
import { callOfTfjs, refusal } from './calls.js';
import { kernelsOf, shader } from './dry-run.js';
import { type StageRunner, WebglPlan } from './fusion/webgl-plan.js';
import { checkOnHost } from './host-checks.js';
import { namedInputs } from './input-names.js';
import { type ShaderLanguage, shaderLanguageOf } from './shader-language.js';
import { isDrawnByShader } from './webgl-philox.js';
import { programOf, type WebgpuBackend } from './webgpu-shader.js';

/** Data of tfjs, one reference to it. */
interface TfjsBuffer {
  readonly dataId: DataId;
  readonly bytes: number;
  /** The shape that tfjs knows it by. */
  readonly shape: Shape;
  /** Its value, where that is known here: a number that came from the host. */
  readonly known?: TypedArray;
}

/** tfjs' WebGL backend: what runs shaders of others. */
interface WebglBackend extends KernelBackend {
  runWebGLProgram(
    program: object,
    inputs: readonly TensorInfo[],
    dtype: string,
    uniforms?: readonly (readonly number[])[],
  ): TensorInfo;
  packTensor(input: TensorInfo): TensorInfo;
  readonly texData: {
    get(dataId: DataId): Layout & { readonly texture: object | null; readonly slice?: object | null };
  };
}

/** A backend of TensorFlow.js as one of Descent's. Made by {@link fromTfjs}. */
export class TfjsBackend implements Backend {
  readonly name: string;
  readonly description: string;
  /** Absent on WebGPU, which cannot block. */
  readonly readSync?: (buffer: DeviceBuffer) => TypedArray;
  /** Absent where there are no shaders of our own. */
  readonly compile?: (program: DeviceProgram) => Executable;
  readonly #tfjs: KernelBackend;
  readonly #shaders: ShaderLanguage;
  readonly #live = new Set<TfjsBuffer>();
  #bytes = 0;

  constructor(name: string, tfjs: KernelBackend) {
    this.name = name;
    this.description = `${name}: kernels of TensorFlow.js`;
    this.#tfjs = tfjs;
    this.#shaders = shaderLanguageOf(tfjs);
    if (this.#shaders !== 'wgsl') {
      this.readSync = (buffer) => tfjs.readSync((buffer as TfjsBuffer).dataId).slice() as TypedArray;
    }
    if (this.#shaders === 'glsl') this.compile = (program) => new WebglPlan(program, this.#stages());
  }

  upload(values: TypedArray, shape: Shape, dtype: DType): DeviceBuffer {
    const known = values.length === 1 ? values.slice() : undefined;
    return this.#hold(this.#write(values.slice(), shape, dtype), { shape, dtype }, known);
  }

  async read(buffer: DeviceBuffer): Promise<TypedArray> {
    return (await this.#tfjs.read((buffer as TfjsBuffer).dataId)).slice() as TypedArray;
  }

  free(buffer: DeviceBuffer): void {
    const held = buffer as TfjsBuffer;
    if (!this.#live.delete(held)) return;
    this.#bytes -= held.bytes;
    this.#tfjs.disposeData(held.dataId);
  }

  run<A extends Attrs>(
    kernel: Kernel<A>,
    inputs: readonly KernelInput[],
    attrs: A,
    outputs: readonly TensorSpec[],
  ): DeviceBuffer[] {
    const call = this.#callOf(kernel.name);
    const refused = refusal(kernel.name, this.#shaders, attrs);
    const onHost = this.#onHost(kernel, inputs, attrs, outputs);
    if (onHost) return onHost;
    if (!call || refused) throw this.#missing(kernel, refused);
    const read = ({ dataId }: TensorInfo) => this.#tfjs.readSync(dataId) as TypedArray;
    const checked: CallOfTfjs = (made) => {
      checkOnHost(kernel.name, this.name, made.inputs, attrs, read);
      return call(made);
    };
    return this.#make(`${kernel.op}: the kernel ${kernel.name}`, checked, inputs, outputs, attrs);
  }

  /**
   * Makes buffers by a call.
   * @param what - its name in errors
   */
  #make(
    what: string,
    call: CallOfTfjs,
    inputs: readonly KernelInput[],
    outputs: readonly TensorSpec[],
    attrs: Attrs,
  ): DeviceBuffer[] {
    const made: DataId[] = [];
    try {
      const view = (info: TensorInfo, shape: Shape): TensorInfo =>
        sameShape(info.shape, shape)
          ? info
          : (this.#runKernel('Reshape', [info], { shape: [...shape] }, made)[0] as TensorInfo);
      const given = inputs.map(({ buffer, shape, dtype }) => {
        const held = buffer as TfjsBuffer;
        return view(tensorInfo(held.dataId, held.shape, dtype), shape);
      });
      const results = call({
        inputs: given,
        attrs,
        outputs,
        backend: this.name,
        known: inputs.map(({ buffer }) => (buffer as TfjsBuffer).known),
        run: (name, of, withAttrs = {}) => this.#runKernel(name, of, withAttrs, made),
        view,
        upload: (values, shape, dtype) => {
          const info = tensorInfo(this.#write(values, shape, dtype), shape, dtype);
          made.push(info.dataId);
          return info;
        },
        ...(this.#shaders === 'glsl' && this.#glsl(made)),
        ...(this.#shaders === 'wgsl' && this.#wgsl(made)),
      });
      // Some kernels of tfjs make float32 of int32.
      const as = (info: TensorInfo, dtype: DType) =>
        info.dtype === dtype ? info : (this.#runKernel('Cast', [info], { dtype }, made)[0] as TensorInfo);
      const kept = results.map((info, i) => {
        const { shape, dtype } = outputs[i] as TensorSpec;
        return view(as(info, dtype), shape);
      });
      return kept.map(({ dataId }, i) => {
        // An input that is passed on has a reference of its own.
        const place = made.lastIndexOf(dataId);
        if (place >= 0) made.splice(place, 1);
        else this.#tfjs.incRef(dataId);
        return this.#hold(dataId, outputs[i] as TensorSpec);
      });
    } catch (error) {
      if (error instanceof DescentError) throw error;
      throw new BackendError(
        `${what} of TensorFlow.js' ${this.name} failed: ${error instanceof Error ? error.message : error}`,
        { cause: error },
      );
    } finally {
      for (const dataId of made) this.#tfjs.disposeData(dataId);
    }
  }

  /** What runs shaders of our own; what they make joins a list of what is to be freed. */
  #glsl(made: DataId[]): Pick<Call, 'runProgram' | 'layoutOf' | 'takesUniforms'> {
    const webgl = this.#tfjs as WebglBackend;
    return {
      runProgram: (program, of, dtype, uniforms) => {
        const { dataId, shape } = webgl.runWebGLProgram(program, of, dtype, uniforms);
        made.push(dataId);
        return tensorInfo(dataId, shape, dtype);
      },
      layoutOf: ({ dataId }) => {
        const layout = webgl.texData.get(dataId);
        return layout.texture && !layout.slice ? layout : undefined;
      },
      takesUniforms: env().getNumber('WEBGL_SIZE_UPLOAD_UNIFORM') > 0,
    };
  }

  #wgsl(made: DataId[]): Pick<Call, 'runWgsl'> {
    const webgpu = this.#tfjs as WebgpuBackend;
    return {
      runWgsl: (shader, of, { shape, dtype }) => {
        const flat = of.map((info) => tensorInfo(info.dataId, [sizeOf(info.shape)], info.dtype as DType));
        const uniforms = Object.values(shader.uniforms ?? {}).map((value) => ({
          type: 'int32',
          data: [value],
        }));
        const { dataId } = webgpu.runWebGPUProgram(programOf(shader, shape), flat, dtype, uniforms);
        made.push(dataId);
        return tensorInfo(dataId, shape, dtype);
      },
    };
  }

  #stages(): StageRunner {
    return {
      run: (kernel, inputs, attrs, outputs) => this.run(kernel, inputs, attrs, outputs),
      make: (op, call, inputs, outputs) =>
        this.#make(`${op}: a shader on the kernels`, call, inputs, outputs, {}),
      packed: (input) => this.#packed(input),
      free: (buffer) => this.free(buffer),
    };
  }

  #packed({ buffer, dtype }: KernelInput): DeviceBuffer | undefined {
    const webgl = this.#tfjs as WebglBackend;
    const { dataId, shape: held } = buffer as TfjsBuffer;
    const { isPacked, texture } = webgl.texData.get(dataId);
    if (isPacked || !texture) return undefined;
    const { dataId: packed } = webgl.packTensor(tensorInfo(dataId, held, dtype));
    return this.#hold(packed, { shape: held, dtype });
  }

  supports(kernelName: string, inputs: readonly TensorSpec[], attrs: Attrs): Support {
    const refused = refusal(kernelName, this.#shaders, attrs);
    if (refused) return { missing: refused };
    if (kernelName === 'PhiloxBits' && !this.#draws(kernelName, attrs)) {
      return 'reference';
    }
    const call = this.#callOf(kernelName);
    if (!call) return { missing: this.#lacks(kernelName) };
    const at = { name: kernelName, backend: this.name, shaders: this.#shaders };
    const names = kernelsOf(call, at, inputs, attrs);
    const missing = names.find((name) => name !== shader && !getKernel(name, this.name));
    if (missing) return { missing: this.#lacks(missing) };
    return names.every((name) => name === kernelName || name === shader) && names.length <= 1
      ? 'native'
      : 'decomposed';
  }

  async sync(): Promise<void> {
    // A read waits for all that was queued before it.
    const id = this.#tfjs.write(new Float32Array(1), [1], 'float32');
    await this.#tfjs.read(id);
    this.#tfjs.disposeData(id);
  }

  memory(): { buffers: number; bytes: number } {
    return { buffers: this.#live.size, bytes: this.#bytes };
  }

  /** Frees what Descent made there. The backend itself belongs to tfjs and stays. */
  dispose(): void {
    for (const buffer of this.#live) this.free(buffer);
  }

  /** New data. On WebGPU it goes to the device, where kernels of tfjs would compute on the host what is small. */
  #write(values: TypedArray, shape: Shape, dtype: DType): DataId {
    const dataId = this.#tfjs.write(values, [...shape], dtype);
    if (this.#shaders === 'wgsl' && values.length > 0) (this.#tfjs as WebgpuBackend).uploadToGPU(dataId);
    return dataId;
  }

  /** Whether random bits are drawn on the device. */
  #draws(kernelName: string, attrs: Attrs): boolean {
    if (this.#shaders === 'wgsl') return kernelName === 'PhiloxBits';
    return this.#shaders === 'glsl' && isDrawnByShader(kernelName, attrs);
  }

  #callOf(name: string): CallOfTfjs | undefined {
    const own = callOfTfjs(name, this.name, this.#shaders);
    if (own || !getKernel(name, this.name)) return own;
    return ({ inputs, attrs, run }) => run(name, inputs, attrs);
  }

  #runKernel(name: string, inputs: readonly TensorInfo[], attrs: Attrs, made: DataId[]): TensorInfo[] {
    const config = getKernel(name, this.name) as KernelConfig | undefined;
    if (!config) throw this.#missing({ op: name, name });
    const results = config.kernelFunc({
      inputs: namedInputs(name, inputs),
      attrs: attrs as NamedAttrMap,
      backend: this.#tfjs,
    });
    const list = Array.isArray(results) ? results : [results];
    for (const { dataId } of list) made.push(dataId);
    return list.map(({ dataId, shape, dtype }) => tensorInfo(dataId, shape, dtype as DType));
  }

  /**
   * Results that depend on no value of the device: of tensors without elements, and of whole numbers that are known here,
   * from which random bits are drawn.
   */
  #onHost<A extends Attrs>(
    kernel: Kernel<A>,
    inputs: readonly KernelInput[],
    attrs: A,
    outputs: readonly TensorSpec[],
  ): DeviceBuffer[] | undefined {
    const given = inputs.map(({ buffer, shape, dtype }) => {
      const { dataId, known } = buffer as TfjsBuffer;
      // A counter that came from elsewhere is read: rarely, as the device must be waited for.
      const isCounter = kernel.name === 'PhiloxBits' && !known && this.#shaders !== 'wgsl';
      const values = isCounter ? this.#tfjs.readSync(dataId) : dtype === 'int32' ? known : undefined;
      const whole = sizeOf(shape) === 0 ? zeros(dtype, 0) : values;
      return whole && { shape, dtype, values: whole as TypedArray };
    });
    const isEmpty = outputs.every(({ shape }) => sizeOf(shape) === 0);
    const isDrawn = !isEmpty && this.#draws(kernel.name, attrs);
    const isKnown = inputs.some(({ buffer }) => (buffer as TfjsBuffer).known);
    if (isDrawn && (isKnown || this.#shaders === 'wgsl')) return undefined;
    if (!isEmpty && (given.length === 0 || !given.every((each) => each !== undefined))) return undefined;
    const made = outputs.map(({ shape, dtype }) => ({ shape, dtype, values: zeros(dtype, sizeOf(shape)) }));
    if (!isEmpty) kernel.reference(given as HostTensor[], made, attrs);
    return made.map(({ shape, dtype, values }) => this.upload(values, shape, dtype));
  }

  #hold(dataId: DataId, { shape, dtype }: TensorSpec, known?: TypedArray): TfjsBuffer {
    const bytes = sizeOf(shape) * (dtype === 'bool' ? 1 : 4);
    const buffer = { dataId, bytes, shape, ...(known && { known }) };
    this.#live.add(buffer);
    this.#bytes += buffer.bytes;
    return buffer;
  }

  #lacks(kernelName: string): string {
    return `TensorFlow.js' ${this.name} has no kernel ${kernelName}`;
  }

  #missing({ op, name }: { op: string; name: string }, reason = this.#lacks(name)): BackendError {
    return new BackendError(`${op}: ${reason}`, {
      fix: "run this op on another backend: await x.to(await cpu()), with cpu from '@descent/backend-cpu'",
    });
  }
}

function zeros(dtype: DType, size: number): TypedArray {
  if (dtype === 'float32') return new Float32Array(size);
  return dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
}

/** What kernels of tfjs read of a tensor. */
function tensorInfo(dataId: DataId, shape: Shape, dtype: DType): TensorInfo {
  return Object.assign(
    { dataId, shape: [...shape], dtype },
    // Some kernels read what only tfjs' own tensors have.
    { rank: shape.length, size: sizeOf(shape) },
  );
}
