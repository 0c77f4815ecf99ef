import { serve } from '../shared/training/serve.js';
import type { Settings, View } from './protocol.js';
import { Separator } from './separator.js';

serve<Settings, View>((settings) => Separator.of(settings));
