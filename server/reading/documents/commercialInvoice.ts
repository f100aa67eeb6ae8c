/** Commercial invoice, our own JSON: `assay/commercial-invoice/1`. */
import { parseExact } from '@assay/domain/decimal.ts'
import { Decimal } from 'decimal.js'
import { currencyDecimals } from '../codes/countryCodes.ts'
import { documentProblems } from './documentProblems.ts'
import { stateGoodsCode } from './goodsCode.ts'
import { compileSchema, parseJson, requireSchema } from './jsonDocument.ts'
import {
  CodeMember,
  CountryMember,
  DecimalMember,
  type Head,
  headMembers,
  headRequired,
  PartyMember,
  TextMember,
} from './jsonFields.ts'
import { readTonnes, sumDecimals } from './mass.ts'
import { Findings, type ParsedDocument, type ParseInput } from './parsing.ts'

const validate = compileSchema({
  type: 'object',
  required: [...headRequired, 'seller', 'buyer', 'currency', 'lines', 'total'],
  additionalProperties: false,
  properties: {
    ...headMembers,
    format: { const: 'assay/commercial-invoice/1' },
    seller: PartyMember,
    buyer: PartyMember,
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    incoterm: CodeMember,
    originCountry: CountryMember,
    loadPort: CodeMember,
    dischargePort: CodeMember,
    transportDocument: TextMember,
    lines: {
      type: 'array',
      minItems: 1,
      maxItems: 1000,
      items: {
        type: 'object',
        required: ['description', 'hsCode', 'quantity', 'unitCode', 'unitPrice', 'amount'],
        additionalProperties: false,
        properties: {
          description: TextMember,
          hsCode: CodeMember,
          quantity: DecimalMember,
          unitCode: CodeMember,
          unitPrice: DecimalMember,
          amount: DecimalMember,
        },
      },
    },
    total: DecimalMember,
  },
})

interface Invoice extends Head {
  readonly seller: { name: string; country: string }
  readonly buyer: { name: string; country: string }
  readonly currency: string
  readonly originCountry?: string
  readonly loadPort?: string
  readonly dischargePort?: string
  readonly transportDocument?: string
  readonly lines: readonly { hsCode: string; quantity: string; unitCode: string; unitPrice: string; amount: string }[]
  readonly total: string
}

/** @throws InputRefused */
export function parseCommercialInvoice(input: ParseInput): ParsedDocument {
  const { file, bytes } = input
  const invoice = requireSchema<Invoice>(file, parseJson(file, bytes), validate)
  const findings = new Findings(input)
  checkAmounts(findings, invoice)
  const tonnes = invoice.lines.map((line, index) =>
    readTonnes(findings, { value: line.quantity, unitCode: line.unitCode }, { pointer: `/lines/${index}/quantity` }),
  )
  if (tonnes.every((value) => value !== null))
    findings.state('quantityTonnes', sumDecimals(tonnes), { pointer: '/lines' })
  const codes = invoice.lines.map(({ hsCode }, index) => ({ code: hsCode, pointer: `/lines/${index}/hsCode` }))
  stateGoodsCode(findings, codes)
  for (const side of ['seller', 'buyer'] as const)
    findings.look('originCountry', invoice[side].country, { pointer: `/${side}/country` })
  findings.state('seller', invoice.seller.name, { pointer: '/seller/name' })
  findings.state('buyer', invoice.buyer.name, { pointer: '/buyer/name' })
  findings.state('currency', invoice.currency, { pointer: '/currency' })
  findings.state('invoiceValue', invoice.total, { pointer: '/total' })
  findings.state('originCountry', invoice.originCountry, { pointer: '/originCountry' })
  findings.state('loadPort', invoice.loadPort, { pointer: '/loadPort' })
  findings.state('dischargePort', invoice.dischargePort, { pointer: '/dischargePort' })
  findings.state('transportDocument', invoice.transportDocument, { pointer: '/transportDocument' })
  const statements = findings.finish()
  return {
    number: invoice.number,
    issuedOn: invoice.issuedOn,
    issuer: invoice.issuer,
    statements,
    details: { lines: invoice.lines.length },
    refusedRows: [],
  }
}

/** Lines are quantity times price, rounded half up to the minor unit; the total is their sum. */
function checkAmounts(findings: Findings, { currency, lines, total }: Invoice): void {
  const decimals = currencyDecimals(currency)
  if (decimals === undefined) return
  const tooFine = (amount: string) => (amount.split('.')[1]?.length ?? 0) > decimals
  for (const [index, line] of lines.entries()) {
    const pointer = `/lines/${index}/amount`
    const product = parseExact(line.quantity, 'quantity').times(parseExact(line.unitPrice, 'unitPrice'))
    const expected = product.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP)
    if (tooFine(line.amount)) findings.add(documentProblems.MINOR_UNITS(findings.file, { pointer, given: line.amount }))
    else if (!expected.equals(parseExact(line.amount, 'amount'))) {
      findings.add(documentProblems.AMOUNT_MISMATCH(findings.file, { pointer, given: line.amount }))
    }
  }
  const sum = parseExact(sumDecimals(lines.map(({ amount }) => amount)), 'sum')
  if (tooFine(total)) findings.add(documentProblems.MINOR_UNITS(findings.file, { pointer: '/total', given: total }))
  else if (!sum.equals(parseExact(total, 'total'))) {
    findings.add(documentProblems.AMOUNT_MISMATCH(findings.file, { pointer: '/total', given: total }))
  }
}
