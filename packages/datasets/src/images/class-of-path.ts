/** The endings of pictures' names; which kind a file is, its content says. */
const endings = /\.(jpe?g|jpe|jfif|png|webp|gif|bmp|tiff?)$/i;

/** Whether a file is called as pictures are. */
export function isImagePath(path: string): boolean {
  return endings.test(path) && !path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
}

/**
 * A function that gives the uppermost folder of a path, below those that all paths have in common; undefined without. Where
 * all lie in one folder it is that one: a single class.
 */
export function folderClasses(paths: readonly string[]): (path: string) => string | undefined {
  const folders = paths.map((path) => path.split('/').slice(0, -1));
  const [first = []] = folders;
  let common = 0;
  while (common < first.length && folders.every((each) => each[common] === first[common])) common++;
  if (folders.every((each) => each.length === common)) return () => first[common - 1];
  return (path) => {
    const parts = path.split('/');
    return common < parts.length - 1 ? parts[common] : undefined;
  };
}

/** The beginning of a file's name, up to its number: 'cat' of 'train/cat.123.jpg', 'american_bulldog' of 'american_bulldog_7.jpg'. */
export function prefixClass(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^(.*?\p{L})[._ -]*\d+\.[^.]+$/u.exec(name)?.[1];
}
