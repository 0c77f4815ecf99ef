// How long a picture takes to be decoded and scaled to 96 × 96, and how much of it the thread that trains has to do itself.
// node examples/decoding-speed.ts FOLDER   FOLDER holds JPEG or PNG files, at any depth
import { join } from 'node:path';
import { decodeImage } from '@descent/datasets/images';
import { openFolder } from '@descent/datasets/sources';

const [folder = join(process.env.DESCENT_DATA_DIR ?? '', 'cats-dogs')] = process.argv.slice(2);
const [most, size] = [200, { width: 96, height: 96 }];

const source = await openFolder(folder);
const paths = source.files.map(({ path }) => path);
for (const kind of ['jpg', 'png']) {
  const some = paths.filter((path) => path.endsWith(`.${kind}`)).slice(0, most);
  if (some.length === 0) continue;
  const files = await Promise.all(some.map((path) => source.read(path)));
  await decodeImage(files[0] as Uint8Array, size);
  const [all, own] = [process.cpuUsage(), process.threadCpuUsage()];
  for (const bytes of files) await decodeImage(bytes, size);
  const time = ({ user, system }: NodeJS.CpuUsage) => ((user + system) / 1000 / files.length).toFixed(1);
  console.log(
    `${kind}: ${files.length} files, ${time(process.cpuUsage(all))} ms of processors each, ${time(process.threadCpuUsage(own))} ms of them on the calling thread`,
  );
}
await source.close();
