/** A browser's console draws no bar: it gets lines. */
export { progressLines as progressBar } from './progress-lines.js';
