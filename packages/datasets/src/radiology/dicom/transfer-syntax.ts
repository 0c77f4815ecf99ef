import { FormatError } from '@descent/core';

/** How the pixels of a transfer syntax are packed: as they are, by run lengths, or by a codec that is loaded for it. */
export type Packing = 'none' | 'rle' | 'jpeg' | 'jpegLossless' | 'jpegLs' | 'jpeg2000' | 'htj2k';

/** How the bytes of a data set are to be read. */
export interface TransferSyntax {
  /** Unique identifier, as in the file's header. */
  readonly uid: string;
  /** Name in PS3.6. */
  readonly name: string;
  /** Whether each element says of what kind it is. */
  readonly isExplicit: boolean;
  /** Whether the least byte comes first. */
  readonly isLittleEndian: boolean;
  /** Whether the data set is compressed as a whole. */
  readonly isDeflated: boolean;
  /** How pixels are packed; undefined where that is not supported. */
  readonly packing: Packing | undefined;
}

/** @see PS3.6, table A-1 */
const known: readonly (readonly [uid: string, name: string, packing: Packing | undefined])[] = [
  ['1.2.840.10008.1.2', 'Implicit VR Little Endian', 'none'],
  ['1.2.840.10008.1.2.1', 'Explicit VR Little Endian', 'none'],
  ['1.2.840.10008.1.2.1.99', 'Deflated Explicit VR Little Endian', 'none'],
  ['1.2.840.10008.1.2.2', 'Explicit VR Big Endian', 'none'],
  ['1.2.840.10008.1.2.4.50', 'JPEG Baseline (Process 1)', 'jpeg'],
  ['1.2.840.10008.1.2.4.51', 'JPEG Extended (Process 2 & 4)', undefined],
  ['1.2.840.10008.1.2.4.57', 'JPEG Lossless, Non-Hierarchical (Process 14)', 'jpegLossless'],
  ['1.2.840.10008.1.2.4.70', 'JPEG Lossless, First-Order Prediction (Process 14, SV1)', 'jpegLossless'],
  ['1.2.840.10008.1.2.4.80', 'JPEG-LS Lossless', 'jpegLs'],
  ['1.2.840.10008.1.2.4.81', 'JPEG-LS Near-Lossless', 'jpegLs'],
  ['1.2.840.10008.1.2.4.90', 'JPEG 2000 Lossless', 'jpeg2000'],
  ['1.2.840.10008.1.2.4.91', 'JPEG 2000', 'jpeg2000'],
  ['1.2.840.10008.1.2.4.201', 'High-Throughput JPEG 2000 Lossless', 'htj2k'],
  ['1.2.840.10008.1.2.4.202', 'High-Throughput JPEG 2000 with RPCL Lossless', 'htj2k'],
  ['1.2.840.10008.1.2.4.203', 'High-Throughput JPEG 2000', 'htj2k'],
  ['1.2.840.10008.1.2.5', 'RLE Lossless', 'rle'],
];

const implicit = '1.2.840.10008.1.2';
const deflated = '1.2.840.10008.1.2.1.99';
const bigEndian = '1.2.840.10008.1.2.2';

/**
 * The transfer syntax of an identifier. One that is not known may be of any codec, so that tags can be read.
 * @throws FormatError for what is no identifier
 */
export function transferSyntax(uid: string, name: string): TransferSyntax {
  if (!/^[\d.]{1,64}$/.test(uid)) {
    throw new FormatError(
      `${name}: the transfer syntax must be digits and points, got '${uid.slice(0, 64)}'`,
      {
        fix: 'the file is damaged: fetch it again',
      },
    );
  }
  const row = known.find(([each]) => each === uid);
  return {
    uid,
    name: row?.[1] ?? 'unknown',
    isExplicit: uid !== implicit,
    isLittleEndian: uid !== bigEndian,
    isDeflated: uid === deflated,
    packing: row?.[2],
  };
}

/**
 * What a data set without a header is written in, by its first element: two capital letters after the tag are its
 * kind, a large group is a small one in the other order of bytes.
 */
export function guessTransferSyntax(bytes: Uint8Array, at: number, name: string): TransferSyntax {
  const [low = 0, high = 0, , , first = 0, second = 0] = bytes.subarray(at, at + 6);
  const isLetter = (code: number) => code >= 65 && code <= 90;
  if (!isLetter(first) || !isLetter(second)) return transferSyntax(implicit, name);
  return transferSyntax(high * 256 + low >= 1024 ? bigEndian : '1.2.840.10008.1.2.1', name);
}
