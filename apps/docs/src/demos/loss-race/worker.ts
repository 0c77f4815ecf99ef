import { serve } from '../shared/training/serve.js';
import type { Settings, View } from './protocol.js';
import { Race } from './race.js';

serve<Settings, View>((settings) => new Race(settings));
