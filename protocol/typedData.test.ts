import { encodeAbiParameters, keccak256, recoverTypedDataAddress, stringToHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { type ReportMessage, reportDigest, reportTypedData, typedDataDomain } from './typedData.ts'

const domain = typedDataDomain('Verification', 31337, '0x00000000000000000000000000000000000000aa')
const report: ReportMessage = {
  caseId: `0x${'1'.repeat(64)}`,
  round: 1,
  evidenceRoot: `0x${'2'.repeat(64)}`,
  termsHash: `0x${'3'.repeat(64)}`,
  quantity: 10_000_000n,
  scoreE4: 940_625,
  agrees: true,
  critical: false,
  justificationHash: `0x${'4'.repeat(64)}`,
}

test('another chain, contract or case is another digest', () => {
  const digests = [
    reportDigest(domain, report),
    reportDigest({ ...domain, chainId: 1 }, report),
    reportDigest({ ...domain, verifyingContract: '0x00000000000000000000000000000000000000ab' }, report),
    reportDigest(domain, { ...report, caseId: `0x${'5'.repeat(64)}` }),
    reportDigest(domain, { ...report, agrees: false }),
  ]
  expect(new Set(digests).size).toBe(digests.length)
})

test('the digest is the one EIP-712 describes, composed by hand', () => {
  const text = (value: string) => keccak256(stringToHex(value))
  const separator = keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'bytes32' }, { type: 'uint256' }, { type: 'address' }],
      [
        text('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'),
        text(domain.name),
        text(domain.version),
        31337n,
        domain.verifyingContract,
      ],
    ),
  )
  const type =
    'Report(bytes32 caseId,uint32 round,bytes32 evidenceRoot,bytes32 termsHash,uint128 quantity,uint32 scoreE4,bool agrees,bool critical,bytes32 justificationHash)'
  const struct = keccak256(
    encodeAbiParameters(
      ['bytes32', 'bytes32', 'uint32', 'bytes32', 'bytes32', 'uint128', 'uint32', 'bool', 'bool', 'bytes32'].map(
        (each) => ({ type: each }),
      ),
      [text(type), ...Object.values(report)],
    ),
  )
  expect(reportDigest(domain, report)).toBe(keccak256(`0x1901${separator.slice(2)}${struct.slice(2)}`))
})

test('a signature leads back to its signer', async () => {
  const account = privateKeyToAccount(keccak256(stringToHex('a node of the test')))
  const signature = await account.signTypedData(reportTypedData(domain, report))
  expect(await recoverTypedDataAddress({ ...reportTypedData(domain, report), signature })).toBe(account.address)
})
