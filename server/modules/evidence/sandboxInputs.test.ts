/** The project's own inputs, through the whole of evidence, evaluated by the rules: the golden numbers of domain.md 2.27. */

import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { exact } from '@assay/domain/decimal.ts'
import type { Dossier } from '@assay/domain/dossier.ts'
import { evaluateCase } from '@assay/domain/policy/caseEvaluation.ts'
import { checklistOf } from '@assay/domain/policy/checklist.ts'
import { compareDocuments } from '@assay/domain/policy/comparisons.ts'
import { isHighValue } from '@assay/domain/policy/tiers.ts'
import { FlattenedSign, importJWK } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCottage, readShipment } from '../../../demo/inputs.ts'
import { inspectionProfile, issuers, outlyingSurveyor } from '../../../demo/population.ts'
import { defaultProfiles } from '../../reading/documents/columnProfiles.ts'
import { formats } from '../../reading/documents/formats.ts'
import { readAgain } from '../../reading/documents/readAgain.ts'
import { createHarness } from '../../test/harness.ts'
import { fixtureParty } from '../assets/fixtures.ts'
import { assets, readTrade, recordCustodyStep, registerTrade } from '../assets/index.ts'
import { governance, latestIndicator } from '../governance/index.ts'
import { parties, registerIssuer } from '../parties/index.ts'
import {
  declareProfile,
  documentsOf,
  evidence,
  freezeDossier,
  readContent,
  readingsOf,
  recordDocument,
  recordDocumentBatch,
} from './index.ts'

const harness = await createHarness({ modules: [parties, governance, assets, evidence], chain: false })
afterAll(() => harness.close())

const keys = new Map(issuers.map(({ name }) => [name, generateKeyPairSync('ed25519')]))
beforeAll(async () => {
  // The papers are of spring 2026, and no document is younger than the day it arrives.
  await harness.advance(180 * 86_400)
  for (const issuer of issuers) {
    const { x } = keys.get(issuer.name)!.publicKey.export({ format: 'jwk' }) as { x: string }
    await harness.run((context) =>
      registerIssuer(context, {
        ...issuer,
        documentKinds: [...issuer.documentKinds],
        publicKey: { kty: 'OKP', crv: 'Ed25519', x },
      }),
    )
  }
  await harness.run((context) => declareProfile(context, inspectionProfile))
})

async function sign(signedBy: string, bytes: Uint8Array): Promise<string> {
  const key = await importJWK(keys.get(signedBy)!.privateKey.export({ format: 'jwk' }), 'EdDSA')
  const jws = await new FlattenedSign(bytes).setProtectedHeader({ alg: 'EdDSA' }).sign(key)
  return `${jws.protected}..${jws.signature}`
}

/** Registers the contract, files its documents and custody steps, and puts together what a node would see. */
async function dossierOf(story: Parameters<typeof readShipment>[0]): Promise<Dossier> {
  const shipment = readShipment(story, 'TEST')
  const buyer = await fixtureParty(harness, ['buyer'], { country: 'NL' })
  const seller = await fixtureParty(harness, ['seller'], { country: 'TZ' })
  const state = await fixtureParty(harness, ['sovereign'], { country: 'TZ' })
  const sides = { buyerPartyId: buyer.partyId, sellerPartyId: seller.partyId, sovereignPartyId: state.partyId }
  const { tradeId } = await harness.run((context) =>
    registerTrade(context, { ...shipment.contract, ...sides, reference: story } as never),
  )
  const filed = new Map<string, string>()
  for (const { kind, format, fileName, mediaType, bytes, query, signedBy } of shipment.documents) {
    const signature = signedBy === null ? {} : { signature: await sign(signedBy, bytes) }
    const of = { subjectKind: 'trade', subjectId: tradeId, kind, format, fileName, mediaType, ...query, ...signature }
    const { id } = await harness.run((context) => recordDocument(context, of as never, bytes))
    filed.set(fileName, id)
  }
  for (const [index, { checkpoint, happenedAt, fileName }] of shipment.custody.entries()) {
    const documentId = fileName === null ? null : (filed.get(fileName) ?? null)
    await harness.run((context) =>
      recordCustodyStep(context, tradeId, { sequence: index + 1, checkpoint, happenedAt, documentId }),
    )
  }
  const trade = await harness.ask(({ db }) => readTrade(db, tradeId))
  const parameters = await harness.ask((context) => context.parametersAt(context.now))
  const contract = { category: trade.category, highRisk: trade.highRisk, valuePt: exact('2500000') }
  return {
    caseId: tradeId,
    round: 1,
    propositionTonnes: '10000',
    contracted: { ...trade, quantityTonnes: '10000', valuePt: '2500000', highValue: isHighValue(contract, parameters) },
    context: { sellerVerified: 17, sellerFailed: 3, volatilityRatio: '0.75' },
    ...checklistOf(contract, parameters),
    custody: trade.custody,
    documents: await harness.ask(({ db }) => documentsOf(db, { kind: 'trade', id: tradeId })),
  }
}

