import { serveViews } from '../shared/training/serve-views.js';
import { viewOf } from './two-lines.js';

serveViews(viewOf);
