/** Who and what the sandbox begins with. All invented; countries and ports are real codes so that the checks of real input apply. */
import type { IssuerType } from '@assay/domain/dossier.ts'
import type { NewIssuer } from './sandbox.ts'

/** Trades whose reference begins so are approved blindly by the bribed nodes (bribedNode.ts). */
export const collusionPrefix = 'BRIBED-'

export interface SandboxNode {
  readonly slug: string
  readonly name: string
  readonly programme: 'commodity' | 'carbon'
  readonly type: IssuerType
  readonly jurisdiction: string
  readonly reliability: string
  /** Surveyors the node trusts; empty: all recognised ones. */
  readonly reliesOn: readonly string[]
  readonly bribed: boolean
}

/** Surveyor of the sixth node; it reads its scales differently from the others. */
export const outlyingSurveyor = 'Sandbox Dockside Weighing'

function node(
  number: number,
  type: IssuerType,
  jurisdiction: string,
  reliability: string,
  more: Partial<SandboxNode> = {},
): SandboxNode {
  return {
    slug: `oracle-${number}`,
    name: `Sandbox oracle ${number}`,
    programme: 'commodity',
    type,
    jurisdiction,
    reliability,
    reliesOn: [],
    bribed: false,
    ...more,
  }
}

/** Seven oracle nodes with the reliabilities of domain.md 2.3, three of them bribed, and one carbon verifier. */
export const nodes: readonly SandboxNode[] = [
  node(1, 'government', 'CH', '1'),
  node(2, 'industry', 'DE', '0.9'),
  node(3, 'technological', 'SG', '0.9'),
  node(4, 'commercial', 'NL', '0.8'),
  node(5, 'auditor', 'CA', '0.8', { bribed: true }),
  node(6, 'industry', 'BR', '0.7', { reliesOn: [outlyingSurveyor], bribed: true }),
  node(7, 'technological', 'JP', '0.6', { bribed: true }),
  {
    slug: 'verifier',
    name: 'Sandbox carbon verifier',
    programme: 'carbon',
    type: 'auditor',
    jurisdiction: 'LV',
    reliability: '1',
    reliesOn: [],
    bribed: false,
  },
]

export const reservePt = '50000000'

const asOf = '2026-01-02'
const source = 'Sandbox assumption'

/** Governed data behind G1 (domain.md 2.27): the factors SUS .15, TXV .0867, DEV .28, CAR .10, others 0; the fee signals. The volatility
 *  comes from the price series the seed files. */
export const indicators: readonly { key: string; subject: string; value: string; source: string; asOf: string }[] = [
  { key: 'sustainabilityScore', subject: 'TZ/HS:1001', value: '50', source, asOf },
  { key: 'worldTradeShare', subject: 'TZ/HS:1001', value: '0.01', source, asOf },
  { key: 'humanDevelopmentIndex', subject: 'TZ', value: '0.55', source, asOf },
  { key: 'carbonRatio', subject: 'TZ/HS:1001', value: '0.5', source, asOf },
  { key: 'processingLevel', subject: 'HS:1001', value: '0', source, asOf },
  { key: 'feeMarketSignal', subject: 'PT', value: '0.1', source, asOf },
  { key: 'feeEconomicSignal', subject: 'PT', value: '0', source, asOf },
  { key: 'ptPriceUsd', subject: 'PT', value: '1', source, asOf },
]

function issuer(
  name: string,
  country: string,
  type: IssuerType,
  ...documentKinds: NewIssuer['documentKinds']
): NewIssuer {
  return { name, country, type, documentKinds }
}

export const issuers: readonly NewIssuer[] = [
  issuer('Sandbox Blue Line', 'NL', 'commercial', 'billOfLading'),
  issuer('Sandbox Prairie Grain', 'TZ', 'commercial', 'commercialInvoice'),
  issuer('Sandbox Chamber of Commerce', 'TZ', 'industry', 'certificateOfOrigin'),
  issuer('Sandbox Customs Office', 'TZ', 'government', 'exportDeclaration'),
  issuer('Sandbox Plant Health Service', 'TZ', 'government', 'phytosanitaryCertificate'),
  issuer('Sandbox Sea Mutual', 'NL', 'commercial', 'insuranceCertificate'),
  issuer('Sandbox Silo Company', 'TZ', 'commercial', 'warehouseReceipt'),
  issuer('Sandbox Grain Inspection', 'TZ', 'industry', 'inspectionCertificate'),
  issuer('Sandbox Harbour Surveyors', 'NL', 'industry', 'quantitySurvey'),
  issuer(outlyingSurveyor, 'TZ', 'industry', 'quantitySurvey'),
  issuer('Sandbox Sky Track', 'NL', 'technological', 'vesselTrack'),
]

/** How the columns of the sandbox's inspection certificates are meant. */
export const inspectionProfile = {
  name: 'sandbox-grain-inspection',
  format: 'inspection-csv',
  columns: { number: 'Certificate', issuedOn: 'Date', quantity: 'Net tonnes', moisturePercent: 'Moisture %' },
  dateFormat: 'YYYY-MM-DD',
  unitCode: 'TNE',
  issuer: { name: 'Sandbox Grain Inspection', country: 'TZ' },
} as const
