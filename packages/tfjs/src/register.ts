import { cpu } from '@descent/backend-cpu';
import { toTfjs } from './to-tfjs/to-tfjs.js';

// tfjs calls factories again at `tf.engine().reset()` and then takes no promise: what is slow happens here.
await toTfjs(await cpu());
