import { serveViews } from '../shared/training/serve-views.js';
import { viewOf } from './layer.js';

serveViews(viewOf);
