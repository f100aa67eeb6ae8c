/** Rules that exist twice, in domain/ and on chain, give the same integers for the same inputs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConsensusPolicy, decideRound, type NodeReport, type Round } from '@assay/domain/policy/consensus.ts'
import { quoteConversion } from '@assay/domain/policy/conversion.ts'
import { type AllocationInputs, rawAllocationDown } from '@assay/domain/policy/ftAllocation.ts'
import { quantity } from '@assay/domain/quantity.ts'
import { reportTypedData, typedDataDomain } from '@assay/protocol/typedData.ts'
import fc from 'fast-check'
import {
  createPublicClient,
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  keccak256,
  parseEther,
  toHex,
} from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { abis } from '../generated/abis.ts'
import type { AddressBook } from '../script/addressBook.ts'
import { compile } from '../script/compile.ts'
import { deployContracts } from '../script/deploy.ts'
import { included } from '../script/sendAll.ts'
import { startAnvil, type TestChain } from './chain.ts'

const key = (name: string): PrivateKeyAccount => privateKeyToAccount(keccak256(toHex(name)))
const deployer = key('deployer')
const operator = key('operator')
const reviewer = key('reviewer')
const nodes = [10_000, 9000, 9000, 8000, 8000, 7000, 6000].map((reliabilityE4, nodeIndex) => ({
  nodeIndex,
  reliabilityE4,
  account: key(`node ${nodeIndex}`),
}))
const policy: ConsensusPolicy = {
  participation: { numerator: 2, denominator: 3 },
  approvalScoreE4: 850_000,
  outlierE4: 150_000,
}
const conversionTerms = { rateE18: 1_037_000_000_000_000_001n, burnBps: 300, feeBps: 35, dailyLimitPt: parseEther('1') }
const contracted = 10_000_000n

let chain: TestChain
let book: AddressBook
let folder: string

beforeAll(async () => {
  compile({ log: () => undefined })
  chain = await startAnvil(deployer.address)
  folder = mkdtempSync(join(tmpdir(), 'assay-twins-'))
  const someone = key('someone').address
  book = await deployContracts({
    rpcUrl: chain.rpcUrl,
    deployer,
    roles: {
      admin: [deployer.address],
      upgrader: [someone],
      governance: [someone],
      operator: [operator.address],
      reviewer: [reviewer.address],
      registrar: [someone],
      compliance: [someone],
      emission: [someone],
      anchor: [someone],
    },
    parameters: {
      verification: policy,
      escrow: {
        operations: someone,
        development: someone,
        reserve: someone,
        verification: someone,
        operationsBps: 6000,
        developmentBps: 3000,
        reserveBps: 1000,
      },
      allocation: { supplyFloor: 1n, singleCapBps: 500, sovereignCapBps: 1000, growthBps: 2000, deviationBps: 3500 },
      conversion: conversionTerms,
      listings: { commissionBps: 500, account: someone },
    },
    nodes: nodes.map(({ account, reliabilityE4 }) => ({ signer: account.address, reliabilityE4 })),
    addressBookPath: join(folder, 'contracts.json'),
    log: () => undefined,
  })
  for (const { address } of [operator, reviewer]) await node().setBalance({ address, value: parseEther('100') })
})
afterAll(async () => {
  await chain.stop()
  rmSync(folder, { recursive: true })
})

const client = () =>
  createPublicClient({ chain: foundry, transport: http(chain.rpcUrl), cacheTime: 0, pollingInterval: 10 })
const node = () => createTestClient({ mode: 'anvil', transport: http(chain.rpcUrl) })

const e4 = (min: number, max: number) => fc.integer({ min, max })
const inputs: fc.Arbitrary<AllocationInputs> = fc
  .record({
    ptValue: fc.bigInt({ min: 0n, max: 1n << 90n }),
    baseMultiplierE4: e4(1, 22_000),
    factors: fc.array(e4(-10_000, 10_000), { minLength: 7, maxLength: 7 }),
    cuts: fc.array(e4(0, 10_000), { minLength: 6, maxLength: 6 }),
    modifierE4: e4(0, 10_000),
    eligibilityBps: e4(0, 10_000),
  })
  .map(({ factors, cuts, ...rest }) => {
    const edges = [0, ...cuts.sort((a, b) => a - b), 10_000]
    const weights = edges.slice(1).map((edge, i) => edge - edges[i]!)
    return { ...rest, expected: 0n, factorsE4: factors as never, weightsE4: weights as never }
  })

test('Allocation.quote is rawAllocationDown', async () => {
  const zero = `0x${'00'.repeat(32)}` as const
  await fc.assert(
    fc.asyncProperty(
      inputs,
      fc.bigInt({ min: 1n, max: 1n << 64n }),
      fc.bigInt({ min: 0n, max: 1n << 64n }),
      async (of, whole, some) => {
        const delivered = some % (whole + 1n)
        const found = await client().readContract({
          address: book.contracts.Allocation,
          abi: abis.Allocation,
          functionName: 'quote',
          args: [
            { ...of, caseId: zero, tradeId: zero, sovereign: deployer.address, parametersHash: zero },
            delivered,
            whole,
          ],
        })
        expect(found).toBe(rawAllocationDown(of, delivered, whole).value)
      },
    ),
    { numRuns: 200 },
  )
})

test('Conversion.quote is quoteConversion', async () => {
  await fc.assert(
    fc.asyncProperty(fc.bigInt({ min: 1n, max: 1n << 100n }), async (ft) => {
      const found = await client().readContract({
        address: book.contracts.Conversion,
        abi: abis.Conversion,
        functionName: 'quote',
        args: [ft],
      })
      const expected = quoteConversion(quantity(ft, 'FT'), conversionTerms)
      expect(found).toEqual([
        expected.grossPt.value,
        expected.unpaidFt.value,
        expected.feePt.value,
        expected.netPt.value,
      ])
    }),
    { numRuns: 200 },
  )
})

/** Answers near the edges that matter: threshold, approval score, outlier distance, critical or not, absent. */
const answers = fc.array(
  fc.option(
    fc.record({
      scoreE4: fc.oneof(
        e4(0, 1_000_000),
        e4(840_000, 1_000_000),
        fc.constantFrom(849_999, 850_000, 892_499, 892_500, 940_625, 700_000),
      ),
      refuses: fc.integer({ min: 0, max: 3 }).map((n) => n === 0), // mostly agreement, or no quorum would ever stand
      critical: fc.boolean(),
    }),
    { freq: 6 },
  ),
  { minLength: 7, maxLength: 7 },
)
const rounds = fc.record({
  scoreThresholdE4: fc.constantFrom(0, 765_000, 892_500),
  consensusBps: fc.constantFrom(5001, 6667, 7500, 8000, 8500, 9000),
  minReports: fc.constantFrom(1, 3, 5, 7),
  review: fc.option(fc.constantFrom(9_100_000n, contracted)),
})

