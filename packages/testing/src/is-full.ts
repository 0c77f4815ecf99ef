/** Whether what takes long is tried too: `DESCENT_FULL=1`. */
export const isFull = process.env.DESCENT_FULL === '1';
