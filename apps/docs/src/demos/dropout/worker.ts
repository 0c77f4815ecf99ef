import { remade } from '../shared/training/remade.js';
import { serve } from '../shared/training/serve.js';
import type { Settings, View } from './protocol.js';
import { ThinnedNet } from './thinned-net.js';

serve<Settings, View>(remade(ThinnedNet.of, ['seed']));
