import { currentBackend, isLoss, recoverBackend, type Variable } from '@descent/core';

/** How often a lost device is replaced before the error is passed on. */
const mostLosses = 3;

/**
 * Runs `f`; when a device is lost meanwhile, once more on the backend that takes its place. Cells have host copies, so
 * that they move there; `f` begins anew and leaves them as they are.
 *
 * @param op - begins the notice on the console
 * @throws BackendError E_LOST when nothing takes its place, or it is lost again and again
 */
export async function surviving<R>(op: string, cells: readonly Variable[], f: () => Promise<R>): Promise<R> {
  for (let losses = 1; ; losses++) {
    const backend = currentBackend();
    try {
      if ('lost' in backend) await Promise.all(cells.map((cell) => cell.backUp()));
      return await f();
    } catch (error) {
      if (!isLoss(error) || backend.lost === undefined || losses > mostLosses) throw error;
      const { name } = await recoverBackend({ elsewhere: losses === mostLosses });
      const where = name === backend.name ? `another ${name}` : name;
      console.warn(
        `${op}: the device of ${backend.name} was lost (${backend.lost}): it begins again, on ${where}`,
      );
    }
  }
}
