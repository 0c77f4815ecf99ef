import { serveViews } from '../shared/training/serve-views.js';
import { viewOf } from './losses.js';

serveViews(viewOf);
