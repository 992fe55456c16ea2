import { network } from 'cloudmatrix-check/vitest';
import { expect, it } from 'vitest';

it('every request is answered', () => expect(network(import.meta.url, './request.network.ts')).toHold());
