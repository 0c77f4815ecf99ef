import { serveViews } from '../shared/training/serve-views.js';
import { viewOf } from './sums.js';

serveViews(viewOf);
