// Started with --import: writes the URL of every module that is loaded, in any thread, to the file that LOADED names.
import { register } from 'node:module';

register('./record-loads-hook.mjs', import.meta.url);
