/** The door of evidence: everything other rooms may use. */
import type { Module } from '../../module.ts'
import { routes } from './routes.ts'

export { admitReaders } from './admitReaders.ts'
export {
  type DocumentProof,
  type FrozenDossier,
  findDossier,
  freezeDossier,
  proveDocument,
  proveLeaf,
} from './dossiers.ts'
export { eraseDocument } from './eraseDocument.ts'
export { evidenceErrors } from './errors.ts'
export { documentErased, documentRecorded, dossierFrozen } from './events.ts'
export { declareProfile } from './profiles.ts'
export { documentsOf, findDocument, readContent, recordOf } from './readDocument.ts'
export { readDossierContents } from './readDossierContents.ts'
export { readingsOf } from './readingsOf.ts'
export { recordDocument } from './recordDocument.ts'
export { recordDocumentBatch } from './recordDocumentBatch.ts'
export { DossierContentPage } from './schema.ts'
export { ownersOfSubject, type Subject, type SubjectKind } from './subjects.ts'
export { takeBackings } from './takeBackings.ts'
export { treesOf } from './treesOf.ts'

export const evidence: Module = { name: 'evidence', routes, reactions: [], projections: [] }
