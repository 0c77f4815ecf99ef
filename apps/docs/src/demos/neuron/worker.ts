import { serveViews } from '../shared/training/serve-views.js';
import { viewOf } from './neuron.js';

serveViews(viewOf);
