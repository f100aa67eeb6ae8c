/** FICTRA: what a document of each kind must state to be whole (domain.md 2.4 "structural", 4.2). */
import { choice, integer, record, rows } from '../codecs.ts'
import { documentKinds, statementFields } from '../dossier.ts'
import { defineParameters } from '../parameters.ts'

const required = (kind: (typeof documentKinds)[number], ...fields: readonly (typeof statementFields)[number][]) =>
  fields.map((field) => ({ kind, field }))

export const fictraDocuments = defineParameters('fictra.documents', {
  requiredStatements: {
    title: 'Statements a document of a kind must make',
    codec: rows(record({ kind: choice(documentKinds), field: choice(statementFields) }), 256),
    initial: [
      ...required('billOfLading', 'quantityTonnes', 'loadPort', 'dischargePort'),
      ...required('commercialInvoice', 'quantityTonnes', 'hsCode'),
      ...required('certificateOfOrigin', 'originCountry'),
      ...required('exportDeclaration', 'hsCode'),
      ...required('inspectionCertificate', 'quantityTonnes'),
      ...required('quantitySurvey', 'quantityTonnes'),
      ...required('vesselTrack', 'vesselImo'),
    ],
    authority: 'technicalCommittee',
    noticeDays: 21,
    source: '2.4, 4.2; [P]',
  },
  confirmationHours: {
    title: 'Hours an outside source has to confirm, at least and at most, before a case is inconclusive',
    codec: record({ least: integer('hours', 1, 720), most: integer('hours', 1, 720) }, ({ least, most }) =>
      least > most ? 'the least is above the most' : null,
    ),
    initial: { least: 24, most: 72 },
    authority: 'technicalCommittee',
    noticeDays: 21,
    source: '2.4',
  },
})
