import type { CaseFile } from '@assay/protocol/caseFile.ts'
import { checkCaseFile } from './checkCaseFile.ts'
import { checkDocument, checkDocuments, type DocumentCheck } from './checkDocuments.ts'
import { fetchParameters } from './fetchParameters.ts'
import { formOpinion } from './formOpinion.ts'
import type { Judge } from './node.ts'

/**
 * What a node thinks of a case: once everything it would sign for follows from the evidence, and every document is what its leaf says,
 * the domain's evaluation under the node's own policy.
 * @throws ORACLE_DOSSIER_REFUSED ApiProblem
 */
export const judgeCase: Judge = judgeWith(checkDocument)

/** The same with another look at the documents; only tests, whose documents have forms of their own, need one. */
export function judgeWith(check: DocumentCheck): Judge {
  return async (node, file: CaseFile) => {
    const { policy } = node.config
    const parameters = await fetchParameters(node.api, file.parametersAt)
    checkCaseFile(file, policy.nodeIndex, parameters)
    await checkDocuments(node, file, parameters, check)
    return formOpinion(file, policy, parameters)
  }
}
