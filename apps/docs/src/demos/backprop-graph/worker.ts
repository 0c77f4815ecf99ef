import { serve } from '../shared/training/serve.js';
import { Net } from './net.js';
import type { Settings, View } from './protocol.js';

serve<Settings, View>((settings) => new Net(settings));
