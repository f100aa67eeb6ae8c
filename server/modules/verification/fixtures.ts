/** For tests of cases: the deliveries of domain.md 2.27 on a real database, a committee of seven real nodes, its reviewer. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { DocumentRecord, NodePolicy } from '@assay/domain/dossier.ts'
import { oracleTypes } from '@assay/domain/programmes/fictraOracles.ts'
import type { Role } from '@assay/domain/roles.ts'
import type { CaseFile } from '@assay/protocol/caseFile.ts'
import type { PrivateKeyAccount } from 'viem/accounts'
import { bribed } from '../../../demo/bribedNode.ts'
import { wheat } from '../../../domain/test/wheat.ts'
import { checkConfig } from '../../../oracle/config.ts'
import { connect } from '../../../oracle/connect.ts'
import { fetchParameters } from '../../../oracle/fetchParameters.ts'
import { formOpinion } from '../../../oracle/formOpinion.ts'
import { openJournal } from '../../../oracle/journal.ts'
import { loadKey } from '../../../oracle/keyFile.ts'
import { openLog } from '../../../oracle/log.ts'
import type { Node } from '../../../oracle/node.ts'
import { pollOnce } from '../../../oracle/runNode.ts'
import { signReport } from '../../../oracle/signReport.ts'
import { judgeFixtures } from '../../../oracle/test/judgeFixtures.ts'
import type { Actor } from '../../module.ts'
import type { Harness } from '../../test/harness.ts'
import type { HttpHarness } from '../../test/http.ts'
import { fixTradeWallets, moveTrade, recordCustodyStep, registerTrade } from '../assets/index.ts'
import { fileRecord } from '../evidence/fixtures.ts'
import { type IndicatorKey, recordIndicator } from '../governance/index.ts'
import { createParty, type TestParty } from '../ledger/fixtures.ts'
import { registerNode } from '../oracles/index.ts'
import { openCase } from './openCase.ts'

/** G1's committee: the sixth relies on the surveyor that measured less. */
export const reliabilities = ['1', '0.9', '0.9', '0.8', '0.8', '0.7', '0.6'] as const
const dissenting = 5
const homes = ['CH', 'DE', 'SG', 'NL', 'CA', 'BR', 'JP', 'EE', 'FI', 'SE'] as const

export interface TestNode extends Node {
  readonly partyId: string
  readonly actor: Actor
}

export interface World {
  readonly buyer: TestParty
  readonly seller: TestParty
  readonly sovereign: TestParty
  readonly reviewer: TestParty
  readonly nodes: readonly TestNode[]
}

/** Parties, governed data and seven nodes, each with a key file and a journal of its own, talking to the API over HTTP. The last three
 *  are paid to approve what begins with the prefix. */
export async function createWorld(
  harness: Harness,
  http: HttpHarness,
  paidPrefix: string | null = null,
): Promise<World> {
  const buyer = await createParty(harness, { name: 'Buyer', roles: ['buyer'] })
  const seller = await createParty(harness, { name: 'Seller', roles: ['seller'] })
  const sovereign = await createParty(harness, { name: 'State', roles: ['sovereign'], type: 'state' })
  const reviewer = await createParty(harness, { name: 'Reviewer', roles: ['buyer', 'reviewer'] })
  await harness.db
    .updateTable('parties')
    .set({ verified_before: 17, failed_before: 3, track_record_source: 'test' })
    .where('party_id', '=', seller.partyId)
    .execute()
  await recordIndicators(harness)
  const nodes: TestNode[] = []
  for (const [index, reliability] of reliabilities.entries()) {
    const paidFor = index >= 4 ? paidPrefix : null
    nodes.push(await createNode(harness, http, { index, reliability, paidFor }))
  }
  await harness.settle()
  return { buyer, seller, sovereign, reviewer, nodes }
}

/** G1's governed data. */
async function recordIndicators(harness: Harness): Promise<void> {
  const values: readonly [IndicatorKey, string, string][] = [
    ['volatilityRatio', 'HS:1001', '0.75'],
    ['sustainabilityScore', 'EE/HS:1001', '50'],
    ['worldTradeShare', 'EE/HS:1001', '0.01'],
    ['humanDevelopmentIndex', 'EE', '0.55'],
    ['carbonRatio', 'EE/HS:1001', '0.5'],
    ['processingLevel', 'HS:1001', '0'],
  ]
  for (const [key, subject, value] of values) {
    await harness.run((ctx) => recordIndicator(ctx, { key, subject, value, source: 'test', asOf: '2026-01-01' }))
  }
}

