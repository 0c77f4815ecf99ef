import { serveViews } from '../shared/training/serve-views.js';
import { viewOf } from './softmax.js';

serveViews(viewOf);
