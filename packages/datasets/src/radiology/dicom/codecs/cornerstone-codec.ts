import type { Codec } from './codec.js';

/** What the decoders of cornerstone's codec packages have in common. */
interface CornerstoneDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): FrameInfo;
  delete(): void;
}

interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned?: boolean;
}

/** Starts a codec: a module with its own memory. */
export type CornerstoneModule = (options?: object) => Promise<Record<string, new () => CornerstoneDecoder>>;

/** Loads what starts a codec. */
export type CornerstoneLoad = () => Promise<{ readonly default: CornerstoneModule }>;

/** Modules that run, by the name of their decoder. */
const running = new Map<string, Promise<Record<string, new () => CornerstoneDecoder>>>();

/**
 * A codec of one of cornerstone's packages.
 *
 * @param name - of the decoder's class
 * @param loads - its kinds, the best first; the first that starts is taken
 */
export async function cornerstoneCodec(name: string, loads: readonly CornerstoneLoad[]): Promise<Codec> {
  const started = running.get(name) ?? startFirst(loads);
  running.set(name, started);
  try {
    const { [name]: Decoder } = await started;
    if (!Decoder) throw new Error(`the package has no ${name}`);
    return (frame) => decode(name, Decoder, frame);
  } catch (error) {
    running.delete(name);
    throw error;
  }
}

async function startFirst(loads: readonly CornerstoneLoad[]): ReturnType<CornerstoneModule> {
  let problem: unknown;
  for (const load of loads) {
    try {
      const { default: start } = await load();
      return await start({ print: silent, printErr: silent });
    } catch (error) {
      problem = error;
    }
  }
  throw problem;
}

function decode(name: string, Decoder: new () => CornerstoneDecoder, frame: Uint8Array) {
  try {
    const decoder = new Decoder();
    decoder.getEncodedBuffer(frame.length).set(frame);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount, isSigned = false } = decoder.getFrameInfo();
    const bytes = decoder.getDecodedBuffer().slice();
    decoder.delete();
    return { bytes, columns: width, rows: height, samples: componentCount, bits: bitsPerSample, isSigned };
  } catch (error) {
    // A module that has failed may be in any state.
    running.delete(name);
    throw error;
  }
}

function silent(): void {}
