// What reads the disk and keeps files there, in Node; bundles for browsers take disk.browser.ts in its place.
export { cachedFile } from './cached-file.js';
export { folderSource } from './folder-source.js';
export { openFile } from './open-file.js';
