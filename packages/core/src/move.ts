import type { Backend } from './backend.js';
import { bytesPerElement } from './dtype.js';
import { readValues } from './lost.js';
import { placeOn } from './place.js';
import { adopt, reserve } from './scope.js';
import { share, storageFor, Tensor } from './tensor.js';

/** Copies a tensor to another backend, through the host. */
export async function moveTo(tensor: Tensor, backend: Backend): Promise<Tensor> {
  const storage = storageFor(tensor, 'to');
  if (storage.backend === backend) {
    const same = share(tensor);
    adopt(same);
    return same;
  }
  const values = await readValues(storage.backend, storage.buffer, 'to');
  reserve('to', values.length * bytesPerElement(tensor.dtype));
  const moved = new Tensor(
    tensor.shape,
    tensor.dtype,
    placeOn(backend, values, tensor.shape, tensor.dtype, 'to'),
    'to',
  );
  adopt(moved);
  return moved;
}
