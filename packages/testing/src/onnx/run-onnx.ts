import * as ort from 'onnxruntime-web';

// A thread pool of its own would compete with the other tests'.
ort.env.wasm.numThreads = 1;

/** Numbers with a shape, as ONNX runtime takes and gives them. */
export interface OnnxArray {
  readonly dims: readonly number[];
  readonly data: ArrayLike<number>;
}

/** A tensor that ONNX runtime is given. */
export interface OnnxFeed {
  readonly dims: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** An ONNX file that ONNX runtime has opened. */
export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** What comes out, by name. */
  run(feeds: Readonly<Record<string, OnnxFeed>>): Promise<Readonly<Record<string, OnnxArray>>>;
  /** Frees it. */
  release(): Promise<void>;
}

/**
 * Opens an ONNX file with Microsoft's ONNX runtime (onnxruntime-web), which checks it and infers its shapes.
 *
 * @param isOptimized - whether the runtime rewrites the graph before it runs it. Default true
 * @example const session = await openOnnx(await writeOnnx(model));
 */
export async function openOnnx(bytes: Uint8Array, isOptimized = true): Promise<OnnxSession> {
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: ['wasm'],
    graphOptimizationLevel: isOptimized ? 'all' : 'disabled',
    logSeverityLevel: 3,
  });
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(feeds) {
      const tensors = Object.entries(feeds).map(([name, { data, dims }]) => {
        if (data instanceof Uint8Array) return [name, new ort.Tensor('bool', data, dims)];
        return [name, new ort.Tensor(data instanceof Float32Array ? 'float32' : 'int32', data, dims)];
      });
      const results = await session.run(Object.fromEntries(tensors));
      return Object.fromEntries(
        Object.entries(results).map(([name, { dims, data }]) => [
          name,
          { dims, data: data as unknown as ArrayLike<number> },
        ]),
      );
    },
    release: () => session.release(),
  };
}
