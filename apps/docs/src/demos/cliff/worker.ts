import { serveViews } from '../shared/training/serve-views.js';
import { viewOf } from './chain.js';

serveViews(viewOf);
