import { imagePaths, partsOf } from './image-paths.js';
import type { Layout } from './layout.js';

/**
 * The COVID-19 Radiography Database: a folder for each class with `images` and `masks` below. Masks are not read; nothing
 * says whom a picture is of. Before 2021 the pictures lie in the folders of the classes.
 *
 * @see Chowdhury et al. (2020), Can AI Help in Screening Viral and COVID-19 Pneumonia?; Rahman et al. (2021)
 */
export const radiographyDatabase: Layout = {
  title: 'COVID-19 Radiography Database',
  async list(source) {
    const paths = imagePaths(source);
    const isLike = paths.some((path) =>
      /(?:^|\/)(?:COVID|Lung_Opacity|Viral Pneumonia)\/images\/[^/]+$/.test(path),
    );
    if (!isLike) return undefined;
    const entries = paths.flatMap((path) => {
      const { folders } = partsOf(path);
      const label = folders.at(-2);
      return folders.at(-1) === 'images' && label ? [{ path, label, group: undefined, columns: {} }] : [];
    });
    return { entries, leftOut: [] };
  },
};
