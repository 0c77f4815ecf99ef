import { describeValue, ValueError } from '@descent/core';
import type { FileSource } from './file-source.js';
import { openFolder } from './open-folder.js';

/**
 * A source: the given one, or the folder or archive at a path.
 * @throws ValueError for what is neither; as openFolder, openZip and openTar
 */
export async function openSource(
  op: string,
  source: string | FileSource,
  signal: AbortSignal | undefined,
): Promise<FileSource> {
  if (typeof source === 'string') {
    // Pages, which have no paths, never load these.
    if (/\.zip$/i.test(source)) return (await import('./open-zip.js')).openZip(source, { signal });
    if (/\.(tar|tar\.gz|tgz)$/i.test(source))
      return (await import('./open-tar.js')).openTar(source, { signal });
    return openFolder(source, { signal });
  }
  if (typeof source === 'object' && source !== null && 'files' in source && 'read' in source) return source;
  throw new ValueError(`${op}: source must be a path or a file source, got ${describeValue(source)}`);
}
