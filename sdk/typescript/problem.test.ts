import { expect, test } from 'vitest'
import { ApiProblem } from './problem.ts'

test.each([
  ['nothing', {}, '502 UNKNOWN: no explanation.'],
  ['members of other types', { code: 7, title: null, remedy: [], errors: 'none' }, '502 UNKNOWN: no explanation.'],
  ['errors that are none', { errors: [null, 1, {}] }, '502 UNKNOWN: no explanation. [ ] [ ] [ ]'],
])('a problem with %s still has a message', (_name, problem, message) => {
  expect(new ApiProblem(502, problem).message).toBe(message)
})

test('the message says what happened, what to do, and which fields are wrong', () => {
  const problem = {
    code: 'REQUEST_INVALID',
    title: 'The request does not fit',
    remedy: 'Correct every field.',
    errors: [{ in: 'body', pointer: '/kg', message: 'is required' }],
  }
  expect(new ApiProblem(400, problem).message).toBe(
    '400 REQUEST_INVALID: The request does not fit. Correct every field. [body/kg is required]',
  )
})

test('an answer of the authorization server is understood too (RFC 6749 section 5.2)', () => {
  const refused = new ApiProblem(401, { error: 'invalid_client', error_description: 'client authentication failed' })
  expect([refused.code, refused.message]).toEqual([
    'invalid_client',
    '401 invalid_client: client authentication failed.',
  ])
})
