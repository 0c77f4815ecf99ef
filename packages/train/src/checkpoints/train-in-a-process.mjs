// Run by kill.test.ts: trains with checkpoints in the folder argv[2] and prints a hash of all that training ends with.
// argv[3], where given, is the number of the call to the disk (write, sync, rename, remove) behind which the process is
// killed; 'count' prints how many calls there were; 'say' prints each step.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (name, context, next) => next(name.startsWith('.') ? name.replace(/\.js$/, '.ts') : name, context),
});

const [folder, kill = ''] = process.argv.slice(2);
let calls = 0;
await watchDisk((what) => {
  calls++;
  if (String(calls) === kill) process.kill(process.pid, 'SIGKILL');
  return what;
});

const { createHash } = await import('node:crypto');
const { dense, dropout, sequential } = await import('@descent/layers');
const { meanSquaredError } = await import('@descent/losses');
const { adam } = await import('../optimizers/adam.ts');
const { earlyStopping } = await import('../callbacks/early-stopping.ts');
const { fit } = await import('../fit.ts');
const { checkpoints } = await import('./checkpoints.ts');

const data = {
  x: Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]),
  y: Array.from({ length: 40 }, (_, i) => [Math.sin(i) * Math.cos(3 * i)]),
};
const model = sequential({ input: [2], seed: 1 }, dense(8, { activation: 'tanh' }), dropout(0.2), dense(1));
const optimizer = adam({ learningRate: 0.01 });
const losses = [];
const history = await fit(model, data, {
  loss: meanSquaredError,
  optimizer,
  epochs: 4,
  batchSize: 4,
  seed: 3,
  progress: 'none',
  validation: data,
  checkpoints: checkpoints(folder, { everyBatches: 5 }),
  callbacks: [
    {
      onBatchEnd({ epoch, batch }) {
        if (kill === 'say') process.stdout.write(`${epoch}.${batch}\n`);
      },
    },
    earlyStopping({ patience: 10 }),
  ],
});
for (const cell of [...model.parameters, ...optimizer.state]) losses.push(...(await cell.value.data()));
const hash = createHash('sha256');
hash.update(JSON.stringify([losses, history.epochs, history.stopped, history.bestEpoch]));
process.stdout.write(`${kill === 'count' ? `${calls} ` : ''}done ${hash.digest('hex')}\n`);

/** Tells of each call to the disk when it is done. */
async function watchDisk(tell) {
  const files = (await import('node:fs/promises')).default;
  const { syncBuiltinESMExports } = await import('node:module');
  for (const name of ['rename', 'rm']) {
    const original = files[name];
    files[name] = async (...given) => tell(await original(...given));
  }
  const open = files.open;
  files.open = async (...given) => {
    const file = await open(...given);
    for (const name of ['writeFile', 'sync', 'close']) {
      const original = file[name].bind(file);
      file[name] = async (...rest) => tell(await original(...rest));
    }
    return file;
  };
  syncBuiltinESMExports();
}
