import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness } from '../../test/harness.ts'
import { startHttp } from '../../test/http.ts'
import { assets } from '../assets/index.ts'
import { evidence } from '../evidence/index.ts'
import { governance } from '../governance/index.ts'
import { ledger } from '../ledger/index.ts'
import { parties } from '../parties/index.ts'
import { createDelivery, createWorld, pollAll, type World } from './fixtures.ts'
import { verification } from './index.ts'
import { openCase } from './openCase.ts'
import { readCase } from './readCase.ts'

const harness = await createHarness({ modules: [parties, governance, ledger, assets, evidence, verification] })
const http = await startHttp(harness)
let world: World
beforeAll(async () => {
  world = await createWorld(harness, http)
})
afterAll(async () => {
  await http.close()
  await harness.close()
})

const caseOf = (caseId: string) => harness.ask((ctx) => readCase(ctx, caseId))

test('2.27 G1: every score of the clean delivery, the committee approves and the outcome settles', async () => {
  const tradeId = await createDelivery(harness, world)
  const { caseId } = await harness.run((ctx) => openCase(ctx, { kind: 'trade', tradeId }), world.seller.actor)
  await harness.settle()
  expect(await caseOf(caseId)).toMatchObject({ state: 'inProgress', consensus: null, verdict: null })
  await pollAll(world.nodes)
  await harness.settle()
  const found = await caseOf(caseId)
  console.log(JSON.stringify(found, null, 1).slice(0, 6000))
  expect(found).toMatchObject({
    state: 'verified',
    verdict: 'approved',
    verificationScore: '94.0625',
    threshold: '89.25',
    consensus: '87.7193',
    trust: '90.75',
    committeeScore: '94.0625',
  })
})
