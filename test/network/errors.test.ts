// Goal: errors that say they are about wrong input. Method: anything that can be thrown.

import { expect, it } from 'vitest';
import { CheckError, messageOf } from '../../src/network/errors.js';

it('a CheckError is an error of its own name', () => {
  const error = new CheckError('The input is wrong.');
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('CheckError');
  expect(String(error)).toBe('CheckError: The input is wrong.');
});

it.each([
  [new Error('out of range'), 'out of range'],
  ['a text', 'a text'],
  [undefined, 'undefined'],
  [7, '7'],
  [{ code: 404 }, '{"code":404}'],
  [{ text: 'x'.repeat(1000) }, `{"text":"${'x'.repeat(191)}`],
  [Object.create(null), 'something that has no text'],
])('the message of %s is %s', (thrown, message) => {
  expect(messageOf(thrown)).toBe(message);
});
