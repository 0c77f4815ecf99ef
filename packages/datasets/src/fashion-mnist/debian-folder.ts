/** Where Debian's package dataset-fashion-mnist puts the set: the same arrays, compressed by Debian. */
export const debianFolder = '/usr/share/datasets/fashion-mnist';
