// Makes data/fashion-mnist/*.idx.gz: the first 1,000 training and 200 test pictures of each class, in the order of
// the original. Needs the whole set: Debian's package dataset-fashion-mnist, or a folder as argument.
// Run: node scripts/make-subset.mjs [folder]
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

const source = process.argv[2] ?? '/usr/share/datasets/fashion-mnist';
const target = new URL('../data/fashion-mnist/', import.meta.url);
const parts = [
  {
    name: 'train',
    file: 'train',
    perClass: 1000,
    sha256: {
      images: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
      labels: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    },
  },
  {
    name: 'test',
    file: 't10k',
    perClass: 200,
    sha256: {
      images: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
      labels: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    },
  },
];

function read(file, expected) {
  const bytes = gunzipSync(readFileSync(`${source}/${file}`));
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (expected && actual !== expected) throw new Error(`${file}: sha256 is ${actual}, expected ${expected}`);
  return bytes;
}

function idx(shape, values) {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, 8, shape.length]);
  for (const [axis, n] of shape.entries()) head.writeUInt32BE(n, 4 + 4 * axis);
  return gzipSync(Buffer.concat([head, values]), { level: 9 });
}

mkdirSync(target, { recursive: true });
for (const { name, file, perClass, sha256 } of parts) {
  const images = read(`${file}-images-idx3-ubyte.gz`, sha256.images).subarray(16);
  const labels = read(`${file}-labels-idx1-ubyte.gz`, sha256.labels).subarray(8);
  const counts = new Array(10).fill(0);
  const picked = [...labels.keys()].filter((i) => counts[labels[i]]++ < perClass);
  writeFileSync(
    new URL(`${name}-images.idx.gz`, target),
    idx([picked.length, 28, 28], Buffer.concat(picked.map((i) => images.subarray(i * 784, (i + 1) * 784)))),
  );
  writeFileSync(
    new URL(`${name}-labels.idx.gz`, target),
    idx([picked.length], Buffer.from(picked.map((i) => labels[i]))),
  );
}
