import { because } from '../conformance.js';

/** What kernels of TensorFlow.js on a GPU do not notice. */
export const unseenIndices = because(
  'an index outside is not seen without waiting for the device, which reads a cell all the same',
  'fault F7: gather along the last axis, beyond it',
  'fault F7: gather of index -1 from 3 rows',
  'fault F7: gather of index -2147483648 from 3 rows',
  'fault F7: gather of index 2147483647 from 3 rows',
  'fault F7: gather of index 3 from 3 rows',
  'fault F7: gatherNd of row 0, column -1 from 3 rows of 2',
  'fault F7: gatherNd of row 0, column -2147483648 from 3 rows of 2',
  'fault F7: gatherNd of row 0, column 2147483647 from 3 rows of 2',
  'fault F7: gatherNd of row 0, column 3 from 3 rows of 2',
  'fault F7: scatterNd to row -1 of 3',
  'fault F7: scatterNd to row -2147483648 of 3',
  'fault F7: scatterNd to row 2147483647 of 3',
  'fault F7: scatterNd to row 3 of 3',
  'fault F7: unsortedSegmentSum with segment -1 of 3',
  'fault F7: unsortedSegmentSum with segment -2147483648 of 3',
  'fault F7: unsortedSegmentSum with segment 2147483647 of 3',
  'fault F7: unsortedSegmentSum with segment 3 of 3',
);
