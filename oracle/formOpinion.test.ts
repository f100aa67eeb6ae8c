import { reportDigest, reportTypedData, typedDataDomain } from '@assay/protocol/typedData.ts'
import { recoverTypedDataAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { initial } from '../domain/test/parameters.ts'
import { node, wheat } from '../domain/test/wheat.ts'
import { formOpinion, policyHash } from './formOpinion.ts'
import { signReport } from './signReport.ts'
import { cottageFile, wheatFile } from './test/caseFiles.ts'

test('a quantification whose credits do not follow from its inputs is a critical refusal', () => {
  const file = cottageFile()
  const more = { ...file, subject: { ...file.subject, netKg: '6968' }, proposedQuantity: '6968' } as typeof file
  expect(formOpinion(more, node(7), initial)).toMatchObject({ agrees: false, critical: true, scoreE4: 461_538 })
})

test('a quantification is approved only for the quantity it came to', () => {
  const file = cottageFile()
  expect(formOpinion(file, node(7), initial)).toMatchObject({ agrees: true, critical: false, scoreE4: 1_000_000 })
  const less = { ...file, round: 2, proposedQuantity: '6000' }
  expect(formOpinion(less, node(7), initial)).toMatchObject({ agrees: false, critical: false })
})

test('2.27 G1: nodes agree with 94.0625, the one that relies on the third surveyor refuses with 61.25', () => {
  const file = wheatFile()
  expect(formOpinion(file, node(0), initial)).toMatchObject({ agrees: true, critical: false, scoreE4: 940_625 })
  expect(formOpinion(file, node(5, ['Third Survey']), initial)).toMatchObject({ agrees: false, scoreE4: 612_500 })
})

test('2.27 G2: a shortage all surveys agree on is refused without being critical', () => {
  const file = wheatFile(wheat(['9100', '9100', '9100']))
  expect(formOpinion(file, node(0), initial)).toMatchObject({ agrees: false, critical: false, scoreE4: 612_500 })
})

test('the policy hash depends on what a node relies on, not on its index', () => {
  expect(policyHash(node(1))).toBe(policyHash(node(2)))
  expect(policyHash(node(1, ['Third Survey']))).not.toBe(policyHash(node(1)))
})

test('a signed report recovers to the node, and its digest is bound to chain, case and round', async () => {
  const account = privateKeyToAccount(`0x${'07'.repeat(32)}`)
  const file = wheatFile()
  const signed = await signReport(account, file, formOpinion(file, node(0), initial))
  const domain = typedDataDomain('Verification', file.chain.chainId, file.chain.verifyingContract)
  const message = { ...signed.report, quantity: BigInt(signed.report.quantity) } as never
  expect(reportDigest(domain, message)).toBe(signed.digest)
  const signer = await recoverTypedDataAddress({
    ...reportTypedData(domain, message),
    signature: signed.signature as `0x${string}`,
  })
  expect(signer).toBe(account.address)
  const elsewhere = await signReport(
    account,
    { ...file, chain: { ...file.chain, chainId: 1 } },
    formOpinion(file, node(0), initial),
  )
  expect(elsewhere.digest).not.toBe(signed.digest)
})
