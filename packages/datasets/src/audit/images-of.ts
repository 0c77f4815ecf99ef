import { checkedOptions } from '../options/checked-options.js';
import {
  type Collection,
  type CollectionOptions,
  collectionKinds,
  listCollection,
} from '../radiology/chest-xray/list-collection.js';
import type { FileSource } from '../sources/file-source.js';

/**
 * The pictures of a folder, or of any source of files, for {@link audit}: by a table of metadata, by a folder for each
 * class, or as one of the collections that chestXray knows. Nothing is decoded.
 *
 * @param source - the path of a folder or archive (Node), or any source of files
 * @throws DataError E_IO for what cannot be read; FormatError for a damaged table; ValueError for a column that it lacks
 * @example
 * const found = await audit(await imagesOf('data/train'), await imagesOf('data/test'));
 */
export async function imagesOf(
  source: string | FileSource,
  options: CollectionOptions = {},
): Promise<Collection> {
  checkedOptions('imagesOf', options, collectionKinds());
  return listCollection('imagesOf', source, options);
}
