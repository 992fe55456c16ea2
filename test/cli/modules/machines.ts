import { createMachine } from 'xstate';

export const door = createMachine({ id: 'door', initial: 'shut', states: { shut: {} } });
