import { serveViews } from '../shared/training/serve-views.js';
import { counts } from './counts.js';

serveViews(counts);
