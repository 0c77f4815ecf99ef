import { inflated, joined } from '../formats/inflate.js';

/** Names of the ways in which pages are compressed. */
export type Codec = 'UNCOMPRESSED' | 'SNAPPY' | 'GZIP' | 'BROTLI' | 'LZ4' | 'ZSTD' | 'LZ4_RAW';

/** Decompresses a page, of which it is known how large it will be; what is loaded for it is loaded when it is met. */
export type Decompress = (bytes: Uint8Array, size: number) => Uint8Array | Promise<Uint8Array>;

/** How each is decompressed; what they throw is not of ours. */
export const decompressors: Readonly<Record<Codec, () => Promise<Decompress>>> = {
  UNCOMPRESSED: async () => (bytes) => bytes,
  GZIP: async () => (bytes, size) => joined(inflated([bytes], { format: 'gzip', limit: size, name: 'page' })),
  SNAPPY: async () => {
    const { snappyUncompress } = await import('hyparquet');
    return (bytes, size) => into(size, (output) => snappyUncompress(bytes, output));
  },
  ZSTD: async () => {
    const { decompressZstd } = await import('hyparquet-compressors');
    return (bytes, size) => decompressZstd(bytes, new Uint8Array(size));
  },
  BROTLI: async () => (await import('hyparquet-compressors')).decompressBrotli,
  LZ4: async () => (await import('hyparquet-compressors')).decompressLz4,
  LZ4_RAW: async () => (await import('hyparquet-compressors')).decompressLz4Raw,
};

function into(size: number, fill: (output: Uint8Array) => void): Uint8Array {
  const output = new Uint8Array(size);
  fill(output);
  return output;
}
