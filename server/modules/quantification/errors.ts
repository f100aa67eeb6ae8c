import { defineErrors } from '@assay/domain/errors.ts'

/** Errors of quantification. */
export const quantificationErrors = defineErrors({
  QUANTIFICATION_NOT_POSSIBLE: {
    status: 422,
    title: 'The project has nothing that can be quantified as asked',
    remedy:
      'Name one of the vintages in `vintages` and give every building of it a bill of materials; for land, send the member that `reason` names.',
  },
  QUANTIFICATION_NOT_FOUND: {
    status: 404,
    title: 'There is no such quantification',
    remedy: 'Take the id from the answer of `POST /api/v1/projects/{projectId}/quantifications`.',
  },
})
