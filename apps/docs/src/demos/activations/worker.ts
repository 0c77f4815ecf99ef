import { serveViews } from '../shared/training/serve-views.js';
import { viewOf } from './activations.js';

serveViews(viewOf);
