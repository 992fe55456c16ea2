/** Preloaded (`node --import`), it lets plain Node run the sources as they are, in its threads, too. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
