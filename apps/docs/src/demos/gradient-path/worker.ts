import { serveViews } from '../shared/training/serve-views.js';
import { viewOf } from './path.js';

serveViews(viewOf);
