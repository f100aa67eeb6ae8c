/** The wheat delivery of domain.md 2.27: ten expected documents, ten custody steps, twenty comparisons. Invented parties. */

import { exact } from '../decimal.ts'
import type { DocumentKind, DocumentRecord, Dossier, Issuer, IssuerType, NodePolicy, Statement } from '../dossier.ts'
import { checklistOf } from '../policy/checklist.ts'
import { initial } from './parameters.ts'

type Stated = { readonly [field in Statement['field']]?: string }

export function document(
  documentId: string,
  kind: DocumentKind,
  issuerName: string,
  type: IssuerType,
  stated: Stated,
  changes: Partial<DocumentRecord> & { issuer?: Partial<Issuer> } = {},
): DocumentRecord {
  const statements = Object.entries(stated).map(([field, value]) => ({ field: field as Statement['field'], value }))
  const { issuer, ...rest } = changes
  return {
    documentId,
    sha256: documentId.padStart(64, '0'),
    parser: 'certificate-json/1',
    kind,
    number: `NO-${documentId}`,
    issuedOn: '2026-03-02',
    signature: 'verified',
    issuerKey: null,
    statements,
    measuredSha256: null,
    ...rest,
    issuer: { name: issuerName, country: 'XA', type, recognised: true, ...issuer },
  }
}

/** Surveys of three houses; the third measured 9,700 t in G1. */
export function wheat(surveyed: readonly [string, string, string] = ['9950', '9960', '9700']): Dossier {
  const documents = [
    document('01', 'billOfLading', 'Blue Line', 'commercial', {
      quantityTonnes: '10000',
      hsCode: '10019900',
      loadPort: 'XAAAA',
      dischargePort: 'XBBBB',
      vesselImo: '9074729',
      shippedOn: '2026-03-01',
      transportDocument: 'BL-2026/001',
    }),
    document('02', 'commercialInvoice', 'Prairie Grain', 'commercial', {
      quantityTonnes: '10000.000',
      hsCode: '1001',
      transportDocument: 'bl 2026 001',
    }),
    document('03', 'certificateOfOrigin', 'Chamber of A', 'government', { originCountry: 'XA', hsCode: '100199' }),
    document('04', 'exportDeclaration', 'Customs of A', 'government', { hsCode: '10019900', loadPort: 'XAAAA' }),
    document('05', 'inspectionCertificate', 'First Survey', 'industry', {
      quantityTonnes: surveyed[0],
      moisturePercent: '12.1',
    }),
    document('06', 'quantitySurvey', 'Second Survey', 'industry', { quantityTonnes: surveyed[1] }),
    document('07', 'quantitySurvey', 'Third Survey', 'industry', { quantityTonnes: surveyed[2] }),
    document('08', 'phytosanitaryCertificate', 'Plant Health A', 'government', { originCountry: 'XA' }),
    document(
      '09',
      'insuranceCertificate',
      'Sea Mutual',
      'commercial',
      { vesselImo: '9074729' },
      { signature: 'absent' },
    ),
    document('10', 'warehouseReceipt', 'Silo North', 'industry', { quantityTonnes: '10000' }),
    document('11', 'vesselTrack', 'Sky Track', 'technological', {
      vesselImo: '9074729',
      loadPort: 'XAAAA',
      dischargePort: 'XBBBB',
      departedOn: '2026-03-02',
      arrivedOn: '2026-03-19',
    }),
  ]
  const contracted = {
    tradeId: '01950000-0000-7000-8000-000000000001',
    category: 'agriculture',
    hsCode: '10019900',
    quantityTonnes: '10000',
    valuePt: '2500000',
    originCountry: 'XA',
    productionSiteCountry: 'XA',
    loadPort: 'XAAAA',
    dischargePort: 'XBBBB',
    highRisk: false,
    highValue: false,
    perishable: false,
  } as const
  const checklist = checklistOf({ category: 'agriculture', highRisk: false, valuePt: exact('2500000') }, initial)
  return {
    caseId: '01950000-0000-7000-8000-000000000002',
    round: 1,
    propositionTonnes: '10000',
    contracted,
    context: { sellerVerified: 17, sellerFailed: 3, volatilityRatio: '0.75' },
    ...checklist,
    custody: Array.from({ length: 10 }, (_, index) => ({
      sequence: index + 1,
      checkpoint: `checkpoint ${index + 1}`,
      at: '2026-03-01T00:00:00Z',
      documentId: index === 4 ? null : '01',
    })),
    documents,
  }
}

export function node(nodeIndex: number, reliesOn: readonly string[] = []): NodePolicy {
  return { nodeIndex, type: 'industry', jurisdiction: 'XA', reliesOn }
}

/** A document of the dossier replaced by a changed one. */
export function changed(dossier: Dossier, documentId: string, changes: Partial<DocumentRecord>): Dossier {
  return {
    ...dossier,
    documents: dossier.documents.map((record) =>
      record.documentId === documentId ? { ...record, ...changes } : record,
    ),
  }
}
