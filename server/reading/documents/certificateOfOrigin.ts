/** Certificate of origin, our own JSON: `assay/certificate-of-origin/1`. */
import { stateGoodsCode } from './goodsCode.ts'
import { compileSchema, parseJson, requireSchema } from './jsonDocument.ts'
import {
  CodeMember,
  CountryMember,
  type Head,
  headMembers,
  headRequired,
  type Mass,
  MassMember,
  PartyMember,
  TextMember,
} from './jsonFields.ts'
import { readTonnes, sumDecimals } from './mass.ts'
import { Findings, type ParsedDocument, type ParseInput } from './parsing.ts'

const validate = compileSchema({
  type: 'object',
  required: [...headRequired, 'exporter', 'consignee', 'originCountry', 'goods'],
  additionalProperties: false,
  properties: {
    ...headMembers,
    format: { const: 'assay/certificate-of-origin/1' },
    exporter: PartyMember,
    consignee: PartyMember,
    originCountry: CountryMember,
    productionSite: PartyMember,
    loadPort: CodeMember,
    transportDocument: TextMember,
    goods: {
      type: 'array',
      minItems: 1,
      maxItems: 1000,
      items: {
        type: 'object',
        required: ['description', 'hsCode'],
        additionalProperties: false,
        properties: { description: TextMember, hsCode: CodeMember, mass: MassMember },
      },
    },
  },
})

interface Certificate extends Head {
  readonly exporter: { name: string; country: string }
  readonly consignee: { name: string; country: string }
  readonly originCountry: string
  readonly productionSite?: { country: string }
  readonly loadPort?: string
  readonly transportDocument?: string
  readonly goods: readonly { hsCode: string; mass?: Mass }[]
}

/** @throws InputRefused */
export function parseCertificateOfOrigin(input: ParseInput): ParsedDocument {
  const { file, bytes } = input
  const certificate = requireSchema<Certificate>(file, parseJson(file, bytes), validate)
  const findings = new Findings(input)
  const { goods } = certificate
  findings.state('originCountry', certificate.originCountry, { pointer: '/originCountry' })
  findings.state('productionSiteCountry', certificate.productionSite?.country, { pointer: '/productionSite/country' })
  findings.state('seller', certificate.exporter.name, { pointer: '/exporter/name' })
  findings.state('buyer', certificate.consignee.name, { pointer: '/consignee/name' })
  findings.state('loadPort', certificate.loadPort, { pointer: '/loadPort' })
  findings.state('transportDocument', certificate.transportDocument, { pointer: '/transportDocument' })
  const codes = goods.map(({ hsCode }, index) => ({ code: hsCode, pointer: `/goods/${index}/hsCode` }))
  stateGoodsCode(findings, codes)
  for (const side of ['exporter', 'consignee'] as const)
    findings.look('originCountry', certificate[side].country, { pointer: `/${side}/country` })
  const masses = goods.map(({ mass }, index) =>
    mass === undefined ? null : readTonnes(findings, mass, { pointer: `/goods/${index}/mass` }),
  )
  // A mass that is missing for some goods says nothing of the whole.
  if (masses.every((mass) => mass !== null))
    findings.state('quantityTonnes', sumDecimals(masses), { pointer: '/goods' })
  return {
    number: certificate.number,
    issuedOn: certificate.issuedOn,
    issuer: certificate.issuer,
    statements: findings.finish(),
    details: { goods: goods.length },
    refusedRows: [],
  }
}
