import { DataError } from '@descent/core';
import type { Packing, TransferSyntax } from '../transfer-syntax.js';
import type { Codec } from './codec.js';
import { type CornerstoneLoad, cornerstoneCodec } from './cornerstone-codec.js';
import { jpegLosslessCodec } from './jpeg-lossless-codec.js';

/** What makes a codec, and the package that it is from. */
interface Source {
  readonly package: string;
  load(): Promise<Codec>;
}

/** Bundlers let a package be missing where its import is looked after on the spot. */
function missing(error: unknown): never {
  throw error;
}

/** Codecs are packages that a user installs; each is loaded when the first file needs it. */
const sources: Readonly<Record<Exclude<Packing, 'none' | 'rle'>, Source>> = {
  jpeg: cornerstone('codec-libjpeg-turbo-8bit', 'JPEGDecoder', [
    () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs').catch(missing),
    () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/decode').catch(missing),
  ]),
  jpegLossless: { package: 'jpeg-lossless-decoder-js', load: jpegLosslessCodec },
  jpegLs: cornerstone('codec-charls', 'JpegLSDecoder', [
    () => import('@cornerstonejs/codec-charls/decodewasmjs').catch(missing),
    () => import('@cornerstonejs/codec-charls/decode').catch(missing),
  ]),
  jpeg2000: cornerstone('codec-openjpeg', 'J2KDecoder', [
    () => import('@cornerstonejs/codec-openjpeg/decodewasmjs').catch(missing),
    () => import('@cornerstonejs/codec-openjpeg/decode').catch(missing),
  ]),
  htj2k: cornerstone('codec-openjph', 'HTJ2KDecoder', [
    () => import('@cornerstonejs/codec-openjph').catch(missing),
  ]),
};

/**
 * What unpacks the frames of a transfer syntax.
 * @throws DataError E_UNSUPPORTED for syntaxes without a codec, and where its package is not installed
 */
export async function loadCodec({ packing, name: title, uid }: TransferSyntax, name: string): Promise<Codec> {
  if (packing === undefined || packing === 'none' || packing === 'rle') {
    throw new DataError(`${name}: pixels in the transfer syntax ${uid}, ${title}, cannot be unpacked`, {
      code: 'E_UNSUPPORTED',
      fix: 'convert the file, for example with dcmtk: dcmdjpeg in.dcm out.dcm',
    });
  }
  const source = sources[packing];
  try {
    return await source.load();
  } catch (error) {
    throw new DataError(
      `${name}: pixels in the transfer syntax ${uid}, ${title}, are unpacked by the package ${source.package}, which cannot be loaded`,
      { code: 'E_UNSUPPORTED', fix: `npm install ${source.package}`, cause: error },
    );
  }
}

/** @param loads - in WebAssembly, whose file has to lie beside the page in browsers, and in JavaScript, ten times slower */
function cornerstone(title: string, decoder: string, loads: readonly CornerstoneLoad[]): Source {
  return { package: `@cornerstonejs/${title}`, load: () => cornerstoneCodec(decoder, loads) };
}
