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

/** Modules that run, by the name of their decoder. */
const running = new Map<string, Promise<Record<string, new () => CornerstoneDecoder>>>();

/**
 * A codec of one of cornerstone's packages.
 * @param name - of the decoder's class
 */
export async function cornerstoneCodec(name: string, load: () => Promise<CornerstoneModule>): Promise<Codec> {
  const started = running.get(name) ?? load().then((start) => start({ print: silent, printErr: silent }));
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

function decode(name: string, Decoder: new () => CornerstoneDecoder, frame: Uint8Array) {
  try {
    const decoder = new Decoder();
    decoder.getEncodedBuffer(frame.length).set(frame);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount, isSigned = false } = decoder.getFrameInfo();
    const bytes = Uint8Array.from(decoder.getDecodedBuffer());
    decoder.delete();
    return { bytes, columns: width, rows: height, samples: componentCount, bits: bitsPerSample, isSigned };
  } catch (error) {
    // A module that has failed may be in any state.
    running.delete(name);
    throw error;
  }
}

function silent(): void {}
