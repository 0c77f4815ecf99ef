/** Where there are no files, checkpoints go into a database. */
export { indexedDbStore as fileStore } from './indexed-db-store.js';
