/** Not a network. */
export const nothing = { name: 'nothing' };
