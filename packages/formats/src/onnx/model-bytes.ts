import { FormatError, showBytes } from '@descent/core';
import { checkOnnx } from './check-onnx.js';
import { type GraphWriter, initializerMessage, nodeMessage, type Port, portMessage } from './graph-writer.js';
import { encode } from './proto/encode.js';
import { irVersion, opset } from './proto/schema.js';
import { tidy } from './tidy.js';

/** Options of `writeOnnx` and `writeOnnxFunction`. */
export interface OnnxOptions {
  /** Of the graph. Default: the model's. */
  readonly name?: string;
  /** What whoever opens the file should know about the model. */
  readonly doc?: string;
}

/** Names of {@link OnnxOptions}. */
export const onnxOptionNames = ['name', 'doc'] as const;

/** The most bytes that a message of Protocol Buffers may have. */
const maxBytes = 2 ** 31 - 1;

/**
 * A written graph as the bytes of a file, checked.
 * @throws FormatError E_LIMIT for 2 GiB or more
 */
export function modelBytes(
  writer: GraphWriter,
  outputs: readonly Port[],
  { name, doc }: { readonly name: string; readonly doc: string | undefined },
): Uint8Array<ArrayBuffer> {
  tidy(
    writer,
    outputs.map((output) => output.name),
  );
  const initializers = [...writer.initializers.values()];
  const weight = initializers.reduce((sum, { data }) => sum + data.byteLength, 0);
  if (weight > maxBytes - 2 ** 20) {
    throw new FormatError(
      `writeOnnx: the weights are ${showBytes(weight)}, a file may have less than 2 GiB`,
      {
        code: 'E_LIMIT',
        fix: 'export parts of the model',
      },
    );
  }
  const bytes = encode('Model', {
    irVersion,
    producerName: 'descent',
    opsetImport: [{ domain: '', version: opset }],
    docString: doc,
    graph: {
      node: writer.nodes.map(nodeMessage),
      name,
      initializer: initializers.map(initializerMessage),
      docString: doc,
      input: writer.inputs.map(portMessage),
      output: outputs.map(portMessage),
    },
  });
  checkOnnx(bytes, 'writeOnnx');
  return bytes;
}
