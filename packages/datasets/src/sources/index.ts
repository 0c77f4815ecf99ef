export { type FromHubOptions, fromHub, type HubDataset } from '../hub/from-hub.js';
export type { HubPart } from '../hub/hub-files.js';
export { type HubOptions, type HubTable, openHub } from '../hub/open-hub.js';
export { type FromParquetOptions, fromParquet, type ParquetDataset } from '../parquet/from-parquet.js';
export { openParquet, type ParquetFile, type RowOptions } from '../parquet/open-parquet.js';
export type { Row } from '../parquet/row-group.js';
export type { TableOptions } from '../parquet/table-dataset.js';
export type { Checksum } from './checksum.js';
export { type CachedFile, type FetchFileOptions, fetchFile } from './fetch-file.js';
export {
  type FileSource,
  type FileSourceParts,
  fileSource,
  type ReadOptions,
  type SourceFile,
} from './file-source.js';
export { type Openable, openBytes } from './open-bytes.js';
export { openDirectory, openDropped, openFiles } from './open-files.js';
export { type FolderOptions, openFolder } from './open-folder.js';
export { type GzipOptions, openGzip } from './open-gzip.js';
export { openResponse } from './open-response.js';
export { openTar, type TarOptions } from './open-tar.js';
export { openUrl, type UrlOptions } from './open-url.js';
export { openZip, type ZipOptions } from './open-zip.js';
export type { RandomAccess } from './random-access.js';
export type { RetryOptions } from './retries.js';
export type { DownloadProgress, TransferOptions } from './transfer.js';
