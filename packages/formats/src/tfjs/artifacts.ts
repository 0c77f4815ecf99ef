/** A weight as `model.json` lists it. */
export interface TfjsWeightSpec {
  /** `conv1/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Of the weight, after quantization is undone. */
  readonly dtype: 'float32' | 'int32' | 'bool' | 'string' | 'complex64';
  readonly quantization?:
    | { readonly dtype: 'uint8' | 'uint16'; readonly scale: number; readonly min: number }
    | { readonly dtype: 'float16' };
}

/** What TensorFlow.js' handlers load and save: a model's topology and its weights, one behind the other. */
export interface TfjsArtifacts {
  readonly modelTopology?: unknown;
  readonly weightSpecs?: readonly TfjsWeightSpec[] | undefined;
  /** In one piece, or in several that follow one another. */
  readonly weightData?: ArrayBuffer | readonly ArrayBuffer[] | undefined;
  readonly format?: string | undefined;
  readonly generatedBy?: string | undefined;
  readonly convertedBy?: string | null | undefined;
}

/** Where models come from and go to, as TensorFlow.js' `tf.io.IOHandler`. */
export interface TfjsHandler {
  /** The model that is there. */
  load?(): Promise<TfjsArtifacts>;
  /** Puts a model there. */
  save?(artifacts: TfjsArtifacts): Promise<unknown>;
}
