import { serve } from '../shared/training/serve.js';
import { Ball } from './ball.js';
import type { Settings, View } from './protocol.js';

serve<Settings, View, number>((settings) => new Ball(settings));
