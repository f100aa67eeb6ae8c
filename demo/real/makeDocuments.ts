/**
 * The papers of a delivery that the folder has not got, made to fit its shipment. Each says of itself that it was made
 * (`sandbox`, `remarks` where its format has them) and is signed by an invented issuer that the operator recognises.
 */
import { parseExact, roundForDisplay } from '@assay/domain/decimal.ts'
import type { DocumentKind, IssuerType } from '@assay/domain/dossier.ts'
import type { NewIssuer } from '../sandbox.ts'
import type { ShipmentDocument } from '../shipment.ts'

/** What the contract says, for papers that are to agree with it. */
export interface ContractFacts {
  readonly number: string
  readonly hsCode: string
  readonly description: string
  readonly tonnes: string
  readonly pricePt: string
  readonly seller: string
  readonly buyer: string
  readonly buyerCountry: string
  readonly originCountry: string
  readonly loadPort: string
  readonly dischargePort: string
  readonly shippedOn: string
}

interface Maker {
  readonly title: string
  readonly type: IssuerType
  readonly format: string
  readonly body: (facts: ContractFacts) => Readonly<Record<string, unknown>>
}

const remarks = ['Made for the demonstration: the shipment came without this paper.']
const certificate = (states: (facts: ContractFacts) => Readonly<Record<string, string>>) => ({
  format: 'certificate-json',
  body: (facts: ContractFacts) => ({ format: 'assay/certificate/1', states: states(facts), remarks }),
})
const party = (name: string, country: string) => ({ name, country })
const mass = ({ tonnes }: ContractFacts) => ({ value: tonnes, unitCode: 'TNE' })

const makers: Readonly<Partial<Record<DocumentKind, Maker>>> = {
  commercialInvoice: { title: 'Exporter', type: 'commercial', format: 'commercial-invoice-json', body: invoiceOf },
  certificateOfOrigin: {
    title: 'Chamber of Commerce',
    type: 'industry',
    format: 'certificate-of-origin-json',
    body: (facts) => ({
      format: 'assay/certificate-of-origin/1',
      exporter: party(facts.seller, facts.originCountry),
      consignee: party(facts.buyer, facts.buyerCountry),
      originCountry: facts.originCountry,
      goods: [{ description: facts.description, hsCode: facts.hsCode, mass: mass(facts) }],
    }),
  },
  quantitySurvey: {
    title: 'Surveyors',
    type: 'industry',
    format: 'quantity-survey-json',
    body: (facts) => ({
      format: 'assay/quantity-survey/1',
      method: 'weighbridge',
      surveyedOn: facts.shippedOn,
      measured: mass(facts),
      instrument: { id: `GAUGE-${facts.number}`, calibratedUntil: facts.shippedOn },
      transportDocument: facts.number,
    }),
  },
  exportDeclaration: {
    title: 'Customs Office',
    type: 'government',
    ...certificate((facts) => ({
      hsCode: facts.hsCode,
      loadPort: facts.loadPort,
      dischargePort: facts.dischargePort,
      // Half of what a claim is made of; shipping instructions state neither.
      transportDocument: facts.number,
      shippedOn: facts.shippedOn,
    })),
  },
  inspectionCertificate: {
    title: 'Inspection Company',
    type: 'auditor',
    ...certificate((facts) => ({
      hsCode: facts.hsCode,
      quantityTonnes: facts.tonnes,
      grade: 'sound and merchantable',
    })),
  },
  phytosanitaryCertificate: {
    title: 'Plant Health Service',
    type: 'government',
    ...certificate((facts) => ({ hsCode: facts.hsCode, originCountry: facts.originCountry })),
  },
  insuranceCertificate: {
    title: 'Marine Insurance',
    type: 'commercial',
    ...certificate((facts) => ({ transportDocument: facts.number, seller: facts.seller, buyer: facts.buyer })),
  },
  warehouseReceipt: {
    title: 'Warehouse Company',
    type: 'commercial',
    ...certificate((facts) => ({ quantityTonnes: facts.tonnes, productionSiteCountry: facts.originCountry })),
  },
  exportLicence: {
    title: 'Export Office',
    type: 'government',
    ...certificate((facts) => ({ hsCode: facts.hsCode, originCountry: facts.originCountry })),
  },
  sovereignConfirmation: {
    title: 'Ministry of Trade',
    type: 'government',
    ...certificate((facts) => ({
      hsCode: facts.hsCode,
      quantityTonnes: facts.tonnes,
      originCountry: facts.originCountry,
    })),
  },
}

function invoiceOf(facts: ContractFacts) {
  const { tonnes, pricePt } = facts
  const amount = roundForDisplay(parseExact(tonnes, 'tonnes').times(parseExact(pricePt, 'pricePt')), 2)
  const { description, hsCode } = facts
  return {
    format: 'assay/commercial-invoice/1',
    seller: party(facts.seller, facts.originCountry),
    buyer: party(facts.buyer, facts.buyerCountry),
    currency: 'USD',
    lines: [{ description, hsCode, quantity: tonnes, unitCode: 'TNE', unitPrice: pricePt, amount }],
    total: amount,
  }
}

/** The issuer of a kind of paper in a country. The register keeps names apart, so the name carries the country. */
export function makerOf(kind: DocumentKind, country: string): NewIssuer | null {
  const maker = makers[kind]
  if (maker === undefined) return null
  return { name: `Sandbox ${maker.title}, ${country}`, country, type: maker.type, documentKinds: [kind] }
}

/** One paper; null for a kind that nobody can make up, such as a vessel's track. */
export function makeDocument(kind: DocumentKind, facts: ContractFacts): ShipmentDocument | null {
  const maker = makers[kind]
  const issuer = makerOf(kind, facts.originCountry)
  if (maker === undefined || issuer === null) return null
  const head = {
    sandbox: true,
    number: `MADE-${facts.number}-${kind}`,
    issuedOn: facts.shippedOn,
    issuer: party(issuer.name, issuer.country),
    ...(maker.format === 'certificate-json' ? { kind } : {}),
  }
  return {
    kind,
    format: maker.format,
    fileName: `made-${kind}.json`,
    mediaType: 'application/json',
    bytes: Buffer.from(JSON.stringify({ ...maker.body(facts), ...head }, null, 2)),
    signedBy: issuer.name,
  }
}
