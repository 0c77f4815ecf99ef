import { bounds } from './protocol.js';

/** What a link says about code. */
export type Shared = { readonly code: string } | { readonly problem: string } | undefined;

/** The address of the page of live code with this code: `/live/#code=…`, compressed. */
export async function linkTo(code: string): Promise<string> {
  const bytes = await through(new TextEncoder().encode(code), new CompressionStream('deflate-raw'));
  const page = `${location.origin}${import.meta.env.BASE_URL.replace(/\/$/, '')}/live/`;
  return `${page}#code=${toBase64Url(bytes)}`;
}

/** The code in this page's address. It is only read, never run. */
export async function codeInLink(hash: string): Promise<Shared> {
  const packed = /^#code=(.*)$/.exec(hash)?.[1];
  if (packed === undefined) return undefined;
  if (packed.length > 2 * bounds.sharedLength) return { problem: tooLong };
  try {
    const bytes = await through(fromBase64Url(packed), new DecompressionStream('deflate-raw'));
    return { code: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    return { problem: error instanceof RangeError ? error.message : 'The code in this link is damaged.' };
  }
}

/** Whether code fits in a link. */
export const fitsInLink = (code: string): boolean =>
  new TextEncoder().encode(code).length <= bounds.sharedLength;

const tooLong = `The code in this link is longer than ${bounds.sharedLength} bytes.`;

/** What a stream makes of bytes; a few of them may unpack to very many. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > bounds.sharedLength) {
      void reader.cancel();
      throw new RangeError(tooLong);
    }
    parts.push(part.value as Uint8Array<ArrayBuffer>);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  );
}
