import type { PipelineFault } from './fault.js';
export const decodeFaults: Readonly<Record<string, PipelineFault>> = {};
export const prefillFaults: Readonly<Record<string, PipelineFault>> = {};
