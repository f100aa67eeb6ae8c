import { fictra } from '@assay/domain/programmes/fictra.ts'
import { sandboxValues } from '@assay/domain/programmes/sandbox.ts'
import { afterAll, expect, test } from 'vitest'
import { createHarness } from '../../test/harness.ts'
import { foundParameters, governance, loadParameters } from './index.ts'

const harness = await createHarness({ modules: [governance], chain: false, loadParameters })
afterAll(harness.close)

test('a founding value outside its range is refused and nothing is founded', async () => {
  const wrong = [...sandboxValues, { key: 'fictra.verification.answerSeconds', value: 0, reason: 'too short' }]
  await expect(harness.run((context) => foundParameters(context, wrong))).rejects.toMatchObject({
    code: 'PARAMETER_INVALID',
  })
  expect(await harness.db.selectFrom('parameter_versions').selectAll().execute()).toEqual([])
})

test('founding twice keeps the first values, and they hold for any moment', async () => {
  await harness.run((context) => foundParameters(context, sandboxValues))
  await harness.run((context) =>
    foundParameters(
      context,
      sandboxValues.map((row) => ({ ...row, value: row.value })),
    ),
  )
  expect(await harness.db.selectFrom('parameter_versions').selectAll().execute()).toHaveLength(sandboxValues.length)
  const parameters = await harness.ask((context) => context.parametersAt(context.now))
  expect(parameters.get(fictra.verification.answerSeconds)).toBe(90)
})
