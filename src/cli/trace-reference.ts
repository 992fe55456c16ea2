/** Whether an argument is the path of a trace rather than that of a module or the name of a machine. */
export const isTraceFile = (reference: string): boolean => reference.endsWith('.json');
