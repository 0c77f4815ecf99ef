// Holds what a browser loads for example 03 below its limit.
import { bundleSizes, mostKilobytes } from './bundle-sizes.mjs';

for (const { bundle, bytes } of await bundleSizes()) {
  console.log(`${bundle}: ${(bytes / 1000).toFixed(1)} KB`);
  if (bundle !== 'example 03' || bytes <= 1000 * mostKilobytes) continue;
  throw new Error(`${bundle}: ${bytes} bytes are more than ${mostKilobytes} KB`);
}