test('every paper of the sandbox, and every row of a batch, reads again to what its record says', async () => {
  const { caseId } = await dossierOf('G1')
  const file = new TextEncoder().encode(
    'Certificate,Date,Net tonnes,Moisture %\nB-1,2026-03-02,"5,0",12\nB-2,2026-03-03,50,11.5\n',
  )
  const batch = { subjectKind: 'trade', subjectId: caseId, fileName: 'batch.csv', mode: 'quarantine' } as const
  const profile = inspectionProfile.name
  const filed = await harness.run((context) => recordDocumentBatch(context, { ...batch, profile }, file))
  expect(filed).toMatchObject({ accepted: 1 })
  await harness.run((context) => freezeDossier(context, { caseId, subject: { kind: 'trade', id: caseId } }))
  const readings = await harness.ask((context) => readingsOf(context, caseId))
  const records = await harness.ask(({ db }) => documentsOf(db, { kind: 'trade', id: caseId }))
  expect(records.length).toBe(12)
  const parameters = await parametersNow()
  for (const record of records) {
    const bytes = await harness.ask((context) => readContent(context, record.documentId))
    const { profile, receivedAt } = readings.get(record.documentId)!
    const again = { record, bytes, profile, parameters, receivedOn: receivedAt.slice(0, 10) }
    expect([record.number, readAgain(again)]).toEqual([record.number, null])
    const denied = { ...record, statements: record.statements.slice(1) }
    expect(readAgain({ ...again, record: denied })).toMatchObject({ member: 'statements' })
  }
})

const parametersNow = () => harness.ask((context) => context.parametersAt(context.now))
const node = (reliesOn: readonly string[] = []) =>
  ({ nodeIndex: 0, type: 'industry', jurisdiction: 'DE', reliesOn }) as const

test('2.27 G1 [TV]: the wheat papers evaluate to VS 94.0625, T 89.25 and trust 90.75', async () => {
  const dossier = await dossierOf('G1')
  const parameters = await parametersNow()
  const evaluation = evaluateCase(dossier, node(), parameters)
  expect(evaluation.scores).toEqual({ quantity: '93.75', documents: '95', custody: '90', regulatory: '100' })
  expect([evaluation.score, evaluation.threshold]).toEqual(['94.0625', '89.25'])
  expect(evaluation.trust).toMatchObject({
    components: { completeness: '100', issuer: '90', sourceDiversity: '80', history: '85', consistency: '95' },
    score: '90.75',
    band: 'gold',
  })
  expect(evaluation).toMatchObject({ agrees: true, critical: false, surveyedTonnes: '9950' })
  const comparisons = compareDocuments(dossier, parameters)
  expect([comparisons.length, comparisons.filter(({ agrees }) => !agrees).length]).toEqual([20, 1])
  const outlier = evaluateCase(dossier, node([outlyingSurveyor]), parameters)
  expect(outlier).toMatchObject({ agrees: false, surveyedTonnes: '9700' })
})

test('2.27 G2: the surveys of the shortage agree on 9,100 t and ask for a review round', async () => {
  const dossier = await dossierOf('G2')
  const parameters = await parametersNow()
  expect(evaluateCase(dossier, node(), parameters)).toMatchObject({
    agrees: false,
    critical: false,
    reviewTonnes: '9100',
  })
  expect(evaluateCase({ ...dossier, round: 2, propositionTonnes: '9100' }, node(), parameters)).toMatchObject({
    agrees: true,
  })
})

test('2.27 G3: the forged certificate of origin is a critical failure', async () => {
  const evaluation = evaluateCase(await dossierOf('G3'), node(), await parametersNow())
  expect(evaluation.critical).toBe(true)
  expect(evaluation.flags.filter(({ severity }) => severity === 'critical').map(({ code }) => code)).toEqual([
    'ORIGIN_MISMATCH',
  ])
})

test('2.27 G4: papers of a shipment that never was do not come near the threshold', async () => {
  expect(evaluateCase(await dossierOf('G4'), node(), await parametersNow())).toMatchObject({
    agrees: false,
    critical: true,
  })
})

test('2.27 G1: the wheat prices have a volatility of exactly 0.75 of its reference, so VOL is .05', async () => {
  const bytes = readFileSync(new URL('../../../inputs/prices/wheat.csv', import.meta.url))
  const of = {
    subjectKind: 'market',
    subjectId: 'HS:1001',
    kind: 'priceSeries',
    format: 'price-csv',
    fileName: 'wheat.csv',
    mediaType: 'text/csv',
    issuer: 'Sandbox Price Agency',
    issuerCountry: 'CH',
  } as const
  await harness.run((context) => recordDocument(context, of, bytes))
  const indicator = await harness.ask(({ db, now }) =>
    latestIndicator(db, { key: 'volatilityRatio', subject: 'HS:1001', at: now }),
  )
  expect(indicator?.value).toBe('0.75')
})

test('2.27 G6: the bill of materials of the cottage is read as it is written', async () => {
  const { details } = formats['bill-of-materials-csv'].parse({
    file: 'bill-of-materials.csv',
    bytes: readCottage('test').billOfMaterials,
    kind: 'billOfMaterials',
    mode: 'refuse',
    parameters: await parametersNow(),
    receivedOn: '2026-06-01',
    profile: defaultProfiles['bill-of-materials-csv']!,
  })
  const lines = details.lines as { material: string; massKg: string }[]
  expect(lines.map(({ material, massKg }) => [material, massKg])).toEqual([
    ['hurd', '3500'],
    ['timber', '2160'],
    ['binder', '3000'],
  ])
})