test('Verification.submitResult is decideRound', async () => {
  const verdicts = new Set<string>()
  let n = 0
  await fc.assert(
    fc.asyncProperty(rounds, answers, async ({ review, ...of }, given) => {
      const reports = given.flatMap((answer, nodeIndex): NodeReport[] => {
        if (answer === null) return []
        const agrees = !answer.refuses && answer.scoreE4 >= of.scoreThresholdE4
        return [{ nodeIndex, scoreE4: answer.scoreE4, agrees, critical: !agrees && answer.critical }]
      })
      fc.pre(reports.length > 0)
      const round: Round = {
        ...of,
        round: review ? 2 : 1,
        committee: nodes,
        proposition: review ?? contracted,
        contracted,
      }
      const expected = decideRound(round, reports, policy)
      const found = await onChain(keccak256(toHex(`case ${n++}`)), round, reports)
      const verdict =
        expected.outcome === null
          ? expected.reason
          : { outcome: expected.outcome, shareBps: expected.shareBps, scoreE4: expected.scoreE4 }
      expect(found).toEqual(verdict)
      verdicts.add(expected.outcome ?? expected.reason)
    }),
    { numRuns: 120, seed: 2027, endOnFailure: true }, // e2e/twins goes through many more
  )
  expect([...verdicts].sort()).toEqual(
    ['NoQuorum', 'ParticipationTooLow', 'ScoreInReviewBand', 'TooFewReports', 'approved', 'partial', 'rejected'].sort(),
  )
})

/** What the contract makes of the same reports: the concluded case, or the name of its refusal. */
async function onChain(caseId: Hex, round: Round, reports: readonly NodeReport[]) {
  const address = book.contracts.Verification
  const abi = abis.Verification
  const terms = {
    caseId,
    claimKey: caseId,
    evidenceRoot: keccak256('0x01'),
    termsHash: keccak256('0x02'),
    committee: 0x7fn,
    contractedQuantity: round.contracted,
    scoreThresholdE4: round.scoreThresholdE4,
    consensusBps: round.consensusBps,
    minReports: round.minReports,
    windowSeconds: 0,
    deadline: (await client().getBlock()).timestamp + 86_400n,
  }
  await send(operator, 'openCase', [terms])
  if (round.round === 2) await send(reviewer, 'openReview', [caseId, round.proposition, caseId])
  const domain = typedDataDomain('Verification', foundry.id, address)
  const ordered = reports.toSorted((a, b) => a.scoreE4 - b.scoreE4)
  const messages = ordered.map(({ scoreE4, agrees, critical }) => ({
    caseId,
    round: round.round,
    evidenceRoot: terms.evidenceRoot,
    termsHash: terms.termsHash,
    quantity: round.proposition,
    scoreE4,
    agrees,
    critical,
    justificationHash: caseId,
  }))
  const signatures = await Promise.all(
    ordered.map(({ nodeIndex }, i) => nodes[nodeIndex]!.account.signTypedData(reportTypedData(domain, messages[i]!))),
  )
  try {
    await send(operator, 'submitResult', [caseId, messages, signatures])
  } catch (error) {
    const name = /Error: (\w+)\(/.exec(String(error))?.[1]
    if (name === undefined) throw error
    return name
  }
  const found = await client().readContract({ address, abi, functionName: 'getCase', args: [caseId] })
  const outcome = (['none', 'approved', 'partial', 'rejected'] as const)[found.outcome]
  return { outcome, shareBps: found.consensusBps, scoreE4: found.scoreE4 }
}

async function send(account: PrivateKeyAccount, functionName: string, args: readonly unknown[]): Promise<void> {
  const call = {
    address: book.contracts.Verification,
    abi: abis.Verification,
    functionName,
    args,
    account,
    chain: foundry,
  }
  const wallet = createWalletClient({ account, chain: foundry, transport: http(chain.rpcUrl) })
  await included(client(), await wallet.writeContract(call as never))
}
