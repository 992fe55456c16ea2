/** Tests run in the mode `whole`: `npm run check:deep` does so with those that take too long for the gate. */
export const IS_WHOLE = (import.meta as { readonly env?: { readonly MODE?: string } }).env?.MODE === 'whole';
