import { serveViews } from '../shared/training/serve-views.js';
import { viewOf } from './stack.js';

serveViews(viewOf);
