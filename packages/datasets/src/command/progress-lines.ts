import { showBytes } from '@descent/core';
import type { DownloadProgress } from '../sources/transfer.js';
import type { Output } from './command.js';

/** Tells of each download when it begins, at every quarter, and when it is there. */
export function progressLines({ tell }: Output): (progress: DownloadProgress) => void {
  const told = new Map<string, number>();
  return ({ url, received, total }) => {
    const quarter = total ? Math.floor((4 * received) / total) : 0;
    if (told.get(url) === quarter) return;
    told.set(url, quarter);
    tell(`${url}: ${showBytes(received)}${total ? ` of ${showBytes(total)}` : ''}`);
  };
}
