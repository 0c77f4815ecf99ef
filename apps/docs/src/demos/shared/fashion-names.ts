/** Edge of a picture, in pixels. */
export const pictureSize = 28;
/** Pixels of a picture. */
export const pixelCount = pictureSize * pictureSize;

/** What a class is called where there is little room, by label. */
export const shortNames = [
  'T-shirt',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Boot',
] as const;
