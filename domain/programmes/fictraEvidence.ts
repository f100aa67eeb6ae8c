/** FICTRA: what evidence a delivery needs and how exactly it must agree (domain.md 2.2, 2.4, 4.2), every number. */
import { commodityCategories, toleranceClasses } from '../assetClasses.ts'
import { choice, decimal, integer, record, rows, tableOf } from '../codecs.ts'
import { documentKinds } from '../dossier.ts'
import { defineParameters } from '../parameters.ts'

const share = decimal('ratio', '0', '1', 4)
const score = decimal('points', '0', '100', 4)
const documentKind = choice(documentKinds)

export const fictraEvidence = defineParameters('fictra.evidence', {
  tolerances: {
    title: 'Allowed deviation of the measured quantity, as a share',
    codec: tableOf(toleranceClasses, record({ standard: share, highValue: share, perishable: share })),
    initial: {
      metals: { standard: '0.005', highValue: '0.002', perishable: '0.005' },
      energy: { standard: '0.01', highValue: '0.005', perishable: '0.01' },
      agriculture: { standard: '0.02', highValue: '0.01', perishable: '0.03' },
      minerals: { standard: '0.015', highValue: '0.0075', perishable: '0.015' },
    },
    authority: 'council',
    noticeDays: 21,
    source: '2.2; perishable metals, energy, minerals as standard [P]',
  },
  crossSource: {
    title: 'Allowed discrepancy of quantities between sources, as a share',
    codec: record({ bulk: share, highValue: share }),
    initial: { bulk: '0.02', highValue: '0.005' },
    authority: 'council',
    noticeDays: 21,
    source: '2.2',
  },
  moistureTolerancePoints: {
    title: 'Moisture readings of different documents may differ by this many percentage points',
    codec: decimal('percentagePoints', '0', '10', 2),
    initial: '0.5',
    authority: 'technicalCommittee',
    noticeDays: 14,
    source: '2.2 "quality within parameter tolerance", value [P]',
  },
  minimumSources: {
    title: 'Sources needed for each kind of fact, and of each kind of source',
    codec: record({
      quantity: integer('count', 1, 20),
      origin: integer('count', 1, 20),
      quality: integer('count', 1, 20),
      primary: integer('count', 0, 20),
      secondary: integer('count', 0, 20),
      shortfallSurveys: integer('count', 1, 20), // surveys that must agree before a smaller quantity is put to the committee
    }),
    initial: { quantity: 3, origin: 2, quality: 2, primary: 2, secondary: 1, shortfallSurveys: 2 },
    authority: 'council',
    noticeDays: 21,
    source: '2.2, 2.4; shortfall surveys [P]',
  },
  requiredDocuments: {
    title: 'Documents a delivery needs: for all, and besides by category',
    codec: record({
      common: rows(documentKind, 32),
      energy: rows(documentKind, 32),
      preciousMetals: rows(documentKind, 32),
      industrialMetals: rows(documentKind, 32),
      agriculture: rows(documentKind, 32),
      forestry: rows(documentKind, 32),
      fisheries: rows(documentKind, 32),
      minerals: rows(documentKind, 32),
    }),
    initial: {
      common: [
        'billOfLading',
        'commercialInvoice',
        'certificateOfOrigin',
        'exportDeclaration',
        'inspectionCertificate',
        'quantitySurvey',
        'insuranceCertificate',
        'vesselTrack',
      ],
      energy: ['exportLicence'],
      preciousMetals: ['warehouseReceipt', 'exportLicence'],
      industrialMetals: ['warehouseReceipt'],
      agriculture: ['phytosanitaryCertificate', 'warehouseReceipt'],
      forestry: ['phytosanitaryCertificate'],
      fisheries: ['exportLicence'],
      minerals: ['warehouseReceipt'],
    },
    authority: 'technicalCommittee',
    noticeDays: 14,
    source: '1.3 step 3, 4.2 [P]',
  },
  duties: {
    title: 'Duties the law of the route imposes, and the document that meets each',
    codec: rows(
      record({
        duty: choice([
          'exportClearance',
          'originDeclaration',
          'qualityControl',
          'plantHealth',
          'exportPermit',
          'customsValue',
        ]),
        metBy: documentKind,
        categories: rows(choice(commodityCategories), 7),
      }),
      64,
    ),
    initial: [
      { duty: 'exportClearance', metBy: 'exportDeclaration', categories: [...commodityCategories] },
      { duty: 'originDeclaration', metBy: 'certificateOfOrigin', categories: [...commodityCategories] },
      { duty: 'customsValue', metBy: 'commercialInvoice', categories: [...commodityCategories] },
      { duty: 'qualityControl', metBy: 'inspectionCertificate', categories: ['agriculture', 'fisheries', 'energy'] },
      { duty: 'plantHealth', metBy: 'phytosanitaryCertificate', categories: ['agriculture', 'forestry'] },
      { duty: 'exportPermit', metBy: 'exportLicence', categories: ['energy', 'preciousMetals', 'fisheries'] },
    ],
    authority: 'technicalCommittee',
    noticeDays: 14,
    source: '4.2 [P]',
  },
  documentScores: {
    title: 'Score of a required document by what could be authenticated',
    codec: record({ full: score, half: score }),
    initial: { full: '100', half: '50' },
    authority: 'technicalCommittee',
    noticeDays: 14,
    source: '2.2 [P]',
  },
})