export async function createNode(
  harness: Harness,
  http: HttpHarness,
  of: {
    index: number
    reliability: string
    paidFor?: string | null
    programme?: 'commodity' | 'carbon'
    partyId?: string
  },
): Promise<TestNode> {
  const programme = of.programme ?? 'commodity'
  const client = await http.grant({ roles: programme === 'carbon' ? ['verifier'] : ['oracle'] })
  const policy: NodePolicy = {
    nodeIndex: of.index,
    // Of several types and countries, or no committee of them would be diverse.
    type: oracleTypes[of.index % oracleTypes.length]!,
    jurisdiction: homes[of.index % homes.length]!,
    reliesOn: programme === 'commodity' && of.index === dissenting ? ['Third Survey'] : [],
  }
  const folder = join(harness.machine.config.stateDir, `node-${of.index}`)
  const config = checkConfig({
    apiUrl: http.url,
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    keyFile: join(harness.machine.config.stateDir, `node-${of.index}.key`),
    journalDir: folder,
    policy,
    issuers: null,
    pollMinMs: 50,
    pollMaxMs: 50,
    requestTimeoutMs: 15_000,
    parentPid: null,
  })
  const account: PrivateKeyAccount = loadKey(config.keyFile)
  const { nodeIndex } = await harness.run((ctx) =>
    registerNode(ctx, {
      partyId: client.partyId,
      name: `Node ${of.index}`,
      programme,
      signer: account.address,
      type: policy.type,
      jurisdiction: policy.jurisdiction,
      reliesOn: policy.reliesOn,
      reliability: of.reliability,
    }),
  )
  if (nodeIndex !== of.index) throw new Error(`node ${of.index} was registered as ${nodeIndex}`)
  return {
    partyId: client.partyId,
    actor: harness.as({ partyId: client.partyId, roles: ['oracle', 'verifier'] as Role[] }),
    config,
    account,
    journal: openJournal(folder),
    api: connect(config),
    log: openLog({ node: of.index }, (line) => process.env.TEST_LOG && process.stdout.write(line)),
    judge: of.paidFor == null ? judgeFixtures : bribed(of.paidFor, judgeFixtures),
  }
}

/** Each node looks for assignments once, all at the same time. */
export async function pollAll(nodes: readonly TestNode[]): Promise<void> {
  await Promise.all(nodes.map((node) => pollOnce(node, new Map(), new AbortController().signal)))
}

/** Opens a trade's case and waits until the chain has it. */
export async function openDelivery(harness: Harness, world: World, of: DeliveryOptions = {}): Promise<string> {
  const tradeId = await createDelivery(harness, world, of)
  await harness.run((ctx) => openCase(ctx, { kind: 'trade', tradeId }), world.seller.actor)
  await harness.settle()
  return tradeId
}

/** What a node would send on its open round: fetched, checked, evaluated and signed, but neither kept nor sent. */
export async function signFor(node: TestNode, caseId: string, change: (file: CaseFile) => CaseFile = (file) => file) {
  const file = change(await node.api.get<CaseFile>(`/cases/${caseId}/dossier`))
  const parameters = await fetchParameters(node.api, file.parametersAt)
  const signed = await signReport(node.account, file, formOpinion(file, node.config.policy, parameters))
  return { ...signed, justification: signed.justification as unknown }
}

export interface DeliveryOptions {
  readonly reference?: string
  readonly surveyed?: readonly [string, string, string]
  /** Changes the documents before they are filed; none at all for a delivery that never happened. */
  readonly documents?: (records: readonly DocumentRecord[]) => readonly DocumentRecord[]
  /** What the contract says otherwise. */
  readonly contract?: Partial<Parameters<typeof registerTrade>[1]>
  /** Number of the transport document; one of its own unless given. */
  readonly billNumber?: string
}

/** A funded trade of 10,000 t of wheat with its evidence, ready for its case. */
export async function createDelivery(harness: Harness, world: World, of: DeliveryOptions = {}): Promise<string> {
  const reference = of.reference ?? `WHEAT-${randomUUID().slice(0, 8)}`
  const { tradeId } = await harness.run(
    (ctx) =>
      registerTrade(ctx, {
        reference,
        buyerPartyId: world.buyer.partyId,
        sellerPartyId: world.seller.partyId,
        sovereignPartyId: world.sovereign.partyId,
        commodity: 'Wheat',
        category: 'agriculture',
        hsCode: '10019900',
        quantity: '10000',
        unitCode: 'TNE',
        pricePt: '250',
        totalPt: '2500000',
        incoterm: 'FOB',
        originCountry: 'EE',
        productionSite: 'Sandbox Plains',
        productionSiteCountry: 'EE',
        loadPort: 'EETLL',
        dischargePort: 'NLRTM',
        lots: [reference],
        ...of.contract,
      }),
    world.seller.actor,
  )
  await harness.run(async (ctx) => {
    await fixTradeWallets(ctx, tradeId, { buyer: world.buyer.wallet, seller: world.seller.wallet })
    await moveTrade(ctx, tradeId, 'fund')
  })
  const records = (of.documents ?? ((all) => all))(wheat(of.surveyed).documents)
  const ids = await fileDocuments(harness, tradeId, records, of.billNumber ?? tradeId)
  for (const step of wheat().custody) {
    await harness.run((ctx) =>
      recordCustodyStep(ctx, tradeId, {
        sequence: step.sequence,
        checkpoint: step.checkpoint,
        happenedAt: '2026-01-02T00:00:00Z',
        documentId: step.documentId === null ? null : (ids[0] ?? null),
      }),
    )
  }
  return tradeId
}

/** The sandbox's places and a transport document of its own, so that no two deliveries claim the same. */
async function fileDocuments(
  harness: Harness,
  tradeId: string,
  records: readonly DocumentRecord[],
  billNumber: string,
): Promise<readonly string[]> {
  const local = <T>(value: T): T =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll('XAAAA', 'EETLL')
        .replaceAll('XBBBB', 'NLRTM')
        .replaceAll('XA', 'EE')
        .replaceAll('BL-2026/001', `BL-${billNumber}`)
        .replaceAll('bl 2026 001', `bl ${billNumber}`),
    )
  return harness.run(async (ctx) => {
    const ids: string[] = []
    for (const { documentId: _id, sha256: _digest, ...record } of records)
      ids.push(await fileRecord(ctx, { kind: 'trade', id: tradeId }, local(record)))
    return ids
  })
}
