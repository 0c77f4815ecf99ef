import { FormatError } from '@descent/core';

/**
 * Refuses what is often found where weights should be: a pointer of Git LFS, a page of a server.
 * @param head - the first bytes
 * @throws FormatError saying which
 */
export function refuseForeignFile(file: string, head: Uint8Array): void {
  const text = new TextDecoder('latin1').decode(head.subarray(0, 256)).trimStart();
  if (text.startsWith('version https://git-lfs')) {
    throw new FormatError(`${file}: is a pointer of Git LFS, not the file itself`, {
      fix: 'fetch the file: git lfs pull',
    });
  }
  if (/^<(!doctype|html|head|\?xml)/i.test(text)) {
    throw new FormatError(`${file}: is a web page, not a model`, {
      fix: 'look at it in a browser: it says why the server does not give the file',
    });
  }
}
