import { serveViews } from '../shared/training/serve-views.js';
import { viewOf } from './random-net.js';

serveViews(viewOf);
