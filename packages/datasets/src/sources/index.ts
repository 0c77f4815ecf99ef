export {
  type FileSource,
  type FileSourceParts,
  fileSource,
  type ReadOptions,
  type SourceFile,
} from './file-source.js';
export { type FolderOptions, openFolder } from './open-folder.js';
