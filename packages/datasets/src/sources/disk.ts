// What reads the disk, in Node; bundles for browsers take disk.browser.ts in its place.
export { folderSource } from './folder-source.js';
